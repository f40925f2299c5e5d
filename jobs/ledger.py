"""What happened: one row per run, kept while it runs and settled when it ends.

A run that dies leaves its row at ``running``; the next start on the same home holds the lock the
dead one held and marks it ``interrupted``.
"""

from __future__ import annotations

import logging
import os
import platform
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from filelock import FileLock, Timeout

from jobs import ledger_tables as tables
from jobs.claim import Claim, settle
from jobs.errors import LeaseLost, LedgerError
from jobs.hidden import scrub
from jobs.journal import text_of
from jobs.leaving import orderly
from jobs.renewal import Renewal
from jobs.running import Run
from jobs.telling import tell_failure, tell_success
from tracker.errors import TrackerError
from tracker.home import home as data_home
from tracker.store.engine import create, where
from tracker.store.fault import told
from tracker.store.migrate import migrate

log = logging.getLogger(__name__)
Clock = Callable[[], datetime]


def now_utc() -> datetime:
    """Return the present moment, in UTC."""
    return datetime.now(UTC)


class Ledger:
    """The four tables of `jobs.ledger_tables` in the database of the record."""

    def __init__(self, engine: sa.Engine, home: Path, clock: Clock = now_utc) -> None:
        self.engine = engine
        self.home = home
        self.clock: Clock = lambda: clock().astimezone(UTC)
        self.host = f"{platform.node()}:{home}"

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Open one write transaction; database errors become a `StoreError` of one line."""
        with (
            told(where(self.engine)),
            self.engine.connect().execution_options(write=True) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Open a connection to read; database errors become a `StoreError` of one line."""
        with told(where(self.engine)), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def run(
        self,
        job: str,
        trigger: str = "hand",
        *,
        claim: Claim | None = None,
        attended: bool = False,
        site: Path | None = None,
    ) -> Iterator[Run]:
        """Enter a run in the ledger and settle it when the block ends, however it ends.

        A worker the scheduler started finds its claim in the environment; its lease is renewed
        while the block runs, and outcome and slot are settled in one transaction that counts
        only while the attempt still holds the lease.  Of an `attended` run nobody is told: the
        person who started it reads how it ends.  Of others people are told by job and `site`.

        Raises
        ------
        LedgerError
            When another run of the job is under way on this home.
        LeaseLost
            When another worker took the slot over meanwhile.
        """
        claim = claim or Claim.of_environment(job)
        with orderly(), self._alone(job):
            run = self._begin(job, trigger, claim)
            renewal = Renewal(self, claim)
            try:
                with renewal:
                    yield run
                    run.check_lease()
                self._end(run, "succeeded_with_problems" if run.troubled else "succeeded", None)
            except BaseException as error:
                if not attended:
                    tell_failure(self.home, job, error, site)
                try:
                    self._end(run, _outcome_of(error), scrub(_line(error)))
                except TrackerError as second:
                    log.error("the end of run %s could not be entered: %s", run.id, second)
                raise
            if not attended:
                tell_success(self, job, site)

    def mark_interrupted(self, job: str | None = None, *, before: Claim | None = None) -> list[str]:
        """Mark runs that died: those of this home when nothing holds the job's lock any more,
        and earlier attempts at the slot of `before`; return their ids.
        """
        dead = tables.run.c.outcome == "running"
        if before is not None:
            dead &= (tables.run.c.due_at == before.due_at) & (tables.run.c.attempt < before.attempt)
        else:
            dead &= tables.run.c.host == self.host
        if job:
            dead &= tables.run.c.job == job
        with self.writing() as connection:
            ids = list(connection.scalars(sa.select(tables.run.c.id).where(dead)))
            if ids:
                connection.execute(
                    sa.update(tables.run)
                    .where(tables.run.c.id.in_(ids))
                    .values(
                        outcome="interrupted",
                        finished_at=text_of(self.clock()),
                        error="the process ended without a word (killed, or the machine went off)",
                    )
                )
        return ids

    @contextmanager
    def _alone(self, job: str) -> Iterator[None]:
        folder = self.home / "locks"
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / f"{job}.lock", timeout=float(os.environ.get("TRACKER_WAIT_SECONDS", "30")))
        try:
            lock.acquire()
        except Timeout as error:
            raise LedgerError(
                f"another run of {job} is under way on {self.home}; nothing was done: "
                "wait for it (tracker runs shows it)"
            ) from error
        try:
            yield
        finally:
            lock.release()

    def _begin(self, job: str, trigger: str, claim: Claim | None) -> Run:
        self.mark_interrupted(job)
        if claim:
            self.mark_interrupted(job, before=claim)
        now = self.clock()
        identifier = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
        with self.writing() as connection:
            connection.execute(
                sa.insert(tables.run).values(
                    id=identifier,
                    job=job,
                    trigger=trigger,
                    due_at=claim.due_at if claim else None,
                    attempt=claim.attempt if claim else None,
                    started_at=text_of(now),
                    outcome="running",
                    problems=0,
                    code_version=version("displacement-tracker"),
                    host=self.host,
                    process=os.getpid(),
                    laws={},
                )
            )
        return Run(self, identifier, claim)

    def _end(self, run: Run, outcome: str, error: str | None) -> None:
        now = self.clock()
        with self.writing() as connection:
            connection.execute(
                sa.update(tables.run)
                .where(tables.run.c.id == run.id)
                .values(
                    finished_at=text_of(now),
                    outcome=outcome,
                    error=error,
                    problems=run.problem_count,
                    laws=run.laws,
                    publication=run.publication,
                )
            )
            succeeded = outcome.startswith("succeeded")
            for effect in run.on_success if succeeded else []:
                effect(connection)
            if run.claim and succeeded and not settle(connection, run.claim, "succeeded", now, run.id):
                raise LeaseLost(
                    f"the slot of {run.claim.due_at} was taken over by another worker; attempt "
                    f"{run.claim.attempt} does not count"
                )


def open_ledger(home: Path | None = None, *, clock: Clock = now_utc, patience_seconds: float = 60) -> Ledger:
    """Open the ledger in the database of the record, its tables brought up to date.

    `patience_seconds` is how long a write waits for a lock another process holds.

    Raises
    ------
    StoreError
        When the database cannot be opened, is damaged, or stays locked.
    """
    home = home or data_home()
    engine = create(os.environ.get("TRACKER_DATABASE_URL") or None, home / "record.sqlite")
    milliseconds = int(patience_seconds * 1000)
    words = {
        "sqlite": [f"PRAGMA busy_timeout={milliseconds}"],
        "postgresql": [f"SET lock_timeout = {milliseconds}", "SET statement_timeout = 120000"],
    }[engine.dialect.name]

    def patient(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        for word in words:
            cursor.execute(word)
        cursor.close()
        if engine.dialect.name == "postgresql":
            connection.commit()

    sa.event.listen(engine, "connect", patient)
    with told(where(engine)):
        migrate(engine)
    return Ledger(engine, home, clock)


def _outcome_of(error: BaseException) -> str:
    return "failed" if isinstance(error, Exception) else "interrupted"


def _line(error: BaseException) -> str:
    words = " ".join(str(error).split())
    return words if isinstance(error, TrackerError) else f"{type(error).__name__}: {words}"
