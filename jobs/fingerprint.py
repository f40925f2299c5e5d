"""What a publication is made from: the sha256 of every input, by name."""

from __future__ import annotations

import hashlib
from pathlib import Path

import sqlalchemy as sa

from jobs.settled import decisions_of
from tracker import embedded
from tracker.store import Store
from tracker.store.tables import period


def inputs_of(store: Store, home: Path) -> dict[str, str]:
    """Return the sha256 of everything a publication is made from.

    The embedded tables and the snapshots of the record by content; decisions of people (aliases,
    corrections, sources, settings) and boundary files by content too.
    """
    inputs = {"embedded": embedded.fingerprint()}
    inputs |= {f"snapshot {name}": str(name) for name in sorted(store.snapshots()["sha256"])}
    for path in [*decisions_of(home), *sorted((home / "boundaries").glob("*/report.json"))]:
        inputs[path.relative_to(home).as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
    return inputs


def newest_reference(store: Store) -> str:
    """Return the newest date any figure of the record is valid for; empty for an empty record."""
    with store.reading() as connection:
        newest = connection.scalar(sa.select(sa.func.max(period.c.reference_end)))
    return str(newest or "")
