"""The quiet background: neighbours, sea, rivers and lakes, sent coarsely and once."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from maps import encode_geometry
from tracker.view import View

MARGIN = (9.0, 5.0)  # degrees beyond the units, east-west and north-south: what a wide screen shows
LABEL_MARGIN = 2.6
TOLERANCE = 0.035
STEP = 0.02
SMALLEST_SEA = 0.5  # square degrees; less is a sliver between two simplified outlines
NAMED_NORTH_OF = {"MAR": 27.67}
"""Latitude (degrees) south of which a country's name never stands: Western Sahara is a territory of its
own in the list of the United Nations, whoever the outline gives its west to."""
SEA_WEST_OF = -3.0  # the background holds only countries near Mali: an empty east is not an ocean


def _window(view: View) -> tuple[float, float, float, float]:
    west, south, east, north = view.units.total_bounds
    return (west - MARGIN[0], south - MARGIN[1], east + MARGIN[0], north + MARGIN[1])


def _cut(frame: gpd.GeoDataFrame, window: tuple[float, float, float, float]) -> gpd.GeoDataFrame:
    if frame.empty:
        return frame
    cut = frame.assign(geometry=shapely.clip_by_rect(frame.geometry.to_numpy(), *window))
    return cut[~shapely.is_empty(cut.geometry.to_numpy())]


def _polygons(shapes: np.ndarray) -> np.ndarray:
    """Return only the polygonal parts, one multipolygon for each shape."""
    return np.array(
        [shapely.multipolygons([p for p in shapely.get_parts(s) if p.geom_type == "Polygon"]) for s in shapes]
    )


def nameable(countries: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the countries as far as their own names may stand in them; some are left empty."""
    south = countries["iso3"].map(NAMED_NORTH_OF).fillna(-90.0).to_numpy(dtype=float)
    return countries.set_geometry(
        shapely.intersection(countries.geometry.to_numpy(), shapely.box(-180.0, south, 180.0, 90.0)),
        crs=countries.crs,
    )


def _names(view: View, countries: gpd.GeoDataFrame) -> list[dict[str, object]]:
    west, south, east, north = view.units.total_bounds
    near = shapely.box(west - LABEL_MARGIN, south - LABEL_MARGIN, east + LABEL_MARGIN, north + LABEL_MARGIN)
    found: list[dict[str, object]] = []
    for row in nameable(countries).itertuples(index=False):
        if row.iso3 == view.edition.country:
            continue
        parts = shapely.get_parts(shapely.intersection(row.geometry, near))
        if not len(parts) or shapely.area(parts).max() < 0.8:
            continue
        largest = parts[shapely.area(parts).argmax()]
        at = shapely.point_on_surface(largest)
        found.append({"names": [row.name_fr, row.name_en], "at": [round(at.y, 2), round(at.x, 2)]})
    return found


def record(view: View) -> dict[str, object]:
    """Return the background as encoded lines and rings on a coarse grid of degrees."""
    window = _window(view)
    west, south = np.floor(window[0]), np.floor(window[1])
    countries = _cut(view.context.countries, window)
    found: dict[str, object] = {"grid": [west, south, STEP], "countries": "", "sea": "", "names": []}
    if len(countries):
        shapes = encode_geometry.simplified(_polygons(countries.geometry.to_numpy()), TOLERANCE)
        land = shapely.union_all([*shapes, shapely.coverage_union_all(view.units.geometry.to_numpy())])
        east, north = countries.total_bounds[2:]
        frame = shapely.box(window[0] - MARGIN[0], countries.total_bounds[1], east, north)
        sea = shapely.get_parts(shapely.difference(frame, land))
        sea = sea[
            (shapely.get_x(shapely.point_on_surface(sea)) < SEA_WEST_OF) & (shapely.area(sea) > SMALLEST_SEA)
        ]
        home = [place for place, code in enumerate(countries["iso3"]) if code == view.edition.country]
        arcs = encode_geometry.encode(shapes, STEP).record()
        found["countries"] = arcs | {"count": len(shapes), "home": home}
        if len(sea):
            found["sea"] = encode_geometry.encode(sea, STEP).record() | {"count": len(sea)}
        found["names"] = _names(view, countries)
    for name, frame in (("rivers", view.context.rivers), ("lakes", view.context.lakes)):
        cut = _cut(frame, window)
        lines = shapely.simplify(cut.geometry.to_numpy(), TOLERANCE) if len(cut) else np.array([])
        if name == "lakes" and len(cut):
            lines = shapely.get_exterior_ring(shapely.get_parts(lines))
        found[name] = encode_geometry.encode_lines(lines, STEP, west, south) if len(cut) else ""
    return found
