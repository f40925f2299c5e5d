"""Database errors in words a keeper of the record can act on."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from tracker.errors import StoreError

_HINTS = [
    (
        ("malformed", "not a database", "file is encrypted", "disk i/o error"),
        "the database file is damaged; move it (with its -wal and -shm files) aside, restore the last copy, "
        "or ingest the kept snapshots again into a fresh one",
    ),
    (
        ("disk is full", "no space left"),
        "the disk is full; nothing of this load was stored; free space and run again",
    ),
    (("locked", "busy"), "another process is writing to the record; wait for it to finish and run again"),
    (
        ("readonly", "unable to open"),
        "the file or its folder cannot be written; check its owner and permissions",
    ),
    (("append-only",), "rows of the record are never changed or removed; load a newer snapshot instead"),
    (
        (
            "could not connect",
            "connection refused",
            "connection is bad",
            "connection failed",
            "server closed",
        ),
        "the database server does not answer; check TRACKER_DATABASE_URL and that the server runs",
    ),
]


_NO_ROOM_BYTES = 256 * 1024


def _full(where: str) -> bool:
    """Whether the disk of a database file has no room left, which SQLite may call a disk I/O error."""
    try:
        return shutil.disk_usage(Path(where).parent).free < _NO_ROOM_BYTES
    except OSError:
        return False


@contextmanager
def told(where: str) -> Iterator[None]:
    """Turn any database error inside the block into one `StoreError` that names `where`.

    Raises
    ------
    StoreError
        With the driver's own words on one line and what to do.
    """
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        cause = getattr(error, "orig", None) or error
        words = " ".join(str(cause).split())
        low = words.lower()
        if "disk i/o error" in low and _full(where):
            words = low = "the disk is full"
        hint = next((hint for needles, hint in _HINTS if any(needle in low for needle in needles)), "")
        raise StoreError(f"{where}: {words}" + (f"; {hint}" if hint else "")) from error
