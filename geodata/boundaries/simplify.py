"""Lighter polygons for the web: neighbours keep every vertex of their common border in common."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import shapely

from geodata.boundaries.checks import rules
from geodata.errors import BoundaryError


def zoom_tolerances() -> dict[int, float]:
    """Return the declared tolerance in degrees per web-map zoom."""
    table = rules()["simplify"]["zoom_tolerance_degrees"]
    return {int(zoom): float(tolerance) for zoom, tolerance in table.items()}


def simplified(layers: dict[int, gpd.GeoDataFrame], zoom: int | None = None) -> dict[int, gpd.GeoDataFrame]:
    """Return the layers of one edition (EPSG:4326) simplified for a zoom, the declared web zoom by default.

    The finest level is simplified with ``shapely.coverage_simplify``; coarser ones are dissolved
    from it, so that the borders of all levels coincide.  Raises ``BoundaryError`` when a layer is
    no valid coverage, and when a unit would vanish.
    """
    tolerance = zoom_tolerances()[rules()["simplify"]["web"] if zoom is None else zoom]
    finest = max(layers)
    result = {finest: _simplified(layers[finest], tolerance)}
    for level in sorted(layers, reverse=True)[1:]:
        result[level] = dissolved(result[level + 1], layers[level])
    return result


def dissolved(finer: gpd.GeoDataFrame, units: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return `units` (columns pcode and more) with the polygons of their parts in `finer` merged."""
    shapes = finer[["parent_pcode", "geometry"]].dissolve("parent_pcode", method="coverage")["geometry"]
    missing = sorted(set(units["pcode"]) - set(shapes.index))
    if missing:
        raise BoundaryError(f"units {missing[:5]} have no parts at the level below to be dissolved from")
    columns = [name for name in units.columns if name != "geometry"]
    merged = shapes.loc[units["pcode"]].to_numpy()
    return gpd.GeoDataFrame(units[columns].copy(), geometry=merged, crs=finer.crs)


def _simplified(layer: gpd.GeoDataFrame, tolerance: float) -> gpd.GeoDataFrame:
    shapes = layer.geometry.to_numpy()
    if not shapely.coverage_is_valid(shapes):
        raise BoundaryError("the polygons do not share their borders; repair the layer before simplifying it")
    simpler = shapely.coverage_simplify(shapes, tolerance)
    if shapely.is_empty(simpler).any():
        gone = layer.loc[shapely.is_empty(simpler), "name"]
        raise BoundaryError(f"{', '.join(gone)} would vanish at a tolerance of {tolerance} degrees")
    return layer.set_geometry(gpd.GeoSeries(simpler, index=layer.index, crs=layer.crs))
