"""Repairs of polygon layers, each by a rule that is declared, listed and reported; never silently."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import shapely

from geodata.boundaries.checks import Fault, areas_km2, check_layer, rules
from geodata.errors import BoundaryError
from geodata.how_many import how_many

_MENDS = {
    "geometry_invalid": "make_valid",
    "sliver": "drop_slivers",
    "overlap": "coverage_clean",
    "gap": "coverage_clean",
    "edges_unmatched": "coverage_clean",
}


def repair(frame: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, list[Fault]]:
    """Return the layer as a valid coverage (EPSG:4326), and every fault met with the rule that mended it.

    Layers without a fault come back unchanged.  Raises ``BoundaryError`` when a fault outlives the
    declared rules.
    """
    met: list[Fault] = []
    for _ in range(3):  # making a ring valid uncovers the overlaps that an invalid ring hides
        found = check_layer(frame)
        if not found:
            return frame, met
        if unmendable := [fault for fault in found if fault.code not in _MENDS]:
            raise BoundaryError(f"{unmendable[0].place}: {unmendable[0].message}; no repair rule covers this")
        met += [replace(fault, repair=_MENDS[fault.code]) for fault in found]
        frame = _mended(frame, {_MENDS[fault.code] for fault in found})
    left = check_layer(frame)
    if left:
        places = ", ".join(f"{fault.place}: {fault.message}" for fault in left[:3])
        raise BoundaryError(
            f"{how_many(len(left), 'fault')} left after the repair rules ({places}); nothing was stored"
        )
    return frame, met


def _mended(frame: gpd.GeoDataFrame, needed: set[str]) -> gpd.GeoDataFrame:
    shapes = frame.geometry.to_numpy()
    if "make_valid" in needed:
        shapes = np.array([_polygons(shapely.make_valid(shape)) for shape in shapes], dtype="object")
    if "drop_slivers" in needed:
        shapes = np.array([_without_slivers(shape) for shape in shapes], dtype="object")
    if "coverage_clean" in needed or "drop_slivers" in needed:
        width = rules()["repair"]["gap_width_degrees"]
        shapes = shapely.coverage_clean(shapes, gap_width=width)
    return frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=frame.crs))


def _polygons(shape: shapely.Geometry) -> shapely.Geometry:
    parts = shapely.get_parts(shapely.get_parts(shape))
    polygons = [part for part in parts if part.geom_type == "Polygon"]
    return polygons[0] if len(polygons) == 1 else shapely.multipolygons(polygons)


def _without_slivers(shape: shapely.Geometry) -> shapely.Geometry:
    parts = shapely.get_parts(shape)
    if len(parts) < 2:
        return shape
    kept = parts[areas_km2(parts) >= rules()["check"]["sliver_km2"]]
    return kept[0] if len(kept) == 1 else shapely.multipolygons(list(kept))
