"""The movements of the latest period as a still picture, for readers without script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from maps import number, palette, payload_flows
from maps.drawing import Drawing
from maps.payload import PLAIN
from maps.payload_flows import counted
from maps.still_overview import Arrow, bent, placed
from maps.templating import environment
from maps.words import word
from tracker.view import View

MOST = 40
WIDEST, THINNEST, ONE_WIDTH, MOST_RING = 16.0, 1.5, 2.5, 8.0
"""Widths of arrows and the most of rings; `ONE_WIDTH` is of all that is not counted in people."""
EDGE = 34  # steps around the outermost place: room for its name


@dataclass(frozen=True, slots=True)
class Ring:
    """People who moved inside one place, or whose other end nobody wrote (dashed)."""

    x: int
    y: int
    width: float
    colour: str
    dashed: bool


@dataclass(frozen=True, slots=True)
class End:
    """A place that a drawn movement starts from or ends at."""

    x: int
    y: int
    name: str


@dataclass(frozen=True, slots=True)
class Key:
    """A line of the legend: a stroke and what it stands for."""

    colour: str
    width: float
    words: str


def places(view: View, drawing: Drawing) -> dict[str, tuple[int, int]]:
    """Return where each unit and each place beyond lies on the drawing; nothing for those off the map."""
    ends = placed(view)
    steps = drawing.step(ends[["lon", "lat"]].to_numpy(dtype=float)).astype(int).tolist()
    return {str(code): (x, y) for code, (x, y) in zip(ends["id"], steps, strict=True)}


def box(drawing: Drawing, shown: dict[str, tuple[int, int]]) -> str:
    """Return the view box that holds the country and every place of the movements."""
    xs, ys = zip(*shown.values(), strict=True) if shown else ((), ())
    left, top = min([0, *xs]) - EDGE, min([0, *ys]) - EDGE
    right, bottom = max([drawing.width, *xs]) + EDGE, max([drawing.height, *ys]) + EDGE
    return f"{left} {top} {right - left} {bottom - top}"


def latest(view: View, at: dict[str, tuple[int, int]]) -> pd.DataFrame:
    """Return the movements of the latest period that start or end in places of `at`, the largest last.

    One end may be unknown, none may lie elsewhere.
    """
    table = payload_flows.latest(view)
    known = {*at, payload_flows.NOWHERE}
    here = table["origin"].isin(known) & table["destination"].isin(known)
    somewhere = table["origin"].isin(at) | table["destination"].isin(at)
    drawable = table[here & somewhere & (table["value"] > 0)]
    largest_last: pd.DataFrame = drawable.head(MOST)[::-1]
    return largest_last


def marks(view: View, at: dict[str, tuple[int, int]], lang: str) -> dict[str, Any]:
    """Return movements and ends of the latest period, as ``flows_marks.svg.j2`` draws them."""
    table, names = latest(view, at), payload_flows.names(view, lang)
    two = table["origin"].isin(at) & table["destination"].isin(at)
    arrows = table[two & (table["origin"] != table["destination"])]
    largest = _widest(arrows)
    used = sorted({*table["origin"], *table["destination"]} - {payload_flows.NOWHERE})
    return {
        "movements": [_mark(view, row, at, largest) for row in table.to_dict("records")],
        "ends": [End(*at[code], str(names.get(code, code))) for code in used],
    }


def _widest(arrows: pd.DataFrame) -> float:
    """Return the people of the widest arrow."""
    peoples = arrows["value"][arrows["unit"] == "people"]
    return float(peoples.max()) if len(peoples) else 1.0


def legend(view: View, table: pd.DataFrame, lang: str) -> list[Key]:
    """Return what the strokes of `table` mean: each kind with its people, and two widths of arrows."""
    found = []
    for (indicator, unit), mine in table[::-1].groupby(["indicator", "unit"], sort=False):
        one = view.indicators[str(indicator)]
        said = counted(float(mine["value"].sum()), str(unit), lang)
        words = f"{one.label(lang)}{word('map.colon', lang)} {said}"
        found.append(Key(palette.FLOW_STYLES[str(one.flow_kind)].colour, 5.0, words))
    arrows = table[
        (table["origin"] != payload_flows.NOWHERE)
        & (table["destination"] != payload_flows.NOWHERE)
        & (table["origin"] != table["destination"])
    ]
    if (arrows["unit"] == "people").any():
        largest = _widest(arrows)
        for people in (largest, largest / 5):
            width = round(max(THINNEST, WIDEST * people / largest), 1)
            found.append(
                Key(
                    palette.BASE["label"],
                    width,
                    f"{number.people(people, lang)}\u00a0{word('unit.people', lang)}",
                )
            )
    return found


def _mark(view: View, row: dict[Any, Any], at: dict[str, tuple[int, int]], largest: float) -> Arrow | Ring:
    colour = palette.FLOW_STYLES[str(view.indicators[row["indicator"]].flow_kind)].colour
    of_people = row["unit"] == "people"
    width = max(THINNEST, WIDEST * float(row["value"]) / largest) if of_people else ONE_WIDTH
    ends = [at[code] for code in (row["origin"], row["destination"]) if code != payload_flows.NOWHERE]
    if len(set(ends)) == 1:
        return Ring(*ends[0], round(min(width, MOST_RING), 1), colour, dashed=len(ends) == 1)
    return bent(ends[0], ends[1], width, colour, head=9.0)


def svg(view: View, lang: str) -> str:
    """Return the picture of the latest period; empty when nothing can be drawn."""
    drawing = Drawing(view)
    at = places(view, drawing)
    table = latest(view, at)
    if table.empty:
        return ""
    shown = {code: at[code] for code in {*table["origin"], *table["destination"]} if code in at}
    frame = box(drawing, shown)
    picture = {
        "said": word("flow.picture", lang, period=payload_flows.period_words(table, lang)),
        "box": frame,
        "wide": int(frame.split()[2]),
        "drawing": drawing,
        "plain": PLAIN,
        "legend": legend(view, table, lang),
        "width_words": word("legend.width", lang),
        **marks(view, at, lang),
    }
    return environment().get_template("flows_still.html.j2").render(picture)
