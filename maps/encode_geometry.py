"""A coverage as arcs sent once: neighbours share their border, rings refer to arcs.

The coordinates are whole steps of a grid.  A vertex is a junction where the rings through it do
not all come from and go to the same two neighbours; between junctions runs an arc.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from maps.encode import Integers, text, zigzag


@dataclass(frozen=True)
class Arcs:
    """Encoded coverage: `arcs` holds the points, `rings` how each unit uses them."""

    west: float
    south: float
    step: float
    arcs: str
    rings: str

    def record(self) -> dict[str, object]:
        """Return what the page decodes; coordinates are degrees of EPSG:4326."""
        grid = [round(self.west, 6), round(self.south, 6), self.step]
        return {"grid": grid, "arcs": self.arcs, "rings": self.rings}


def simplified(geometry: np.ndarray, tolerance: float) -> np.ndarray:
    """Return the coverage with fewer vertices; neighbours never part (tolerance in degrees)."""
    if not shapely.coverage_is_valid(geometry):
        geometry = np.asarray(shapely.coverage_clean(geometry))
    simpler = shapely.coverage_simplify(geometry, tolerance)
    lost = shapely.is_empty(simpler)
    return np.where(lost, geometry, simpler)


def _rings(geometry: np.ndarray, grid: tuple[float, float, float]) -> list[tuple[int, Integers]]:
    """Return (unit, points on the grid) of every ring, open, without repeated points."""
    west, south, step = grid
    found = []
    for unit, shape in enumerate(geometry):
        rings = shapely.get_rings(shapely.get_parts(shape))
        kept = []
        for ring in rings:
            xy = shapely.get_coordinates(ring)[:-1]
            points = np.round((xy - (west, south)) / step).astype(np.int64)
            fresh = np.any(points != np.roll(points, 1, axis=0), axis=1)
            if fresh.sum() >= 3:
                kept.append(points[fresh])
        if not kept and len(rings):
            xy = shapely.get_coordinates(rings[0])[:3]
            kept = [np.round((xy - (west, south)) / step).astype(np.int64)]
        found += [(unit, points) for points in kept]
    return found


def _junctions(ids: list[Integers]) -> set[int]:
    every = np.concatenate(ids)
    before = np.concatenate([np.roll(ring, 1) for ring in ids])
    after = np.concatenate([np.roll(ring, -1) for ring in ids])
    pair = np.minimum(before, after) * (every.max() + 1) + np.maximum(before, after)
    order = np.lexsort((pair, every))
    same_vertex = every[order][1:] == every[order][:-1]
    differs = pair[order][1:] != pair[order][:-1]
    return set(every[order][1:][same_vertex & differs].tolist())


def _pieces(ring: Integers, junctions: set[int]) -> list[Integers]:
    """Cut a ring of vertex ids at its junctions; a ring without any starts at its smallest id."""
    cuts = [index for index, vertex in enumerate(ring.tolist()) if vertex in junctions]
    if not cuts:
        start = int(ring.argmin())
        turned = np.roll(ring, -start)
        return [np.append(turned, turned[0])]
    turned = np.roll(ring, -cuts[0])
    turned = np.append(turned, turned[0])
    ends = [cut - cuts[0] for cut in cuts[1:]] + [len(ring)]
    starts = [0, *ends[:-1]]
    return [turned[start : end + 1] for start, end in zip(starts, ends, strict=True)]


def encode(geometry: np.ndarray, step: float) -> Arcs:
    """Return the coverage on a grid of `step` degrees, every shared border once.

    `geometry` holds valid polygons or multipolygons in EPSG:4326, one for each unit, in order.
    Rings are listed per unit; filled by the even-odd rule they give parts and holes alike.
    """
    west, south = np.min(shapely.bounds(geometry)[:, :2], axis=0).tolist()
    west, south = np.floor(west / step) * step, np.floor(south / step) * step
    rings = _rings(geometry, (west, south, step))
    points = np.concatenate([ring for _, ring in rings])
    vertices, inverse = np.unique(points, axis=0, return_inverse=True)
    ids = np.split(inverse.ravel(), np.cumsum([len(ring) for _, ring in rings])[:-1])
    junctions = _junctions(ids)
    known: dict[bytes, int] = {}
    used: list[Integers] = []
    stream: list[int] = []
    at = 0
    for unit in range(len(geometry)):
        mine = []
        while at < len(rings) and rings[at][0] == unit:
            mine.append(_pieces(ids[at], junctions))
            at += 1
        stream.append(len(mine))
        for pieces in mine:
            stream.append(len(pieces))
            stream += [_reference(piece, known, used) for piece in pieces]
    return Arcs(west, south, step, _points([vertices[arc] for arc in used]), text(stream))


def _reference(piece: Integers, known: dict[bytes, int], used: list[Integers]) -> int:
    """Return 0 for a new arc, else 1 + 2 × distance back, plus one more when it runs backwards."""
    for backwards, way in ((False, piece), (True, piece[::-1])):
        index = known.get(way.tobytes())
        if index is not None:
            return 1 + 2 * (len(used) - 1 - index) + backwards
    known[piece.tobytes()] = len(used)
    used.append(piece)
    return 0


def _points(arcs: list[Integers]) -> str:
    """Return each arc as its number of points, then differences; the first from the last arc's end."""
    flat = np.concatenate(arcs)
    lengths = np.array([len(arc) for arc in arcs])
    steps = zigzag(np.diff(flat, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))).ravel()
    starts = 2 * (np.cumsum(lengths) - lengths)
    return text(np.insert(steps, starts, lengths))


def encode_lines(lines: np.ndarray, step: float, west: float, south: float) -> str:
    """Return line strings (EPSG:4326) on a grid, as `static/decode.js` reads arcs."""
    arcs = []
    for line in shapely.get_parts(lines):
        xy = shapely.get_coordinates(line)
        points = np.round((xy - (west, south)) / step).astype(np.int64)
        fresh = np.append(True, np.any(np.diff(points, axis=0) != 0, axis=1))
        if fresh.sum() > 1:
            arcs.append(points[fresh])
    return _points(arcs) if arcs else ""
