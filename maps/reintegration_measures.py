"""What was measured at sites over time: a table of every measure, and series for the map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from maps import number
from maps.payload_indicator import days
from maps.reintegration_numbers import amount
from maps.reintegration_words import say
from maps.words import LANGS
from tracker.solutions.declared import declared
from tracker.solutions.index import INDICATORS, Scale
from tracker.view import View


@dataclass(frozen=True)
class Measure:
    """One figure of one site; an index says which end of its scale is good."""

    site: str
    label: str
    value: str
    direction: str
    when: str


def measures(view: View, lang: str) -> list[Measure]:
    """Return what was measured at sites, newest first."""
    own = view.measures.sort_values(["site_id", "indicator", "slice"], ascending=[True, True, False])
    names = dict(zip(view.sites["site_id"], view.sites["name"], strict=True))
    found = []
    for row in own.to_dict("records"):
        name = names.get(row["site_id"])
        found.append(
            Measure(
                site=str(row["site_id"] if name is None or pd.isna(name) else name),
                label=view.indicators[str(row["indicator"])].label(lang),
                value=_said(row, lang),
                direction=_direction(str(row["indicator"]), lang),
                when=number.date_words(str(row["slice"]), lang),
            )
        )
    return found


def series(view: View, site: str) -> list[dict[str, Any]]:
    """Return the measures of one site for its sparklines, by indicator, oldest first.

    Each has its ``label``, the ``days`` since 1970-01-01, the ``values`` (None where hidden or not known),
    how each is ``said``, the ends of its scale (``range``, None where it has none), and which end is good.
    """
    own = view.measures[view.measures["site_id"] == site].sort_values(["indicator", "slice"])
    found = []
    for name, rows in own.groupby("indicator", sort=True):
        scale = INDICATORS.get(str(name))
        found.append(
            {
                "label": [view.indicators[str(name)].label(lang) for lang in LANGS],
                "days": [int(day) for day in days(rows["slice"])],
                "values": [None if pd.isna(value) else float(value) for value in rows["value"]],
                "said": [[_said(row, lang) for lang in LANGS] for row in rows.to_dict("records")],
                "range": [scale.minimum, scale.maximum] if scale else None,
                "direction": [_direction(str(name), lang) for lang in LANGS],
            }
        )
    return found


def _direction(indicator: str, lang: str) -> str:
    scale = INDICATORS.get(indicator)
    return say(f"mark.{scale.higher_is}", lang) if scale else ""


def _said(row: Mapping[Any, Any], lang: str) -> str:
    scale: Scale | None = INDICATORS.get(str(row["indicator"]))
    if scale is not None and not pd.isna(row["value"]):
        return (
            f"{number.score(float(row['value']), scale.maximum, lang)} ({scale.minimum:g}–{scale.maximum:g})"
        )
    if row["indicator"] == "site_stage" and not pd.isna(row["value"]):
        return list(declared().stages.values())[int(row["value"]) - 1][LANGS.index(lang)]
    unit = "places" if row["indicator"] == "site_capacity" else "people"
    return amount(row["value"], unit, str(row["value_status"]), lang)
