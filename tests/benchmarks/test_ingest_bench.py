"""Ingest of a synthetic DTM-API CSV against the plainest possible load of the same rows.

``TRACKER_BENCH_ROWS`` sets the number of rows; the promise is made for 1,000,000.
"""

from __future__ import annotations

import os
import resource
import sqlite3
import time
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.benchmarks.dtm_api_rows import write_rows
from tracker.ingest import ingest
from tracker.store import open_store

ROWS = int(os.environ.get("TRACKER_BENCH_ROWS", "1000000"))
SLOWER_AT_MOST = 4.0
MEMORY_GB = 1.5


def _plain_load(path: Path, database: Path) -> float:
    """Return the seconds of pandas.read_csv(dtype=str) and a bulk insert into SQLite."""
    start = time.perf_counter()
    table = pd.read_csv(path, dtype=str)
    with sqlite3.connect(database) as connection:
        connection.execute(f"CREATE TABLE figures ({', '.join(table.columns)})")
        marks = ", ".join("?" * table.shape[1])
        connection.executemany(
            f"INSERT INTO figures VALUES ({marks})", table.itertuples(index=False, name=None)
        )
    connection.close()
    return time.perf_counter() - start


@pytest.mark.slow
def test_ingest_is_at_most_four_times_a_plain_load(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    path = tmp_path / "global-iom-dtm-from-api-admin-0-to-2.csv"
    write_rows(path, ROWS)
    home = tmp_path / "home"

    def load() -> int:
        with open_store(home) as store:
            (result,) = ingest([path], store, recorded_at=datetime(2024, 1, 1, tzinfo=UTC), home=home)
        return result.new

    assert benchmark.pedantic(load, rounds=1, iterations=1) == ROWS
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    plain = _plain_load(path, tmp_path / "plain.sqlite")
    ratio = benchmark.stats["mean"] / plain
    benchmark.extra_info |= {"rows": ROWS, "ratio": round(ratio, 2), "memory_gb": round(memory, 2)}
    assert ratio <= SLOWER_AT_MOST
    assert memory <= MEMORY_GB
