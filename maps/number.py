"""Numbers and dates as people read them, in French or English.  Pure functions."""

from __future__ import annotations

import math
from datetime import date
from functools import cache

from babel import Locale, dates, numbers

from maps.words import plural, word
from tracker.classes import displayed

DAYS_PER_MONTH = 30.4375
DAYS_PER_YEAR = 365.25


@cache
def _locale(lang: str) -> Locale:
    # British English: day before month, as the UN writes it.
    return Locale.parse({"fr": "fr_FR", "en": "en_GB"}[lang])


def whole(count: float) -> int:
    """Return a figure as a whole number, halves up, as pages print it and classes class it."""
    return math.floor(count + 0.5)


def people(count: float, lang: str) -> str:
    """Return a whole number with the thousands separator of the language.

    >>> people(353455, "en")
    '353,455'
    """
    return str(numbers.format_decimal(whole(count), format="#,##0", locale=_locale(lang)))


def signed(count: float, lang: str) -> str:
    """Return a whole number with its sign, a true minus included; zero has none."""
    rounded = whole(count)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return sign + people(abs(rounded), lang)


def compact(count: float, lang: str) -> str:
    """Return a short form for axes and small circles: ``350 k``, ``1,2 M`` in French."""
    for size, suffix in ((1_000_000, "M"), (1_000, "k")):
        if abs(count) >= size:
            value = str(numbers.format_decimal(count / size, format="#,##0.#", locale=_locale(lang)))
            return f"{value} {suffix}"
    return people(count, lang)


def rate(value: float, lang: str) -> str:
    """Return a rate: one decimal below ten, a whole number above."""
    pattern = "#,##0.0" if abs(value) < 9.95 else "#,##0"
    return str(numbers.format_decimal(value, format=pattern, locale=_locale(lang)))


def per_thousand(value: float, decimals: int, lang: str) -> str:
    """Return a rate with the decimals of its classes, rounded as it is classed; ``< 1`` below a half."""
    text = str(
        numbers.format_decimal(
            float(displayed(value, decimals)),
            format="#,##0" + (f".{'0' * decimals}" if decimals else ""),
            locale=_locale(lang),
        )
    )
    return f"<\u00a0{text}" if 0 < value * 10**decimals < 0.5 else text


def score(value: float, maximum: float, lang: str) -> str:
    """Return a score to a hundredth of its scale.

    >>> score(0.5, 1, "en"), score(56.4, 100, "en")
    ('0.50', '56')
    """
    decimals = max(0, 2 - round(math.log10(maximum)))
    pattern = "#,##0" + (f".{'0' * decimals}" if decimals else "")
    return str(numbers.format_decimal(value, format=pattern, locale=_locale(lang)))


def percent(share: float, lang: str) -> str:
    """Return a share between 0 and 1 as percent; below one percent with a decimal.

    >>> percent(0.587, "en")
    '59%'
    """
    whole = share == 0 or abs(share) >= 0.00995
    pattern = "#,##0%" if whole else "#,##0.0%"
    if lang == "fr":
        pattern = pattern.replace("%", "\u202f%")
    return str(numbers.format_percent(share, format=pattern, locale=_locale(lang)))


def _parsed(iso: str) -> date:
    return date.fromisoformat(iso[:10])


def date_words(iso: str, lang: str) -> str:
    """Return an ISO date in words.

    >>> date_words("2013-06-01", "fr")
    '1er juin 2013'
    """
    return _day(iso, "MMMM", lang)


def date_short(iso: str, lang: str) -> str:
    """Return an ISO date as day, short month and year, for narrow places."""
    return _day(iso, "MMM", lang)


def _day(iso: str, month: str, lang: str) -> str:
    """Return day, month in the pattern given, and year; the first of a month is ``1er`` in French."""
    day = _parsed(iso)
    text = str(dates.format_date(day, f"d {month} y", locale=_locale(lang)))
    return text.replace("1 ", "1er ", 1) if lang == "fr" and day.day == 1 else text


def month_words(iso: str, lang: str) -> str:
    """Return the month of an ISO date in words: ``juin 2013``."""
    return str(dates.format_date(_parsed(iso), "MMMM y", locale=_locale(lang)))


def month_short(iso: str, lang: str) -> str:
    """Return the month of an ISO date with its short name: ``juil. 2014``."""
    return str(dates.format_date(_parsed(iso), "MMM y", locale=_locale(lang)))


def period_words(start: str, end: str, lang: str) -> str:
    """Return a period as short as it can be said: a day, a month, a year, or both ends."""
    first, last = _parsed(start), _parsed(end)
    if first == last:
        return date_words(end, lang)
    month_end = date.fromordinal(last.toordinal() + 1).day == 1
    if first.day == 1 and month_end and (first.year, first.month) == (last.year, last.month):
        return month_words(end, lang)
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    return f"{date_words(start, lang)} – {date_words(end, lang)}"


def age_words(days: float, lang: str) -> str:
    """Return an age in days, months (from two) or years (from two), rounded down."""
    if days < 1:
        return word("age.today", lang)
    if days < 2 * DAYS_PER_MONTH:
        unit, count = "days", int(days)
    elif days < 2 * DAYS_PER_YEAR:
        unit, count = "months", int(days / DAYS_PER_MONTH)
    else:
        unit, count = "years", int(days / DAYS_PER_YEAR)
    return plural(f"age.{unit}", count, lang, count=people(count, lang))


def size_words(count: int, lang: str) -> str:
    """Return a size in bytes, kilobytes of 1,000 bytes or megabytes."""
    if count < 1_000:
        return word("size.bytes", lang, count=people(count, lang))
    if count < 1_000_000:
        return word("size.kilobytes", lang, count=people(count / 1_000, lang))
    return word("size.megabytes", lang, count=rate(count / 1_000_000, lang))
