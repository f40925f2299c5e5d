"""Earlier loads of the same bytes under the same name."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from tracker.store.tables import load


@dataclass(frozen=True)
class Earlier:
    """What the record knows of the input about to be loaded.

    `since` is the first load of these bytes in the unbroken run of loads of this file up to now,
    None when the file is new or its newest load had other bytes; `own` are all loads of these
    bytes.
    """

    since: int | None
    own: frozenset[int]

    def overtaken(self, load_id: int) -> bool:
        """Say whether a stored row came from another input after these bytes were first read."""
        return self.since is not None and load_id > self.since and load_id not in self.own


def earlier(connection: sa.Connection, source: str, file: str | None, sha256: str) -> Earlier:
    """Look up the loads of this file of this source, and of these bytes."""
    own = connection.execute(sa.select(load.c.id).where(load.c.snapshot_sha256 == sha256)).scalars()
    same_file = load.c.file == file if file is not None else load.c.file.is_(None)
    loads = connection.execute(
        sa.select(load.c.id, load.c.snapshot_sha256)
        .where(load.c.kind == "file", load.c.source == source, same_file)
        .order_by(load.c.id.desc())
    )
    since = None
    for load_id, snapshot in loads:
        if snapshot != sha256:
            break
        since = load_id
    return Earlier(since, frozenset(own))
