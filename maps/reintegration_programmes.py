"""Programme funnels, as tables."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from geodata.nations import country_name
from maps import number
from maps.reintegration_numbers import share
from maps.reintegration_words import remark_words, say, text_of, translated
from tracker.solutions.funnel import ENDS, STAGES, check, conversion, indicator_of
from tracker.solutions.pilots import pilots
from tracker.view import View


@dataclass(frozen=True)
class Step:
    """One step of a programme, and how wide its bar is in percent."""

    label: str
    people: str
    of_previous: str
    of_first: str
    width: float
    is_end: bool


@dataclass(frozen=True)
class Programme:
    """One programme with its steps."""

    name: str
    place: str
    note: str
    steps: list[Step]


def programmes(view: View, lang: str) -> list[Programme]:
    """Return the funnels of the record; a hidden small count takes its rates with it."""
    names = {indicator_of(stage): stage for stage in STAGES}
    own = view.surveys[view.surveys["indicator"].isin(list(names))]
    found = []
    for (name, place), rows in own.groupby(["category", "place_name"], dropna=False, sort=True):
        rows = rows.sort_values("reference_end").drop_duplicates("indicator", keep="last")
        counts = {
            names[str(indicator)]: float(value)
            for indicator, value in zip(rows["indicator"], rows["value"], strict=True)
            if pd.notna(value)
        }
        if counts and not check(counts):
            note = "; ".join(dict.fromkeys(str(one) for one in rows["note"].dropna()))
            note = remark_words(note, lang)
            found.append(Programme(str(name), text_of(place), note, steps(view, counts, lang)))
    return found


def elsewhere(view: View, lang: str) -> list[Programme]:
    """Return the published programmes of other countries."""
    return [
        Programme(
            name=translated("category", pilot.programme, lang),
            place=" ".join(part for part in (_country(pilot.country, lang), pilot.period) if part),
            note=remark_words(pilot.source, lang),
            steps=steps(view, pilot.counts, lang),
        )
        for pilot in pilots()
    ]


def steps(view: View, counts: dict[str, float], lang: str) -> list[Step]:
    """Return the steps of one funnel with their conversion rates in words.

    What became of the loans is not a step after another: those two rates say what they are of.
    """
    found: list[Step] = []
    base = ""
    for row in conversion(counts).to_dict("records"):
        label = view.indicators[indicator_of(str(row["stage"]))].label(lang).rpartition(":")[2].strip()
        rate = "" if pd.isna(row["of_previous"]) else _percent(row["of_previous"], lang)
        if row["stage"] in ENDS:
            rate = say("mark.of_step", lang, share=rate, step=base) if rate and base else rate
        else:
            base = label
        found.append(
            Step(
                label=label,
                people=number.people(float(row["people"]), lang),
                of_previous=rate,
                of_first=_percent(row["of_first"], lang),
                width=round(float(row["of_first"]), 2),
                is_end=row["stage"] in ENDS,
            )
        )
    return found


def _percent(rate: object, lang: str) -> str:
    return share(float(rate), lang)  # type: ignore[arg-type]


def _country(code: str, lang: str) -> str:
    return str(country_name(code, lang)) if code else ""
