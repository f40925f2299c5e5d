"""The small page: a drawing that already stands in the file, and a script that repaints it.

A few dozen kilobytes for e-mail: no Leaflet, no background, no zoom.  Every slice, both languages,
legend, totals, table and keyboard are there; without script the opened slice is still painted.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from maps import lite_page, number, palette
from maps.drawing import HATCHED, Drawing, patterns
from maps.encode import text
from maps.errors import NothingToDraw
from maps.kinds import Kind
from maps.payload import PLAIN, population_note
from maps.payload_indicator import Lists
from maps.payload_indicator import record as indicator_record
from maps.sources import sources_of
from maps.still_labels import Wanted, fit_labels
from maps.still_paint import paint
from maps.still_slice import SliceFigures, has_rates, slice_figures
from maps.words import word
from tracker.classes import circle_radius, declared
from tracker.observation import NUMERIC_STATUSES
from tracker.view import View

STATUS_WORDS = frozenset(f"status.{status}" for status in (*HATCHED, "carried_forward"))
AGE_WORDS = ("age.today", "age.days", "age.months", "age.years")
MOST_LABELS, MOST_TRIED = 12, 100
LETTER = 11.0
"""Units above `MOST_LABELS` are named in small letters, and only where there is room."""
FULL_WIDTH = 700.0  # pixels of a map whose circles have the declared radii
LEFT_OUT = ("published", "towns", "remarks", "from", "rounds", "roundNumbers")


def _indicators(kind: Kind, view: View) -> list[dict[str, Any]]:
    lists = Lists([one["id"] for one in sources_of(kind, view)], [])
    found = []
    for one in kind.indicators(view):
        entry = {
            key: value
            for key, value in indicator_record(view, one, lists, lines=1).items()
            if key not in LEFT_OUT
        }
        entry["ramp"] = palette.ramp(one.family)
        entry["breaks"] = {"rate": entry["breaks"]["rate"]}  # type: ignore[index]
        if entry["rates"]:
            del entry["largest"]
        if not entry["cross"]:
            del entry["cross"]
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
            "plain": PLAIN,
            "carried": [
                palette.ink_on(palette.STATUS_STYLES["carried_forward"], one)
                for one in ("#ffffff", "#000000")
            ],
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
    shown = kind.indicators(view)
    if not shown:
        raise NothingToDraw(f"no figure for a small page {kind.id!r} in edition {view.edition.id}")
    first = shown[0]
    data = _data(kind, view)
    dates = sorted(str(day) for day in view.figures[view.figures["indicator"] == first.id]["slice"].unique())
    date = dates[int(data["indicators"][0]["first"])]
    figures = slice_figures(view, first.id, date)
    drawing = Drawing(view)
    painted = paint(figures, first, "p-")
    circled = [one.id for one in shown if not has_rates(view, one.id)]
    if circled:
        data |= _circle_scale(drawing)
    codes = [str(code) for code in view.units["pcode"]]
    return lite_page.render(
        "lite.html.j2",
        kind.id,
        view,
        drawing,
        lang,
        scripts=("lite_circles.js", "lite.js") if circled else ("lite.js",),
        wanted=STATUS_WORDS,
        sections=AGE_WORDS,
        data=data,
        values={
            "date": date,
            "shapes": list(zip(codes, drawing.paths, painted.fills, strict=True)),
            "patterns": list((patterns("p-") | painted.patterns).values()),
            "labels": _labels(view, drawing, figures, _reaches(view, drawing, data, circled)),
            "circles": _circles(view, drawing, figures) if circled else [],
            "rows": _rows(figures, lang),
            "definitions": shown,
            "sources": sources_of(kind, view),
            "residents": population_note(view) if len(circled) < len(shown) else None,
        },
    )


def _points(view: View, drawing: Drawing) -> list[tuple[int, int]]:
    at = drawing.step(view.units[["label_lon", "label_lat"]].to_numpy(dtype=float))
    return [(int(x), int(y)) for x, y in at]


def _labels(
    view: View, drawing: Drawing, figures: SliceFigures, reaches: list[float]
) -> list[tuple[int, int, str]]:
    """Return where the names of the units stand: all of a few, of many those that find room.

    `reaches` are the radii of the largest circle that each unit ever has: no name of many lies on one.
    """
    names = [str(name) for name in view.units["place_name"]]
    at = _points(view, drawing)
    if len(names) <= MOST_LABELS:
        return [(x, y, name) for (x, y), name in zip(at, names, strict=True)]
    if len(names) > MOST_TRIED:
        return []
    largest = figures.rows["value"].fillna(-1).to_numpy(dtype=float).argsort()[::-1]
    wanted = [
        Wanted(names[unit], at[unit][0], at[unit][1], LETTER, reaches[unit], place=unit) for unit in largest
    ]
    circles = [(x - r, y - r, x + r, y + r) for (x, y), r in zip(at, reaches, strict=True) if r]
    placed = fit_labels(wanted, drawing.width, drawing.height, circles, drawing.shapes)
    return [(round(one.x), round(one.y), one.text) for one in placed if one.anchor == "middle"]


def _reaches(view: View, drawing: Drawing, data: dict[str, Any], circled: list[str]) -> list[float]:
    """Return the radius of the largest circle of each unit, in any slice of the indicators `circled`."""
    found = [0.0] * len(view.units)
    for one in data["indicators"]:
        if one["id"] in circled:
            mine = view.figures[view.figures["indicator"] == one["id"]]
            peaks = mine.groupby("pcode")["value"].max().reindex(view.units["pcode"].astype(str))
            found = list(map(max, found, _radii(peaks, one["largest"], drawing)))
    return found


def _radii(values: pd.Series, largest: float, drawing: Drawing) -> list[float]:
    """Return the radius of each number's circle in units of the drawing; 0 for no number, or for zero."""
    scale, smallest = drawing.width / FULL_WIDTH, float(declared()["circles"]["smallest_radius_px"])
    numbers = pd.to_numeric(values, errors="coerce").fillna(0).tolist()
    return [
        round(max(circle_radius(value, largest) * scale, smallest), 1) if value > 0 else 0.0
        for value in numbers
    ]


def _circle_scale(drawing: Drawing) -> dict[str, Any]:
    """Return what the script needs for circles: that there are any, and their radii."""
    circles = declared()["circles"]
    radii = [
        round(circles["largest_radius_px"] * drawing.width / FULL_WIDTH, 1),
        circles["smallest_radius_px"],
    ]
    return {"at": 1, "radius": radii}


def _circles(view: View, drawing: Drawing, figures: SliceFigures) -> list[tuple[int, int, float]]:
    """Return the circle of every unit in the opened slice; of radius 0 where the colour says it."""
    radii = _radii(figures.rows["value"], figures.largest, drawing)
    if figures.measure == "rate":
        radii = [0.0] * len(radii)
    return [(x, y, r) for (x, y), r in zip(_points(view, drawing), radii, strict=True)]


def _rows(figures: SliceFigures, lang: str) -> list[tuple[str, str, str]]:
    """Return name, P-code and figure (or status) of each unit of the opened slice."""
    found = []
    for row in figures.rows.to_dict("records"):
        known = row["value_status"] in NUMERIC_STATUSES
        value = number.people(row["value"], lang) if known else word(f"status.{row['value_status']}", lang)
        found.append((str(row["place_name"]), str(row["pcode"]), value))
    return found
