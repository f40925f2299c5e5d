"""A refresh with nothing new, done in the time of a glance: no heavy library is loaded, nothing drawn.

The run is entered in the ledger like any other.  Only the record in SQLite can be looked at this
way; with PostgreSQL, a source in trouble, an open alert or a claim of the scheduler the whole
refresh decides.
"""

from __future__ import annotations

import json
import os
import platform
import secrets
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from jobs.settled import Settled, look_of, read_settled

STAGE = "glance"


def glance(home: Path, out: Path, trigger: str) -> Settled | None:
    """Enter a run with nothing new and return what stands; None when something may be new.

    Nothing is raised: whatever is odd is for the whole refresh to meet and to tell.
    """
    start = time.perf_counter()
    if os.environ.get("TRACKER_DATABASE_URL") or os.environ.get("TRACKER_CLAIM"):
        return None
    try:
        known = read_settled(home)
        now = datetime.now(UTC)
        if known is None or not _stands(known, home, out, now):
            return None
        return known if _enter(known, home, trigger, now, start) else None
    except (OSError, ValueError, sqlite3.Error):
        return None


def _stands(known: Settled, home: Path, out: Path, now: datetime) -> bool:
    """Say whether code, decisions, keys, inbox and publication are as they were, and nobody is due."""
    return (
        known.out == str(out.absolute())
        and datetime.fromisoformat(known.since) <= now < datetime.fromisoformat(known.until)
        and all(bool(os.environ.get(name)) == was for name, was in known.keys.items())
        and not _waiting(Path(known.inbox))
        and not _troubled(home)
        and known.look == look_of(home)
        and _published(known, out)
    )


def _waiting(inbox: Path) -> bool:
    """Say whether any file lies in the inbox, ready or not."""
    return inbox.is_dir() and any(path.is_file() for path in inbox.iterdir())


def _troubled(home: Path) -> bool:
    """Say whether a trouble is open, which a run that comes through would close."""
    path = home / "alerts.json"
    return path.exists() and json.loads(path.read_text(encoding="utf-8")) != {}


def _published(known: Settled, out: Path) -> bool:
    from jobs.publish import up_to_date

    return up_to_date(out, known.fingerprint) is not None


def _enter(known: Settled, home: Path, trigger: str, now: datetime, start: float) -> bool:
    """Enter the run, in one transaction that first sees that the record is as it was."""
    file = home / "record.sqlite"
    host = f"{platform.node()}:{home}"
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, timeout=1)) as connection:
        connection.isolation_level = None
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("BEGIN IMMEDIATE")
        (loads,) = connection.execute("SELECT max(id) FROM load").fetchone()
        under_way = connection.execute(
            "SELECT 1 FROM run WHERE outcome = 'running' AND job = 'refresh' AND host = ?", (host,)
        ).fetchone()
        if loads != known.loads or under_way:
            connection.execute("ROLLBACK")
            return False
        moment = now.replace(microsecond=0).isoformat()
        identifier = f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
        connection.execute(
            "INSERT INTO run (id, job, trigger, started_at, finished_at, outcome, problems, code_version, "
            "host, process, laws) VALUES (?, 'refresh', ?, ?, ?, 'succeeded', 0, ?, ?, ?, '{}')",
            (identifier, trigger, moment, moment, known.version, host, os.getpid()),
        )
        connection.execute(
            "INSERT INTO stage (run_id, position, name, started_at, seconds, outcome, counts) "
            "VALUES (?, 1, ?, ?, ?, 'succeeded', '{\"new\": 0}')",
            (identifier, STAGE, moment, round(time.perf_counter() - start, 3)),
        )
        connection.execute("COMMIT")
    return True
