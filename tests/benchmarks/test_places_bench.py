"""How much the care about places costs: measured against the plain way, in the same run.

Run with ``pytest tests/benchmarks/test_places_bench.py``; it needs the real boundaries of
``../shared``.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from geodata.boundaries.adding import add
from geodata.editions import geometry, units
from geodata.match import PlaceIndex
from geodata.points import label, prepared

MILLION = 1_000_000
INDEX = PlaceIndex("cod-ab-2021")


def best_of(run: Callable[[], object], times: int = 3) -> float:
    """Return the shortest of some runs in seconds, which load on the machine disturbs least."""
    durations = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        durations.append(time.perf_counter() - start)
    return min(durations)


def reported(level: int) -> pd.DataFrame:
    """Return a million rows naming units of the level and their parents."""
    known = units("cod-ab-2021", level)
    picked = np.random.default_rng(level).integers(0, len(known), MILLION)
    return known[["name", "parent_pcode"]].take(picked).reset_index(drop=True)


@pytest.mark.parametrize("level", [2, 3])
def test_matching_a_million_names_costs_at_most_three_plain_merges(benchmark: object, level: int) -> None:
    """Acceptance 7 of the places."""
    rows = reported(level)
    known = units("cod-ab-2021", level)[["name", "parent_pcode", "pcode"]]

    def merged() -> pd.DataFrame:
        return rows.merge(known, on=["name", "parent_pcode"], how="left")

    def matched() -> pd.DataFrame:
        return INDEX.match_many(rows["name"], None, level, rows["parent_pcode"])

    plain = best_of(merged)
    result = benchmark.pedantic(matched, rounds=3, warmup_rounds=1)  # type: ignore[attr-defined]
    ours = benchmark.stats.stats.min  # type: ignore[attr-defined]
    benchmark.extra_info["merges"] = round(ours / plain, 2)  # type: ignore[attr-defined]
    assert (result["pcode"].to_numpy() == merged()["pcode"].to_numpy()).all()
    assert ours <= 3 * plain, f"{ours:.2f} s against {plain:.2f} s for a merge"


@pytest.fixture(scope="module")
def communes(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> gpd.GeoDataFrame:
    home = tmp_path_factory.mktemp("home")
    add(shared / "geodata" / "cod_ab_20211220", "cod-ab-2021", home)
    return geometry("cod-ab-2021", 3, home, "full")


def positions() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(5)
    return rng.uniform(-12.3, 4.3, MILLION), rng.uniform(10.0, 25.0, MILLION)


@pytest.mark.shared
def test_placing_a_million_points_is_three_times_faster_than_sjoin(
    benchmark: object, communes: gpd.GeoDataFrame
) -> None:
    """Acceptance 7 of the places."""
    lon, lat = positions()

    def joined() -> gpd.GeoDataFrame:
        points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon, lat), crs="EPSG:4326")
        return gpd.sjoin(points, communes[["pcode", "geometry"]], how="left")

    def placed() -> np.ndarray:
        return label(lon, lat, prepared(communes))

    plain = best_of(joined, times=2)
    labels = benchmark.pedantic(placed, rounds=3, warmup_rounds=1)  # type: ignore[attr-defined]
    ours = benchmark.stats.stats.min  # type: ignore[attr-defined]
    benchmark.extra_info["times_faster_than_sjoin"] = round(plain / ours, 1)  # type: ignore[attr-defined]
    first = joined()["pcode"].groupby(level=0).min()
    codes = np.append(prepared(communes).pcodes, None)[labels]
    assert (pd.Series(codes).fillna("") == first.fillna("").to_numpy()).all()
    assert plain >= 3 * ours, f"{ours:.2f} s against {plain:.2f} s for sjoin"


_WAYS = {
    "ours": "label(lon, lat, prepared(communes))",
    "sjoin": "points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon, lat), crs='EPSG:4326')\n"
    "joined = gpd.sjoin(points, communes, how='left')",
}
_ALONE = """
import resource, sys
import geopandas as gpd, numpy as np
from geodata.points import label, prepared
communes = gpd.read_parquet(sys.argv[1])[["pcode", "geometry"]]
rng = np.random.default_rng(5)
lon, lat = rng.uniform(-12.3, 4.3, {count}), rng.uniform(10.0, 25.0, {count})
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
{way}
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.shared
def test_placing_points_needs_a_third_of_the_memory_of_sjoin(
    communes: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    """Acceptance 7 of the places: memory above what is loaded before, each way in its own process."""
    path = tmp_path / "communes.parquet"
    communes.to_parquet(path)
    needed = {}
    for name, way in _WAYS.items():
        script = _ALONE.format(count=MILLION, way=way)
        done = subprocess.run(
            [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True, timeout=300
        )
        needed[name] = int(done.stdout)
    assert needed["ours"] * 3 <= needed["sjoin"], f"KiB needed: {needed}"
