"""The small page: a drawing that already stands in the file, and a script that repaints it.

A few dozen kilobytes for e-mail: no Leaflet, no background, no zoom.  Every slice, both languages,
legend, totals, table and keyboard are there; without script the opened slice is still painted.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from maps import lite_flows, lite_page, number, palette
from maps.drawing import HATCHED, Drawing, fills, patterns
from maps.encode import text
from maps.kinds import Kind
from maps.payload import PLAIN, palette_of
from maps.payload_indicator import Lists
from maps.payload_indicator import record as indicator_record
from maps.sources import sources_of
from maps.still_slice import SliceFigures, slice_figures
from maps.words import word
from tracker.classes import ramp
from tracker.view import View

STATUS_WORDS = frozenset(f"status.{status}" for status in (*HATCHED, "carried_forward"))
AGE_WORDS = ("age.today", "age.days", "age.months", "age.years")
MOST_LABELS = 12
LEFT_OUT = ("published", "towns", "remarks", "cross", "from", "largest", "rounds", "roundNumbers")


def _indicators(kind: Kind, view: View) -> list[dict[str, Any]]:
    lists = Lists([one["id"] for one in sources_of(kind, view)], [])
    found = []
    for one in kind.indicators(view):
        entry = {
            key: value
            for key, value in indicator_record(view, one, lists, lines=1).items()
            if key not in LEFT_OUT
        }
        totals: Any = entry["totalRows"]
        entry["totalRows"] = [row for row in totals if row["grouping"] in _shown_groupings(view)]
        found.append(entry)
    return found


def _shown_groupings(view: View) -> list[str]:
    return ["country", *list(view.groupings)[:1]]


def _data(kind: Kind, view: View) -> dict[str, Any]:
    population = pd.to_numeric(view.units["population"], errors="coerce").fillna(0).to_numpy("int64")
    grouping = next(iter(view.groupings.values()), None)
    groups = grouping.groups if grouping else ()
    return {
        "indicators": _indicators(kind, view),
        "population": text(population),
        "groups": [{"id": one.id, "label": [one.label_fr, one.label_en]} for one in groups],
        "style": {
            "ramp": palette_of(kind),
            "plain": PLAIN,
            "carried": palette.STATUS_STYLES["carried_forward"].ink,
            "groups": list(palette.GROUP_INKS[: len(groups)]),
        },
    }


def build(kind: Kind, view: View, lang: str = "fr") -> str:
    """Return the small page of a kind whose map is filled by figures of units.

    Raises
    ------
    NothingToDraw
        When the view has no figure for it.
    """
    from maps.page import NothingToDraw

    if kind.id == "flows":
        return lite_flows.build(view, lang)
    shown = kind.indicators(view)
    if not shown:
        raise NothingToDraw(f"no figure for a small page {kind.id!r} in edition {view.edition.id}")
    first = shown[0]
    data = _data(kind, view)
    dates = sorted(str(day) for day in view.figures[view.figures["indicator"] == first.id]["slice"].unique())
    date = dates[int(data["indicators"][0]["first"])]
    figures = slice_figures(view, first.id, date)
    drawing = Drawing(view)
    painted = fills(figures, ramp(first, len(figures.classes.limits)))
    codes = [str(code) for code in view.units["pcode"]]
    return lite_page.render(
        "lite.html.j2",
        kind.id,
        view,
        drawing,
        lang,
        scripts=("lite.js",),
        wanted=STATUS_WORDS,
        sections=AGE_WORDS,
        data=data,
        values={
            "date": date,
            "shapes": list(zip(codes, drawing.paths, painted, strict=True)),
            "patterns": patterns("p-"),
            "labels": _labels(view, drawing),
            "rows": _rows(figures, lang),
            "definitions": shown,
            "sources": sources_of(kind, view),
        },
    )


def _labels(view: View, drawing: Drawing) -> list[tuple[int, int, str]]:
    """Return where the names of the units stand, when there are few enough to read."""
    if len(view.units) > MOST_LABELS:
        return []
    at = drawing.step(view.units[["label_lon", "label_lat"]].to_numpy(dtype=float))
    return [(int(x), int(y), str(name)) for (x, y), name in zip(at, view.units["place_name"], strict=True)]


def _rows(figures: SliceFigures, lang: str) -> list[tuple[str, str, str]]:
    """Return name, P-code and figure (or status) of each unit of the opened slice."""
    found = []
    for row in figures.rows.to_dict("records"):
        known = row["value_status"] in ("value", "zero", "carried_forward")
        value = number.people(row["value"], lang) if known else word(f"status.{row['value_status']}", lang)
        found.append((str(row["place_name"]), str(row["pcode"]), value))
    return found
