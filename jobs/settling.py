"""What a refresh that came through keeps for the next one's glance: `jobs.settled.Settled`."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path

import sqlalchemy as sa

from jobs.ask import SLACK
from jobs.config import Config
from jobs.history import source_states
from jobs.publish import Origin
from jobs.running import Run
from jobs.settled import Settled, forget
from tracker.source import Live, sources
from tracker.store import Store
from tracker.store.tables import load

ANSWERED = ("fetched", "unchanged")
AT_LATEST = timedelta(days=6)


def loads_of(store: Store) -> int:
    """Return the highest number of a load in the record."""
    with store.reading() as connection:
        return int(connection.scalar(sa.select(sa.func.max(load.c.id))) or 0)


def settle(run: Run, store: Store, out: Path, origin: Origin, config: Config, look: str, loads: int) -> None:
    """Keep what this run found settled, or forget it when a source is in trouble.

    `look` was taken before anything was read and `loads` before the inputs were listed, so that
    whatever came in meanwhile is seen next time.
    """
    now = run.ledger.clock()
    live = [source.live for source in sources(store.home).values() if source.live]
    until = _until(run, store.home, config, now)
    if until is None or store.engine.dialect.name != "sqlite":
        forget(store.home)
        return
    Settled(
        look=look,
        out=str(out.absolute()),
        fingerprint=origin.fingerprint,
        as_of=origin.as_of,
        version=version("displacement-tracker"),
        inbox=str(config.inbox),
        loads=loads,
        keys=_keys(live),
        since=now.isoformat(),
        until=until.isoformat(),
    ).write(store.home)


def _keys(live: Iterable[Live]) -> dict[str, bool]:
    return {entry.key_env: bool(os.environ.get(entry.key_env)) for entry in live if entry.key_env}


def _until(run: Run, home: Path, config: Config, now: datetime) -> datetime | None:
    """Return when the first source is to be asked again or grows stale; None when one is in trouble."""
    states = {row["source"]: row for row in source_states(run.ledger)}
    until = now + AT_LATEST
    for source in sources(home).values():
        if source.live is None:
            continue
        row = states.get(source.id)
        if row and row["state"] == "skipped":
            continue
        if row is None or row["state"] not in ANSWERED or row["last_answer"] is None:
            return None
        days = min(timedelta(days=source.live.every_days) - SLACK, timedelta(days=config.changes.stale_days))
        until = min(until, datetime.fromisoformat(row["last_answer"]) + days)
    return until
