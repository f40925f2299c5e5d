"""The real case: OCHA's cercles of 2021 and the six DTM workbooks, where ../shared is beside the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tracker.view import View

SHARED = Path(__file__).resolve().parents[4] / "shared"


def _tracker(home: Path, *arguments: str) -> None:
    environment = os.environ | {"TRACKER_HOME": str(home)}
    subprocess.run(
        [sys.executable, "-m", "tracker", *arguments], env=environment, check=True, capture_output=True
    )


def view() -> View | None:
    """Return the view by cercle after adding the boundaries and reading the workbooks; None without them."""
    if not SHARED.is_dir():
        return None
    from tracker.aggregate import build_view
    from tracker.disclose import disclose
    from tracker.store import open_store

    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        boundaries = SHARED / "geodata" / "cod_ab_20211220"
        _tracker(home, "boundaries", "add", str(boundaries), "--edition", "cod-ab-2021")
        _tracker(home, "ingest", *(str(path) for path in sorted((SHARED / "raw" / "dtm").glob("*.xlsx"))))
        with open_store(home) as store:
            return disclose(build_view(store, home, level=2))
