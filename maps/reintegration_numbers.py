"""How a survey figure is written: amount, unit, interval, sample, and why there is none."""

from __future__ import annotations

import re

import pandas as pd

from maps import number
from maps.reintegration_words import say, translated

RATIO = re.compile(r"^([0-9]+) / ([0-9]+) \(([0-9]{4}-[0-9]{2}-[0-9]{2})\)")
"""How the record notes what a rate was computed from: people, of people, at a date."""
MINUS = "\N{MINUS SIGN}"


def amount(value: object, unit: str, status: str, lang: str) -> str:
    """Return a figure with its unit, or the words of the status that stands for it."""
    if pd.isna(value):  # type: ignore[call-overload]
        return say("mark.suppressed" if status == "suppressed" else "mark.no_data", lang)
    figure = float(value)  # type: ignore[arg-type]
    if unit == "percent":
        return share(figure, lang)
    text = number.rate(figure, lang) if unit in ("score", "months") else number.people(figure, lang)
    words = translated("unit", unit, lang)
    return f"{text} {words}".strip()


def share(percent: float, lang: str) -> str:
    """Return a share as its source prints it: whole, or with its one decimal."""
    tenths = round(percent * 10)
    if tenths % 10 == 0 or abs(percent) < 0.995:
        return number.percent(percent / 100, lang)
    whole, rest = divmod(abs(tenths), 10)
    decimal = number.rate(1.5, lang)[1]
    text = f"{number.people(whole, lang)}{decimal}{rest}"
    return f"{MINUS if tenths < 0 else ''}{text}" + ("\u202f%" if lang == "fr" else "%")


def interval(low: object, high: object, lang: str) -> str:
    """Return the bounds of a share, or nothing where the source gives no denominator."""
    if pd.isna(low) or pd.isna(high):  # type: ignore[call-overload]
        return ""
    ends = (number.percent(float(bound) / 100, lang) for bound in (low, high))  # type: ignore[arg-type]
    return " – ".join(ends)


def points(value: float, lang: str) -> str:
    """Return percentage points with a sign and one decimal."""
    tenths = round(value * 10)
    sign = "+" if tenths > 0 else MINUS if tenths < 0 else ""
    whole, rest = divmod(abs(tenths), 10)
    return f"{sign}{number.people(whole, lang)}{number.rate(1.5, lang)[1]}{rest}"


def sample(asked: object, lang: str) -> str:
    """Return how many were asked, or nothing."""
    if pd.isna(asked):  # type: ignore[call-overload]
        return ""
    return say("mark.asked", lang, n=number.people(float(asked), lang))  # type: ignore[arg-type]


def period(start: object, end: object, lang: str) -> str:
    """Return the period a figure is valid for; its end alone where no start is known."""
    if pd.isna(end) or not str(end):  # type: ignore[call-overload]
        return say("mark.undated", lang)
    if pd.isna(start) or not str(start):  # type: ignore[call-overload]
        return number.date_words(str(end), lang)
    return number.period_words(str(start), str(end), lang)


def remark(note: object, lang: str) -> str:
    """Return a note in the language: ``French | English`` is parted, others stay as they are."""
    if pd.isna(note):  # type: ignore[call-overload]
        return ""
    parts = str(note).split(" | ")
    text = parts[0 if lang == "fr" else 1] if len(parts) == 2 else str(note)
    return RATIO.sub(lambda found: _ratio(found, lang), text)


def _ratio(found: re.Match[str], lang: str) -> str:
    counts = " / ".join(number.people(int(count), lang) for count in found.groups()[:2])
    return f"{counts} ({number.date_words(found[3], lang)})"


def older(gap: pd.Series, lang: str) -> str:
    """Return the day and the age of the count behind a gap carried forward; nothing for another."""
    if gap["value_status"] != "carried_forward":
        return ""
    day = number.date_words(str(gap["reference_start"]), lang)
    return say("mark.older", lang, date=day, age=number.age_words(float(gap["age_days"]), lang))
