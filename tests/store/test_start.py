"""Looking at the ledger, or finding that nothing is to be done, waits for no table library."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
HEAVY = {"pandas", "numpy", "geopandas", "shapely", "folium", "alembic"}


def imported(code: str, home: Path) -> set[str]:
    """Return the top-level packages a fresh interpreter has loaded after `code`."""
    before = f"import sys, pathlib\nhome = pathlib.Path({str(home)!r})\n"
    told = f"{before}{code}\nprint(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", told], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    return {name.partition(".")[0] for name in done.stderr.split()}


@pytest.mark.parametrize(
    "code",
    [
        "from tracker.store import open_store\nwith open_store(home) as store:\n    store.where",
        "from jobs.history import runs\nfrom jobs.ledger import open_ledger\nruns(open_ledger(home), 5)",
    ],
)
def test_a_record_that_is_up_to_date_opens_without_the_table_libraries(code: str, tmp_path: Path):
    imported("from tracker.store import open_store\nopen_store(home).close()", tmp_path)
    assert imported(code, tmp_path) & HEAVY == set()
