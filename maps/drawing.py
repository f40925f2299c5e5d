"""Units as short SVG paths, for pages without Leaflet and for readers without script."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import numpy as np
import numpy.typing as npt
import shapely

from maps import encode_geometry, palette
from maps.payload import PLAIN
from maps.sides import side_of
from maps.still_slice import SliceFigures
from tracker.view import View

TOLERANCE = 0.035  # degrees: about a pixel of a drawing 700 pixels wide
STEP = 0.03
COARSE, COARSE_STEP = 0.09, 0.07
HATCHED = ("no_data", "not_assessed", "suppressed")

Floats = npt.NDArray[np.float64]


class Drawing:
    """The units as short SVG paths in whole steps of a plate carrée that is true at mid latitude."""

    def __init__(self, view: View, tolerance: float = TOLERANCE, step: float = STEP) -> None:
        west, south, east, north = view.units.total_bounds
        stretch = float(np.cos(np.radians((south + north) / 2)))
        self.step: Callable[[Floats], Floats] = lambda xy: np.round(
            np.column_stack([(xy[:, 0] - west) * stretch, north - xy[:, 1]]) / step
        )
        self.width, self.height = int((east - west) * stretch / step) + 2, int((north - south) / step) + 2
        shapes = encode_geometry.simplified(view.units.geometry.to_numpy(), tolerance)
        self.paths = [self.path(shapely.get_rings(shapely.get_parts(shape)), closed=True) for shape in shapes]
        self.split = self._split(view, shapes)

    def path(self, lines: npt.NDArray[np.object_], *, closed: bool) -> str:
        """Return rings or lines as one path text of relative moves."""
        found = []
        for line in lines:
            points = self.step(shapely.get_coordinates(line)).astype(int)
            points = points[np.append(True, np.any(np.diff(points, axis=0) != 0, axis=1))]
            if len(points) > (3 if closed else 1):
                moves = np.diff(points[:-1] if closed else points, axis=0)
                body = " ".join(f"{x} {y}" for x, y in moves.tolist()).replace(" -", "-")
                found.append(f"M{points[0][0]} {points[0][1]}l{body}" + ("z" if closed else ""))
        return "".join(found)

    def _split(self, view: View, shapes: npt.NDArray[np.object_]) -> str:
        """Return the line between the groups of the first grouping; empty without one."""
        for grouping in view.groupings.values():
            side = side_of(view, grouping)
            of = np.array([side.get(str(code), "") for code in view.units["pcode"]])
            joined = [shapely.coverage_union_all(shapes[of == name]) for name in sorted(set(of))]
            if len(joined) > 1:
                line = shapely.line_merge(
                    shapely.intersection(shapely.boundary(joined[0]), shapely.boundary(joined[1]))
                )
                parts = [one for one in shapely.get_parts(line) if one.geom_type == "LineString"]
                return self.path(np.array(parts, dtype=object), closed=False)
        return ""


def fills(figures: SliceFigures, colours: list[str], prefix: str = "p-") -> list[str]:
    """Return the fill of each unit in the opened slice, as the drawing shows it without script."""
    found = []
    for status, place in zip(figures.rows["value_status"], figures.rows["class_index"], strict=True):
        if status in HATCHED:
            found.append(f"url(#{prefix}{status})")
        elif place == 0 or status == "zero":
            found.append("#fff")
        else:
            found.append(colours[place - 1] if place > 0 else PLAIN)
    return found


def patterns(prefix: str) -> list[str]:
    """Return the hatch patterns of `fills`, as SVG; ids start with `prefix`."""
    return [palette.svg_pattern(palette.STATUS_STYLES[name], f"{prefix}{name}") for name in HATCHED]


def coarse_svg(view: View, figures: SliceFigures, colours: list[str], title: str) -> str:
    """Return a small picture of many units: one path for each fill, coarse, without names."""
    drawing = Drawing(view, COARSE, COARSE_STEP)
    by_fill: dict[str, list[str]] = {}
    for path, fill in zip(drawing.paths, fills(figures, colours, "still-"), strict=True):
        by_fill.setdefault(fill, []).append(path)
    paths = "".join(f'<path fill="{fill}" d="{"".join(parts)}"/>' for fill, parts in sorted(by_fill.items()))
    return (
        f'<svg viewBox="0 0 {drawing.width} {drawing.height}" width="640" role="img">'
        f"<title>{escape(title)}</title>"
        f'<defs>{"".join(patterns("still-"))}</defs><g stroke="#fff" stroke-width=".3">{paths}</g></svg>'
    )
