"""Brings the embedded figures into a record that does not have them yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.embedded import read_embedded
from tracker.place import place

if TYPE_CHECKING:
    from tracker.reading import Reading
    from tracker.store import LoadReport, Store


def ensure_embedded(
    store: Store, home: Path | None = None, run_id: str | None = None, now: datetime | None = None
) -> list[LoadReport]:
    """Load every embedded table the record has not seen, and return one account for each."""
    known = set(store.snapshots()["sha256"])
    moment = now or datetime.now(UTC)
    return [
        store.load(placed(reading, home), run_id=run_id, recorded_at=moment)
        for reading in read_embedded()
        if reading.sha256 not in known
    ]


def placed(reading: Reading, home: Path | None = None) -> Reading:
    """Return the reading with its places decided in the edition its source declares."""
    if reading.observations.empty:
        return reading
    observations, problems = place(reading.observations, reading.source.edition, home)
    return replace(reading, observations=observations, problems=[*reading.problems, *problems])
