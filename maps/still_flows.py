"""The movements of the latest period as a still picture, for readers without script."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import pandas as pd

from maps import number, palette, payload_flows
from maps.drawing import Drawing
from maps.payload import PLAIN
from maps.still_overview import bent
from maps.words import word
from tracker.view import View

MOST = 40
WIDEST, THINNEST = 16.0, 1.5
EDGE = 34  # steps around the outermost place: room for its name

Point = Callable[[str], tuple[int, int]]


def places(view: View, drawing: Drawing) -> dict[str, tuple[int, int]]:
    """Return where each unit and each place beyond lies on the drawing."""
    units = view.units[["label_lon", "label_lat"]].to_numpy(dtype=float)
    others = view.anchors[["lon", "lat"]].to_numpy(dtype=float).reshape(-1, 2)
    found: dict[str, tuple[int, int]] = {}
    for codes, table in ((view.units["pcode"], units), (view.anchors["id"], others)):
        for code, (x, y) in zip(codes, drawing.step(table).astype(int).tolist(), strict=True):
            found[str(code)] = (x, y)
    return found


def box(drawing: Drawing, shown: dict[str, tuple[int, int]]) -> str:
    """Return the view box that holds the country and every place of the movements."""
    xs, ys = zip(*shown.values(), strict=True) if shown else ((), ())
    left, top = min([0, *xs]) - EDGE, min([0, *ys]) - EDGE
    right, bottom = max([drawing.width, *xs]) + EDGE, max([drawing.height, *ys]) + EDGE
    return f"{left} {top} {right - left} {bottom - top}"


def latest(view: View) -> pd.DataFrame:
    """Return the drawable movements of the latest period, smallest first."""
    table = payload_flows.summed(view)
    known = table[(table["origin"] != "") & (table["destination"] != "") & (table["people"] > 0)]
    last = known[known["period_end"] == table["period_end"].max()]
    order = ["people", "indicator", "origin", "destination"]
    ranked = last.sort_values(order, ascending=[False, True, True, True])[:MOST]
    smallest_first: pd.DataFrame = ranked[::-1]
    return smallest_first


def marks(view: View, drawing: Drawing, lang: str) -> str:
    """Return arrows, places and names of the latest period as SVG elements."""
    at, table = places(view, drawing), latest(view)
    table = table[table["origin"].isin(at) & table["destination"].isin(at)]
    names = dict(zip(view.anchors["id"], view.anchors[f"name_{lang}"], strict=True))
    names |= dict(zip(view.units["pcode"], view.units["place_name"], strict=True))
    names["MLI"] = word("flow.country_only", lang)
    largest = float(table["people"].max()) if len(table) else 1.0
    drawn = "".join(_mark(view, row, at, largest) for row in table.to_dict("records"))
    used = sorted({*table["origin"], *table["destination"]})
    dots = "".join(
        f'<circle cx="{x}" cy="{y}" r="4" fill="#fff" stroke="#222"/><text x="{x}" y="{y - 8}">{name}</text>'
        for (x, y), name in ((at[code], escape(str(names.get(code, code)))) for code in used)
    )
    return f'<g id="flows">{drawn}</g><g id="names" class="names">{dots}</g>'


def _mark(view: View, row: dict[Any, Any], at: dict[str, tuple[int, int]], largest: float) -> str:
    colour = palette.FLOW_STYLES[str(view.indicators[row["indicator"]].flow_kind)].colour
    width = max(THINNEST, WIDEST * float(row["people"]) / largest)
    start, end = at[row["origin"]], at[row["destination"]]
    line = f'fill="none" stroke="{colour}" stroke-width="{width:.1f}"'
    if start == end:
        return f'<circle cx="{start[0]}" cy="{start[1]}" r="12" {line}/>'
    arrow = bent(start, end, width, colour, head=9.0)
    return f'<path d="{arrow.line}" {line}/><path d="{arrow.head}" fill="{colour}"/>'


def svg(view: View, lang: str) -> str:
    """Return the picture of the latest period; empty when nothing can be drawn."""
    table = latest(view)
    if table.empty:
        return ""
    drawing = Drawing(view)
    at = places(view, drawing)
    shown = {code: at[code] for code in {*table["origin"], *table["destination"]} if code in at}
    period = number.period_words(str(table["period_start"].min()), str(table["period_end"].max()), lang)
    units = "".join(f'<path d="{path}"/>' for path in drawing.paths)
    split = (
        f'<path d="{drawing.split}" fill="none" stroke="#2b2f36" stroke-width="3" stroke-dasharray="9 5"/>'
        if drawing.split
        else ""
    )
    said = escape(word("flow.picture", lang, period=period))
    return (
        f'<figure><figcaption>{said}</figcaption><svg viewBox="{box(drawing, shown)}" width="720" role="img" '
        f'font-family="system-ui,sans-serif" font-size="15" text-anchor="middle"><title>{said}</title>'
        f'<g fill="{PLAIN}" stroke="#fff">{units}</g>{split}{marks(view, drawing, lang)}</svg></figure>'
    )
