"""A text cell to a date or a period, or why not.  A day and a month are never guessed apart."""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from tracker.cells.number import clean
from tracker.source import Notation

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ][0-9:.]+(?:Z|[+-][0-9:]+)?)?")
_MONTH = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})")
_YEAR = re.compile(r"[0-9]{4}")
_NAMED_DAY = re.compile(r"(?:le )?([0-9]{1,2})(?:er|st|nd|rd|th)? ([^\W\d_]+)\.?,? ([0-9]{4})")
_NAMED_MONTH = re.compile(r"([^\W\d_]+)\.?,? ([0-9]{4})")
_FIRST_YEAR, _LAST_YEAR = 1990, 2100


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day in ISO 8601, or the fault."""

    start: str = ""
    end: str = ""
    fault: str = ""
    message: str = ""


def parse_date(text: str, notation: Notation) -> Period:
    """Return the day or the period a cell names.

    A month gives its first and last day, a year likewise; both only where the source's notation
    admits them (``month-name`` for words; ISO months always).
    """
    plain = clean(text)
    if not plain:
        return Period(fault="no_date", message="no date stands here")
    if iso := _ISO.fullmatch(plain):
        return _day(int(iso.group(1)), int(iso.group(2)), int(iso.group(3)), plain)
    for form in notation.dates:
        if form != "month-name" and form != "year":
            try:
                day = datetime.strptime(plain, form)  # noqa: DTZ007  a date has no time zone
            except ValueError:
                continue
            return _day(day.year, day.month, day.day, plain)
    if month := _MONTH.fullmatch(plain):
        return _whole_month(int(month.group(1)), int(month.group(2)), plain)
    if "month-name" in notation.dates and (named := _named(plain)):
        return named
    if "year" in notation.dates and _YEAR.fullmatch(plain):
        first = _day(int(plain), 1, 1, plain)
        return first if first.fault else Period(f"{plain}-01-01", f"{plain}-12-31")
    return Period(fault="date_format", message=_why(plain))


def _why(plain: str) -> str:
    if re.fullmatch(r"[0-9]{5}(\.[0-9]+)?", plain):
        return "it looks like the serial number of a spreadsheet date; write it as 2020-04-30"
    if re.fullmatch(r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2,4}", plain):
        return "day and month cannot be told apart; declare notation.dates of the source, or write 2020-04-30"
    return "no date can be read; write it as 2020-04-30"


def _day(year: int, month: int, day: int, plain: str) -> Period:
    try:
        found = date(year, month, day)
    except ValueError:
        return Period(fault="date_format", message=f"{plain} is no day of the calendar")
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return Period(
            fault="date_range", message=f"the year of {plain} is outside {_FIRST_YEAR} to {_LAST_YEAR}"
        )
    return Period(found.isoformat(), found.isoformat())


def _whole_month(year: int, month: int, plain: str) -> Period:
    first = _day(year, month, 1, plain)
    if first.fault:
        return first
    return Period(first.start, date(year, month, calendar.monthrange(year, month)[1]).isoformat())


def _named(plain: str) -> Period | None:
    if day := _NAMED_DAY.fullmatch(plain):
        month = _months().get(_fold(day.group(2)))
        return _day(int(day.group(3)), month, int(day.group(1)), plain) if month else None
    if named := _NAMED_MONTH.fullmatch(plain):
        month = _months().get(_fold(named.group(1)))
        return _whole_month(int(named.group(2)), month, plain) if month else None
    return None


def _fold(word: str) -> str:
    bare = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in bare if not unicodedata.combining(sign)).rstrip(".")


@cache
def _months() -> dict[str, int]:
    """Return French and English month names, long and short, without accents."""
    from babel.dates import get_month_names

    return {
        _fold(name): number
        for language in ("fr", "en")
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, locale=language).items()
    }
