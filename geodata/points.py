"""Positions placed in units: every point in exactly one, or reported with its distance to the border.

A point inside a polygon belongs to it; a point on a border belongs to the unit with the lowest
P-code among those it touches, so that no join doubles or loses it and two runs agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyproj
import shapely

from geodata.editions import geometry
from geodata.storage import layer_path

Degrees = npt.NDArray[np.float64]
NO_UNIT = -1
_ON_THE_GLOBE = pyproj.Geod(ellps="WGS84")
_SOUND = (None, None, pd.NA)
EXAMINED = ["pcode", "problem_code", "problem_message", "distance_km"]


@dataclass(frozen=True)
class Units:
    """The polygons of one level, ordered by P-code and prepared for many points."""

    pcodes: npt.NDArray[np.object_]
    shapes: npt.NDArray[np.object_]
    bounds: Degrees
    tree: shapely.STRtree


def place(
    lon: npt.ArrayLike, lat: npt.ArrayLike, edition_id: str, level: int, home: Path | None = None
) -> npt.NDArray[np.object_]:
    """Return the P-code each position (degrees, EPSG:4326) lies in, None outside or where missing.

    Raises ``BoundaryError`` when the edition has no geometry at the level here.
    """
    known = _units(edition_id, level, home, _stamp(edition_id, level, home))
    labels: npt.NDArray[np.object_] = np.array([*known.pcodes, None], dtype="object")
    return labels[label(np.asarray(lon, dtype="float64"), np.asarray(lat, dtype="float64"), known)]


def label(lon: Degrees, lat: Degrees, known: Units) -> npt.NDArray[np.intp]:
    """Return the position in `known` of the unit each point lies in, -1 for none.

    The points are sorted by longitude once, so that each polygon looks only at those between its
    sides; this needs memory for the points alone.  The polygons take their turn in the order of
    their P-codes, which gives a point on a border to the lowest.
    """
    order = np.argsort(lon, kind="stable")
    order = order[: np.count_nonzero(~np.isnan(lon))]
    sorted_lon, sorted_lat = lon[order], lat[order]
    found = np.full(len(order), NO_UNIT, dtype=np.intp)
    west = np.searchsorted(sorted_lon, known.bounds[:, 0], side="left")
    east = np.searchsorted(sorted_lon, known.bounds[:, 2], side="right")
    for number, shape in enumerate(known.shapes):
        between = slice(west[number], east[number])
        south, north = known.bounds[number, 1], known.bounds[number, 3]
        near = np.flatnonzero((sorted_lat[between] >= south) & (sorted_lat[between] <= north)) + west[number]
        near = near[found[near] == NO_UNIT]
        if len(near):
            touched = shapely.intersects_xy(shape, sorted_lon[near], sorted_lat[near])
            found[near[touched]] = number
    labels = np.full(len(lon), NO_UNIT, dtype=np.intp)
    labels[order] = found
    return labels


def examine(
    lon: pd.Series, lat: pd.Series, edition_id: str, level: int, home: Path | None = None
) -> pd.DataFrame:
    """Return, per position in degrees, its unit or what is wrong with it.

    Columns pcode, problem_code, problem_message, distance_km (to the nearest border, outside
    only).  Problems: coordinates_missing, coordinates_swapped, longitude_sign, outside_country.
    Nothing is mended: the message says where the mended point would lie.
    """
    x, y = lon.to_numpy(dtype="float64", na_value=np.nan), lat.to_numpy(dtype="float64", na_value=np.nan)
    pcodes = place(x, y, edition_id, level, home)
    rows: list[tuple[Any, ...]] = []
    for pcode, this_lon, this_lat in zip(pcodes, x, y, strict=True):
        fault = _fault(float(this_lon), float(this_lat), edition_id, level, home) if pcode is None else _SOUND
        rows.append((pcode, *fault))
    table = pd.DataFrame(rows, columns=EXAMINED, index=lon.index)
    table["distance_km"] = table["distance_km"].astype("Float64")
    return table


def _fault(lon: float, lat: float, edition_id: str, level: int, home: Path | None) -> tuple[Any, ...]:
    if np.isnan(lon) or np.isnan(lat):
        return "coordinates_missing", "latitude or longitude is missing", pd.NA
    mended = {
        ("coordinates_swapped", "latitude and longitude look swapped"): (lat, lon),
        ("longitude_sign", "the longitude looks as if its sign (West is negative) were lost"): (-lon, lat),
    }
    for (code, words), (x, y) in mended.items():
        unit = place([x], [y], edition_id, level, home)[0]
        if unit is not None:
            return code, f"{words}: {lat}, {lon} lies outside Mali; as {y}, {x} it would lie in {unit}", pd.NA
    distance, unit = distance_to_border(lon, lat, edition_id, level, home)
    message = f"{lat}, {lon} lies outside Mali, {distance:,.1f} km from the border of {unit}"
    return "outside_country", message, round(distance, 3)


def distance_to_border(
    lon: float, lat: float, edition_id: str, level: int, home: Path | None = None
) -> tuple[float, str]:
    """Return the distance in km from a point outside to the nearest unit, and that unit's P-code."""
    known = _units(edition_id, level, home, _stamp(edition_id, level, home))
    point = shapely.Point(lon, lat)
    nearest = int(known.tree.nearest(point))
    there = shapely.shortest_line(point, known.shapes[nearest]).coords[1]
    metres = _ON_THE_GLOBE.inv(lon, lat, there[0], there[1])[2]
    return float(metres) / 1000, str(known.pcodes[nearest])


def prepared(frame: gpd.GeoDataFrame) -> Units:
    """Return polygons (columns pcode, geometry; EPSG:4326) made ready for `label`."""
    frame = frame.sort_values("pcode", ignore_index=True)
    shapes = frame.geometry.to_numpy()
    shapely.prepare(shapes)
    return Units(
        frame["pcode"].to_numpy(dtype="object"), shapes, shapely.bounds(shapes), shapely.STRtree(shapes)
    )


def _stamp(edition_id: str, level: int, home: Path | None) -> int:
    path = layer_path(home, edition_id, level, "full") if home else None
    return path.stat().st_mtime_ns if path and path.is_file() else 0


@lru_cache(maxsize=8)
def _units(edition_id: str, level: int, home: Path | None, changed: int) -> Units:
    return prepared(geometry(edition_id, level, home, resolution="full"))
