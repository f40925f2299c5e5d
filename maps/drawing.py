"""Units as short SVG paths, for pages without Leaflet and for readers without script."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import shapely

from maps import encode_geometry, palette
from maps.sides import line_between
from tracker.view import View

TOLERANCE = 0.035  # degrees: about a pixel of a drawing 700 pixels wide
STEP = 0.03
HATCHED = ("no_data", "not_assessed", "suppressed")

Floats = npt.NDArray[np.float64]


class Drawing:
    """The units as short SVG paths in whole steps of a plate carrée that is true at mid latitude.

    `shapes` are the same as geometries, in steps, x to the right and y down.
    """

    def __init__(self, view: View) -> None:
        west, south, east, north = view.units.total_bounds
        stretch = float(np.cos(np.radians((south + north) / 2)))
        self.step: Callable[[Floats], Floats] = lambda xy: np.round(
            np.column_stack([(xy[:, 0] - west) * stretch, north - xy[:, 1]]) / STEP
        )
        self.width, self.height = int((east - west) * stretch / STEP) + 2, int((north - south) / STEP) + 2
        shapes = encode_geometry.simplified(view.units.geometry.to_numpy(), TOLERANCE)
        self.shapes = list(shapely.transform(shapes, self.step))
        self.paths = [self.path(shapely.get_rings(shapely.get_parts(shape)), closed=True) for shape in shapes]
        found = line_between(view, shapes)
        self.split = self.path(shapely.get_parts(found.line), closed=False) if found else ""

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


def patterns(prefix: str) -> dict[str, str]:
    """Return by name the hatch patterns that the script of a small page fills units with, as SVG.

    Their ids start with `prefix`.
    """
    return {name: palette.svg_hatch(palette.STATUS_STYLES[name], f"{prefix}{name}") for name in HATCHED}
