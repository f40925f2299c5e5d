"""The three settlement options side by side, with their intervals, as bars a page draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from geodata.nations import MALI
from maps.reintegration_numbers import interval, period, sample, share
from maps.reintegration_words import remark_words, say
from tracker.solutions.declared import declared
from tracker.solutions.options import OPTIONS, options
from tracker.view import View

COLOURS = ("#1b6ca8", "#b4481e", "#6b4696")
GREY = "#9b9b97"


@dataclass(frozen=True)
class Bar:
    """One option: its words and where its bar and whisker end, in percent of the width."""

    label: str
    text: str
    bounds: str
    share: float | None
    low: float | None
    high: float | None
    colour: str


@dataclass(frozen=True)
class Asked:
    """One place and date with its three bars."""

    when: str
    place: str
    sample: str
    bars: list[Bar]
    left: str
    grey: bool
    note: str


def asked(view: View, lang: str) -> list[Asked]:
    """Return every intention survey, the newest first; a small sample is grey."""
    found = []
    for row in options(view.surveys).to_dict("records"):
        grey = row["small"] is True
        bars = [_bar(view, row, option, place, lang, grey) for place, option in enumerate(OPTIONS)]
        n = sample(row["sample_size"], lang) or say("mark.unknown_n", lang)
        if grey:
            n += " – " + say("mark.small", lang, n=declared().minimum_asked)
        left = row["not_printed"]
        shown = left is not None and left > 0.05
        found.append(
            Asked(
                when=period(row["reference_start"], row["reference_end"], lang),
                place=_place(row["place_name"], row["pcode"], lang),
                sample=n,
                bars=bars,
                left=say("mark.not_printed", lang, share=share(left, lang)) if shown else "",
                grey=grey,
                note=remark_words(str(row["note"]), lang),
            )
        )
    return found[::-1]


def _place(name: object, pcode: object, lang: str) -> str:
    if pcode == MALI:
        return say("mark.whole_country", lang)
    return "" if pd.isna(name) else str(name)  # type: ignore[call-overload]


def _bar(view: View, row: Mapping[Any, Any], option: str, place: int, lang: str, grey: bool) -> Bar:
    value = row[option]
    known = value is not None and not pd.isna(value)
    ends = [row[f"{option}_{end}"] for end in ("low", "high")]
    low, high = (None if end is None or pd.isna(end) else float(end) for end in ends)
    return Bar(
        label=view.indicators[option].label(lang),
        text=share(float(value), lang) if known else say("empty.elsewhere", lang),
        bounds=interval(low, high, lang),
        share=float(value) if known else None,
        low=low,
        high=high,
        colour=GREY if grey else COLOURS[place],
    )
