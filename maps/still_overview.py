"""Thumbnails without a slice: the largest flows of the whole record, and where sites are."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely

from maps.palette import BASE, FLOW_STYLES
from maps.still_geometry import Window, path, projected, window
from maps.still_units import Shape, background
from maps.templating import environment
from tracker.view import View

WIDTH = 320.0
TOLERANCE = 0.8
LAND = "#fbf6e9"
MOST_FLOWS = 25
EDGE = 10.0
OBSERVED = ("displacement", "return", "repatriation", "cross_border", "secondary_displacement")
"""Kinds that are people who moved; passages at points and plans are another thing."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """A curved line with its head, bent to the left of travel so that both directions are seen."""

    line: str
    head: str
    width: float
    colour: str


@dataclass(frozen=True, slots=True)
class Dot:
    """One site."""

    x: float
    y: float


def placed(view: View) -> pd.DataFrame:
    """Return id, lon and lat of every unit and anchor that has a point; a far country has none."""
    units = view.units[["pcode", "label_lon", "label_lat"]].set_axis(["id", "lon", "lat"], axis=1)
    points = pd.concat([units, view.anchors[["id", "lon", "lat"]].astype(object)])
    numbers = points.assign(lon=pd.to_numeric(points["lon"]), lat=pd.to_numeric(points["lat"]))
    known: pd.DataFrame = numbers.dropna(subset=["lon", "lat"])
    return known


def _ends(view: View, frame: Window) -> dict[str, tuple[float, float]]:
    """Return where each unit and anchor lies; what is outside the picture moves to its edge."""
    found: dict[str, tuple[float, float]] = {}
    for code, lon, lat in placed(view).itertuples(index=False, name=None):
        x, y = frame.point(lon, lat)
        found[str(code)] = (min(max(x, EDGE), frame.width - EDGE), min(max(y, EDGE), frame.height - EDGE))
    return found


def largest_flows(view: View) -> pd.DataFrame:
    """Return the largest flows of one period between two places with a point, smallest first.

    Periods are not added: they overlap between sources.  Columns include kind, origin,
    destination, value.
    """
    flows = view.flows[view.flows["value"].notna() & (view.flows["unit"] == "people")]
    known = placed(view)["id"]
    flows = flows[flows["origin"].isin(known) & flows["destination"].isin(known)]
    flows = flows[flows["origin"] != flows["destination"]]
    kinds = {name: entry.flow_kind for name, entry in view.indicators.items() if entry.flow_kind}
    flows = flows.assign(kind=flows["indicator"].map(kinds))
    flows = flows[flows["kind"].isin(OBSERVED)]
    keys = ["kind", "origin", "destination"]
    ranked = flows.sort_values(["value", *keys], ascending=[False, True, True, True])
    return ranked.drop_duplicates(keys)[:MOST_FLOWS][::-1]


def bent(
    start: tuple[float, float], end: tuple[float, float], width: float, colour: str, head: float = 4.0
) -> Arrow:
    """Return the arrow from one point to another, bent to the left of travel; `head` is its shortest head."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dy) or 1.0
    bend = 0.18 * length
    mid = ((start[0] + end[0]) / 2 + dy / length * bend, (start[1] + end[1]) / 2 - dx / length * bend)
    along = math.hypot(end[0] - mid[0], end[1] - mid[1]) or 1.0
    ux, uy = (end[0] - mid[0]) / along, (end[1] - mid[1]) / along
    size = head + 1.1 * width
    neck = (end[0] - ux * size, end[1] - uy * size)
    half = size * 0.5
    corners = [(neck[0] - uy * half, neck[1] + ux * half), end, (neck[0] + uy * half, neck[1] - ux * half)]
    line = f"M{start[0]:.1f} {start[1]:.1f}Q{mid[0]:.1f} {mid[1]:.1f} {neck[0]:.1f} {neck[1]:.1f}"
    tip = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners) + "Z"
    return Arrow(line, tip, round(width, 1), colour)


def _render(view: View, frame: Window, identifier: str, **marks: Any) -> str:
    shapes = projected(
        np.asarray(view.units.geometry.to_numpy(), dtype=object), frame, TOLERANCE, coverage=True
    )
    picture = {
        "id": identifier,
        "compact": True,
        "base": BASE,
        "frame": frame,
        "background": background(view, frame, "fr", 2.5 * TOLERANCE),
        "units": [Shape("".join(path(shape) for shape in shapes), LAND)],
        "unit_border": "#d8d0bd",
        "patterns": [],
        "circles": [],
        "outline": path(shapely.coverage_union_all(shapes)),
        "group_line": "",
        "arrows": [],
        "dots": [],
    } | marks
    text = environment().get_template("still.svg.j2").render(picture)
    return "".join(part.strip() for part in text.splitlines())


def flows(view: View, *, title: str, description: str, identifier: str = "flows") -> str:
    """Return a thumbnail of the largest flows of the record as an SVG element."""
    frame = window(view.units, WIDTH)
    ends = _ends(view, frame)
    table = largest_flows(view)
    largest = float(table["value"].max()) if len(table) else 1.0
    arrows = [
        bent(ends[origin], ends[destination], 0.8 + 6.2 * float(value) / largest, FLOW_STYLES[kind].colour)
        for kind, origin, destination, value in zip(
            table["kind"], table["origin"], table["destination"], table["value"], strict=True
        )
    ]
    return _render(view, frame, identifier, arrows=arrows, title=title, description=description)


def sites(view: View, *, title: str, description: str, identifier: str = "sites") -> str:
    """Return a thumbnail of where sites are as an SVG element; sites without a position are left out."""
    frame = window(view.units, WIDTH)
    placed = view.sites.dropna(subset=["lon", "lat"])
    spots = {
        frame.point(float(lon), float(lat)) for lon, lat in zip(placed["lon"], placed["lat"], strict=True)
    }
    dots = [Dot(round(x, 1), round(y, 1)) for x, y in sorted(spots)]
    return _render(view, frame, identifier, dots=dots, title=title, description=description)
