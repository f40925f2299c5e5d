"""From degrees to the pixels of a still picture: window, projection, short path texts."""

from __future__ import annotations

import math
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

KM_PER_DEGREE = 111.195  # mean radius 6371.0088 km


@dataclass(frozen=True)
class Window:
    """Plate carrée true to scale at the middle latitude; x to the right and y down, in pixels."""

    west: float
    north: float
    scale: float  # pixels per degree of latitude
    stretch: float  # cosine of the middle latitude
    width: float
    height: float

    @property
    def pixels_per_km(self) -> float:
        """Return how many pixels a kilometre is long."""
        return self.scale / KM_PER_DEGREE

    def project(self, coordinates: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Return pixels of longitudes and latitudes in degrees, one row for each."""
        x = (coordinates[:, 0] - self.west) * self.stretch * self.scale
        y = (self.north - coordinates[:, 1]) * self.scale
        return np.column_stack([x, y])

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        """Return where one longitude and latitude lies, in pixels."""
        x, y = self.project(np.array([[lon, lat]], dtype=float))[0]
        return float(x), float(y)


def window(units: gpd.GeoDataFrame, width: float, margin: float = 0.04) -> Window:
    """Return the window that shows all units over `width` pixels, with a margin on each side."""
    west, south, east, north = (float(edge) for edge in units.total_bounds)
    stretch = math.cos(math.radians((south + north) / 2))
    pad = margin * max((east - west) * stretch, north - south)
    across = (east - west) * stretch + 2 * pad
    scale = width / across
    return Window(
        west - pad / stretch, north + pad, scale, stretch, width, math.ceil((north - south + 2 * pad) * scale)
    )


def projected(
    shapes: npt.NDArray[np.object_], frame: Window, tolerance: float, *, coverage: bool = False
) -> npt.NDArray[np.object_]:
    """Return shapes in pixels, simplified to `tolerance` pixels; a coverage keeps its shared edges."""
    drawn = shapely.transform(shapes, frame.project)
    if coverage:
        return np.asarray(shapely.coverage_simplify(drawn, tolerance), dtype=object)
    return np.asarray(shapely.simplify(drawn, tolerance), dtype=object)


def clipped(shapes: npt.NDArray[np.object_], frame: Window, margin: float = 4.0) -> npt.NDArray[np.object_]:
    """Return pixel shapes cut to the picture and a little beyond, so that no cut edge shows."""
    return np.asarray(
        shapely.clip_by_rect(shapes, -margin, -margin, frame.width + margin, frame.height + margin),
        dtype=object,
    )


def _short(tenths: int) -> str:
    """Return tenths of a pixel as the shortest decimal text."""
    whole, rest = divmod(abs(tenths), 10)
    sign = "-" if tenths < 0 else ""
    if not rest:
        return f"{sign}{whole}" if whole else "0"
    return f"{sign}{whole or ''}.{rest}"


def _ring(points: npt.NDArray[np.float64], *, closed: bool, whole: bool) -> str:
    tenths = np.rint(points).astype(int) * 10 if whole else np.rint(points * 10).astype(int)
    if closed:
        tenths = tenths[:-1]
    keep = np.ones(len(tenths), dtype=bool)
    keep[1:] = (np.diff(tenths, axis=0) != 0).any(axis=1)
    tenths = tenths[keep]
    if len(tenths) < (3 if closed else 2):
        return ""
    start = f"M{_short(int(tenths[0][0]))} {_short(int(tenths[0][1]))}"
    steps = []
    for dx, dy in np.diff(tenths, axis=0):
        down = _short(int(dy))
        joint = "" if down.startswith("-") else " "
        steps.append(f"{_short(int(dx))}{joint}{down}")
    line = steps[0]
    for step in steps[1:]:
        line += step if step.startswith("-") else f" {step}"
    return f"{start}l{line}{'z' if closed else ''}"


def path(shape: shapely.Geometry, *, whole: bool = False) -> str:
    """Return the SVG path text of a polygon or line, relative steps in tenths of a pixel or `whole` ones."""
    texts = []
    for part in shapely.get_parts(shape):
        kind = part.geom_type
        if kind == "Polygon":
            rings = [part.exterior, *part.interiors]
            texts += [_ring(shapely.get_coordinates(ring), closed=True, whole=whole) for ring in rings]
        elif kind in ("LineString", "LinearRing"):
            texts.append(_ring(shapely.get_coordinates(part), closed=False, whole=whole))
        elif kind in ("MultiPolygon", "MultiLineString", "GeometryCollection"):
            texts.append(path(part, whole=whole))
    return "".join(texts)


def scale_bar_km(frame: Window, target: float) -> int:
    """Return the longest round length (1, 2 or 5 times a power of ten) within `target` pixels."""
    longest = target / frame.pixels_per_km
    power = 10 ** math.floor(math.log10(longest))
    return int(max(step * power for step in (1, 2, 5) if step * power <= longest))
