"""The tables of each publication: what was hidden stays hidden, what changed is told.

They stand in the data directory under the start of the publication's fingerprint, for as long as
the publication can be gone back to.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection, Iterable
from pathlib import Path

import pandas as pd

from tracker.atomic import write_bytes, write_text
from tracker.sums import Tables
from tracker.view import View

FOLDER = "published"
LAST = "last.json"
TABLES = ("figures", "totals", "flows")
LETTERS = 16


def last_tables(home: Path, level: int) -> Tables | None:
    """Return figures, totals and movements of one level as last published from this home, if ever."""
    try:
        name = str(json.loads((home / FOLDER / LAST).read_text(encoding="utf-8"))["tables"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return tables_of(home, name, level)


def tables_of(home: Path, fingerprint: str, level: int) -> Tables | None:
    """Return the tables of one level as published under a fingerprint, if they are still here."""
    folder = home / FOLDER / fingerprint[:LETTERS]
    paths = [folder / f"{name}-{level}.parquet" for name in TABLES]
    if not all(path.is_file() for path in paths):
        return None
    return Tables(*(pd.read_parquet(path) for path in paths))


def keep_tables(home: Path, fingerprint: str, views: Iterable[View]) -> None:
    """Keep the disclosed tables of a publication, before anybody sees it."""
    folder = home / FOLDER / fingerprint[:LETTERS]
    for view in views:
        for name in TABLES:
            table: pd.DataFrame = getattr(view, name)
            write_bytes(folder / f"{name}-{view.level}.parquet", table.reset_index(drop=True).to_parquet())


def mark_last(home: Path, fingerprint: str, others: Collection[str]) -> None:
    """Note which publication was the last, and let go of tables that belong to none of the `others`."""
    write_text(home / FOLDER / LAST, json.dumps({"tables": fingerprint[:LETTERS]}) + "\n")
    stay = {name[:LETTERS] for name in (fingerprint, *others)}
    for path in (home / FOLDER).iterdir():
        if path.is_dir() and path.name not in stay:
            shutil.rmtree(path, ignore_errors=True)
