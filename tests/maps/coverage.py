"""Synthetic Mali-like coverages: the Natural Earth outline, cut, with fractal shared edges.

Nine units are the real regions.  More units are a Voronoi cut of the outline whose edges are
densified and then warped by a map of the plane with a Lipschitz constant below one: a
homeomorphism, so neighbours keep exactly the same edge and nothing overlaps.
"""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

REGIONS = Path(__file__).with_name("natural_earth_regions.geojson")
VERTICES = {50: 50_000, 700: 161_000}  # polygon vertices of COD-AB at 50 cercles and 700 communes
OCTAVES = 9


def regions() -> gpd.GeoDataFrame:
    """Return the nine units of Natural Earth 1:10m, about 2013 (pcode, name, geometry)."""
    frame = gpd.read_file(REGIONS)
    return frame.set_geometry("geometry").sort_values("pcode", ignore_index=True)


def _warp(xy: np.ndarray) -> np.ndarray:
    """Return the points moved by sums of sines whose slopes add up to less than one."""
    rng = np.random.default_rng(2012)
    moved = xy.copy()
    for octave in range(OCTAVES):
        frequency = 3.0 * 2.0**octave
        for axis in (0, 1):
            a, b, phase = rng.normal(), rng.normal(), rng.uniform(0, 2 * np.pi)
            slope = 0.85 / OCTAVES / np.hypot(a, b)
            wave = np.sin(frequency * (a * xy[:, 0] + b * xy[:, 1]) + phase)
            moved[:, axis] += slope / frequency * wave
    return moved


def _cells(outline: shapely.Polygon, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return `count` seeds inside the outline, denser in the south, and their cut of it."""
    rng = np.random.default_rng(count)
    west, south, east, north = outline.bounds
    seeds: list[tuple[float, float]] = []
    while len(seeds) < count:
        x = rng.uniform(west, east)
        y = south + (north - south) * rng.beta(1.2, 2.4)
        if shapely.contains_xy(outline, x, y):
            seeds.append((x, y))
    points = np.array(seeds)
    lines = shapely.voronoi_polygons(shapely.multipoints(points), extend_to=outline, only_edges=True)
    cells = shapely.get_parts(shapely.polygonize([shapely.unary_union([lines, outline.boundary])]))
    cells = cells[shapely.contains(outline, shapely.point_on_surface(cells))]
    return points, shapely.get_parts(shapely.unary_union(shapely.boundary(cells)))


def subdivision(count: int, vertices: int | None = None) -> gpd.GeoDataFrame:
    """Return a valid coverage of `count` units with about `vertices` polygon vertices (EPSG:4326)."""
    outline = shapely.union_all(regions().geometry.to_numpy())
    outline = max(shapely.get_parts(outline), key=shapely.area)
    points, lines = _cells(outline, count)
    wanted = vertices or VERTICES.get(count, 200 * count)
    length = float(shapely.length(lines).sum()) * 2
    lines = shapely.transform(shapely.segmentize(lines, length / wanted), _warp)
    pieces = shapely.get_parts(shapely.polygonize(lines))
    seeds = shapely.points(_warp(points))
    owner = shapely.STRtree(seeds).nearest(shapely.point_on_surface(pieces))
    seed, piece = shapely.STRtree(pieces).query(seeds, predicate="intersects")
    owner[piece] = seed
    frame = gpd.GeoDataFrame({"owner": owner}, geometry=list(pieces), crs=4326)
    return frame.dissolve("owner", method="coverage").reset_index()
