"""What is wrong with a layer of polygons: each fault with its place and its area."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

EQUAL_AREA = "EPSG:6933"


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one unit or with the layer.

    `code` is one of name_misencoded, geometry_empty, geometry_invalid, overlap, gap, sliver,
    edges_unmatched, outside_parent, parent_unknown, area_unexpected, codes_translated.  `repair`
    names the rule that mended it, None while it stands.
    """

    code: str
    level: int
    pcode: str | None
    place: str | None
    message: str
    area_km2: float | None = None
    lon: float | None = None
    lat: float | None = None
    repair: str | None = None


@cache
def rules() -> dict[str, Any]:
    """Return the declared limits and repair rules."""
    return tomllib.loads(Path(__file__).with_name("rules.toml").read_text(encoding="utf-8"))


def check_layer(frame: gpd.GeoDataFrame, parents: gpd.GeoDataFrame | None = None) -> list[Fault]:
    """Return the faults of one level (columns pcode, name, level, parent_pcode, geometry; EPSG:4326).

    Areas are measured in EPSG:6933; the limits are those of ``rules.toml``.
    """
    faults = _empty(frame) or _invalid(frame)
    if faults:
        return faults + _slivers(frame)
    faults = _slivers(frame)
    if not shapely.coverage_is_valid(frame.geometry.to_numpy()):
        overlaps = _overlaps(frame)
        faults += overlaps or _unmatched_edges(frame)
    faults += _gaps(frame)
    if parents is not None:
        faults += _nesting(frame, parents)
    return faults


def areas_km2(shapes: Any, crs: Any = "EPSG:4326") -> np.ndarray:
    """Return equal-area sizes in km2."""
    series = gpd.GeoSeries(shapes, crs=crs).to_crs(EQUAL_AREA)
    return np.asarray(series.area, dtype="float64") / 1e6


def _fault(code: str, row: pd.Series, message: str, shape: Any = None, repair: str | None = None) -> Fault:
    area = lon = lat = None
    if shape is not None and not shape.is_empty:
        area = round(float(areas_km2([shape])[0]), 6)
        point = shape.representative_point()
        lon, lat = round(point.x, 5), round(point.y, 5)
    return Fault(code, int(row["level"]), row["pcode"], row["name"], message, area, lon, lat, repair)


def _empty(frame: gpd.GeoDataFrame) -> list[Fault]:
    shapes = frame.geometry
    bad = shapes.isna() | shapes.is_empty | ~shapes.geom_type.isin(["Polygon", "MultiPolygon"])
    return [_fault("geometry_empty", row, "has no polygon") for _, row in frame[bad].iterrows()]


def _invalid(frame: gpd.GeoDataFrame) -> list[Fault]:
    bad = frame[~frame.geometry.is_valid]
    reasons = shapely.is_valid_reason(bad.geometry.to_numpy())
    faults = []
    for (_, row), reason in zip(bad.iterrows(), reasons, strict=True):
        words, _, place = str(reason).partition("[")
        lon, lat = (float(part) for part in place.rstrip("]").split())
        faults.append(
            Fault(
                "geometry_invalid", int(row["level"]), row["pcode"], row["name"],
                f"{words.lower()} at {lat:.5f}, {lon:.5f}", None, round(lon, 5), round(lat, 5),
            )
        )  # fmt: skip
    return faults


def _slivers(frame: gpd.GeoDataFrame) -> list[Fault]:
    limit = rules()["check"]["sliver_km2"]
    faults = []
    for _, row in frame[frame.geometry.geom_type == "MultiPolygon"].iterrows():
        parts = shapely.get_parts(row["geometry"])
        for part, area in zip(parts, areas_km2(parts), strict=True):
            if area < limit:
                faults.append(_fault("sliver", row, f"a detached part of {area:.4f} km2", part))
    return faults


def _overlaps(frame: gpd.GeoDataFrame) -> list[Fault]:
    shapes = frame.geometry.to_numpy()
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    one, other = one[one < other], other[one < other]
    shared = shapely.intersection(shapes[one], shapes[other])
    areas = areas_km2(shared)
    limit = rules()["check"]["overlap_m2"] / 1e6
    faults = []
    for number in np.flatnonzero(areas > limit):
        row, second = frame.iloc[one[number]], frame.iloc[other[number]]
        message = f"overlaps {second['name']} ({second['pcode']}) by {areas[number]:.6f} km2"
        faults.append(_fault("overlap", row, message, shared[number]))
    return faults


def _unmatched_edges(frame: gpd.GeoDataFrame) -> list[Fault]:
    edges = shapely.coverage_invalid_edges(frame.geometry.to_numpy())
    faults = []
    for number in np.flatnonzero(~shapely.is_empty(edges)):
        length = gpd.GeoSeries([edges[number]], crs="EPSG:4326").to_crs(EQUAL_AREA).length.iloc[0]
        message = f"{length / 1000:.3f} km of border do not share the neighbour's vertices"
        faults.append(_fault("edges_unmatched", frame.iloc[number], message))
    return faults


def _gaps(frame: gpd.GeoDataFrame) -> list[Fault]:
    whole = shapely.union_all(frame.geometry.to_numpy())
    rings = [shapely.Polygon(ring) for part in shapely.get_parts(whole) for ring in part.interiors]
    limit = rules()["check"]["gap_m2"] / 1e6
    faults = []
    for hole, area in zip(rings, areas_km2(rings) if rings else [], strict=True):
        if area > limit:
            near = frame.iloc[int(shapely.STRtree(frame.geometry.to_numpy()).nearest(hole))]
            faults.append(_fault("gap", near, f"a hole of {area:.6f} km2 beside it", hole))
    return faults


def _nesting(frame: gpd.GeoDataFrame, parents: gpd.GeoDataFrame) -> list[Fault]:
    shapes = dict(zip(parents["pcode"], parents.geometry, strict=True))
    names = dict(zip(parents["pcode"], parents["name"], strict=True))
    faults = []
    known = frame["parent_pcode"].isin(list(shapes))
    for _, row in frame[~known].iterrows():
        faults.append(_fault("parent_unknown", row, f"its parent {row['parent_pcode']} is not in the file"))
    inside = frame[known]
    over = shapely.difference(
        inside.geometry.to_numpy(),
        np.array([shapes[code] for code in inside["parent_pcode"]], dtype="object"),
    )
    areas = areas_km2(over)
    for number in np.flatnonzero(areas > rules()["check"]["nesting_km2"]):
        row = inside.iloc[number]
        message = f"{areas[number]:.4f} km2 lie outside its parent {names[row['parent_pcode']]}"
        faults.append(_fault("outside_parent", row, message, over[number]))
    return faults
