"""The words of a legend: classes, units and measures, written as the pages write them in either language."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from tracker.classes import Classes
from tracker.indicators import Indicator
from tracker.typography import THIN, WIDE, french

Lang = Literal["fr", "en"]
LANGS: tuple[Lang, ...] = ("fr", "en")
RATE = "rate_per_1000"


@cache
def declared() -> dict[str, dict[str, list[str]]]:
    """Return ``legend.toml``: words, units of counts, units of amounts, each [French, English]."""
    return tomllib.loads((files("tracker.export") / "legend.toml").read_text(encoding="utf-8"))


def said(pair: list[str], lang: Lang, **values: str) -> str:
    """Return the French or the English text with its ``{name}`` places filled; French gets its spaces."""
    text = pair[LANGS.index(lang)].format_map(values)
    return french(text) if lang == "fr" else text


def word(name: str, lang: Lang, **values: str) -> str:
    """Return a text of the table ``words``.

    >>> word("count", "en", unit="people")
    'Number: people'
    """
    return said(declared()["words"][name], lang, **values)


def number(value: float, lang: Lang, decimals: int = 0) -> str:
    """Return a figure with the signs of the language, rounded to so many decimals, a true minus included.

    >>> number(-1234.5, "en", 1)
    '−1,234.5'
    """
    text = f"{abs(value):,.{decimals}f}"
    if lang == "fr":
        text = text.replace(",", THIN).replace(".", ",")
    return ("−" if value < 0 else "") + text


def class_words(classes: Classes, field: str, lang: Lang) -> list[str]:
    """Return the limits of each class: ``1 – 500``, ``< 1 – 3`` where rates round to zero, or one number."""
    found = []
    for place, (low, high) in enumerate(classes.printed()):
        first, last = number(low, lang, classes.decimals), number(high, lang, classes.decimals)
        below = classes.below and not place and field == RATE
        if first == last:
            found.append(f"≤{WIDE}{last}" if below else last)
        else:
            found.append(word("range", lang, low=f"<{WIDE}{first}" if below else first, high=last))
    return found


def unit_words(unit: str, lang: Lang) -> str:
    """Return the words of a unit of the catalogue; empty for a score."""
    known = declared()["counts"] | declared()["amounts"]
    return said(known[unit], lang)


def heading(indicator: Indicator, field: str, lang: Lang) -> str:
    """Return what the classes of a field measure: a rate, a number of something, or the indicator itself."""
    if field == RATE:
        return word("rate", lang)
    unit = unit_words(indicator.unit, lang)
    if indicator.unit in declared()["counts"]:
        return word("count", lang, unit=unit)
    return word("amount", lang, label=indicator.label(lang), unit=unit) if unit else indicator.label(lang)


def alone(words: str, unit: str, field: str, lang: Lang) -> str:
    """Return the words of a class with their unit, for a legend without headings."""
    if field == RATE:
        return word("rated", lang, range=words)
    text = f"{words} {unit_words(unit, lang)}".strip()
    return french(text) if lang == "fr" else text
