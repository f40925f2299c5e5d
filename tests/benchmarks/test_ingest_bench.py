"""`tracker ingest` of a synthetic DTM-API CSV against the plainest possible load of the same rows.

Each runs in a process of its own, as a person would run it; compared are seconds of processor,
so that a busy machine does not decide.  ``TRACKER_BENCH_ROWS`` sets the number of rows; the
promise is made for 1,000,000.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.benchmarks.dtm_api_rows import write_rows
from tests.benchmarks.plain_load import WAYS

REPOSITORY = Path(__file__).resolve().parents[2]
ROWS = int(os.environ.get("TRACKER_BENCH_ROWS", "1000000"))
SLOWER_AT_MOST = 4.0
MEMORY_GB = 1.5


@dataclass(frozen=True)
class Cost:
    """What a process took: seconds of processor, and its largest resident memory in GB."""

    seconds: float
    memory_gb: float
    told: str


def run(*arguments: str, **environment: str) -> Cost:
    """Run ``python -m`` with the arguments and return what it cost."""
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments],
        cwd=REPOSITORY,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    with process.stdout:
        told = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1e6, told)


@pytest.mark.slow
def test_ingest_is_at_most_four_times_a_plain_load(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    path = tmp_path / "global-iom-dtm-from-api-admin-0-to-2.csv"
    write_rows(path, ROWS)
    ingest = benchmark.pedantic(
        run,
        args=("tracker", "ingest", str(path), "--json"),
        kwargs={"TRACKER_HOME": str(tmp_path / "home")},
        rounds=1,
        iterations=1,
    )
    (account,) = json.loads(ingest.told)["files"]
    assert (account["rows_kept"], account["problems"]) == (ROWS, 0)
    assert account["new"] >= ROWS
    plain = {
        way: run("tests.benchmarks.plain_load", way, str(path), str(tmp_path / f"{way}.sqlite"))
        for way in WAYS
    }
    ratios = {way: round(ingest.seconds / cost.seconds, 2) for way, cost in plain.items()}
    benchmark.extra_info |= {
        "rows": ROWS,
        "seconds": round(ingest.seconds, 1),
        "memory_gb": round(ingest.memory_gb, 2),
        **{f"seconds_{way}": round(cost.seconds, 1) for way, cost in plain.items()},
        **{f"ratio_{way}": ratio for way, ratio in ratios.items()},
    }
    print(json.dumps(benchmark.extra_info))
    assert max(ratios.values()) <= SLOWER_AT_MOST
    assert ingest.memory_gb <= MEMORY_GB
