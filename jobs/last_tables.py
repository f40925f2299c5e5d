"""The figures as last published: what was hidden then must stay hidden, what changed is told."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from tracker.atomic import write_bytes
from tracker.sums import Tables
from tracker.view import View

FOLDER = "published"
TABLES = ("figures", "totals", "flows")


def last_tables(home: Path, level: int) -> Tables | None:
    """Return figures, totals and movements of one level as last published from this home, if ever."""
    paths = [home / FOLDER / f"{name}-{level}.parquet" for name in TABLES]
    if not all(path.is_file() for path in paths):
        return None
    return Tables(*(pd.read_parquet(path) for path in paths))


def keep_tables(home: Path, view: View) -> None:
    """Keep the disclosed tables of a publication for the next one."""
    for name in TABLES:
        table: pd.DataFrame = getattr(view, name)
        write_bytes(home / FOLDER / f"{name}-{view.level}.parquet", table.reset_index(drop=True).to_parquet())
