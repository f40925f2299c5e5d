"""A million rows of the DTM API into the record, against reading and inserting them plainly.

The ratio is taken in processor seconds, so that it says the same on a busy machine.
``TRACKER_BENCH_ROWS`` makes a shorter run.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.ingest_once import write_dtm_csv

REPOSITORY = Path(__file__).resolve().parents[2]
ROWS = int(os.environ.get("TRACKER_BENCH_ROWS", "1000000"))
LARGEST_RATIO, LARGEST_BYTES = 4.0, 1_500_000_000


def measured(what: str, file: Path, folder: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.ingest_once", what, str(file), str(folder)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.slow
def test_a_million_rows(tmp_path: Path, benchmark):
    file = tmp_path / "global-iom-dtm.csv"
    write_dtm_csv(file, ROWS)
    plain = measured("plain", file, tmp_path / "plain")
    ours = benchmark.pedantic(measured, args=("ingest", file, tmp_path / "home"), rounds=1)
    ratio = ours["processor_seconds"] / plain["processor_seconds"]
    benchmark.extra_info |= {"ratio": ratio, "plain": plain, "ingest": ours, "rows": ROWS}
    assert ours["rows"] >= ROWS
    assert ratio <= LARGEST_RATIO, f"{ratio:.2f} times the plain way"
    assert ours["peak_bytes"] < LARGEST_BYTES, f"{ours['peak_bytes'] / 1e9:.2f} GB"
