"""The record as one object: load readings, ask what was known.

Opening it imports no pandas: the weekly job looks here first, and mostly there is nothing to do.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import sqlalchemy as sa

from tracker.errors import StoreError
from tracker.home import home as default_home
from tracker.snapshot import Snapshot, find
from tracker.store import tables
from tracker.store.engine import create, where, writing
from tracker.store.fault import told
from tracker.store.findings import keep, next_id
from tracker.store.migrate import migrate
from tracker.store.moment import moment

if TYPE_CHECKING:
    import pandas as pd

    from tracker.problem import Problem
    from tracker.store.query import Choice, When
    from tracker.store.reading import Loadable
    from tracker.store.report import LoadReport


def open_store(home: Path | None = None, url: str | None = None) -> Store:
    """Open the record, creating it or bringing its tables up to date.

    Parameters
    ----------
    home : Path, optional
        Data directory; default `TRACKER_HOME`.  The record is ``home/record.sqlite``.
    url : str, optional
        A SQLAlchemy URL of a PostgreSQL (or SQLite) database instead; ``TRACKER_DATABASE_URL``
        wins over it.

    Raises
    ------
    StoreError
        When the database is damaged, unreachable, locked for more than a minute, or newer than
        this version of the tracker.
    """
    folder = default_home() if home is None else home
    folder.mkdir(parents=True, exist_ok=True)
    try:
        engine = create(os.environ.get("TRACKER_DATABASE_URL") or url, folder / "record.sqlite")
    except sa.exc.ArgumentError as error:
        raise StoreError(f"TRACKER_DATABASE_URL is no database URL; expected {_EXAMPLE}") from error
    try:
        with told(where(engine)):
            migrate(engine)
    except BaseException:
        engine.dispose()
        raise
    return Store(folder, engine)


_EXAMPLE = "postgresql://user:password@host/database"


class Store:
    """The append-only record of one home; use as a context manager or call `close`."""

    def __init__(self, home: Path, engine: sa.Engine) -> None:
        self.home = home
        self.engine = engine

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Release the database; the last one to leave folds the write-ahead log into the file."""
        self.engine.dispose()

    @property
    def where(self) -> str:
        """Name the database, without any password."""
        return where(self.engine)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Open one consistent view of the record; writers do not disturb it."""
        with told(self.where), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Open the one transaction of a writer; others wait."""
        with told(self.where), writing(self.engine) as connection:
            yield connection

    def load(self, reading: Loadable, *, run_id: str | None, recorded_at: datetime) -> LoadReport:
        """Store what a reading brings that the record does not hold, in one transaction.

        Loading the same bytes again adds no figure, site or problem; the load itself is noted.

        Raises
        ------
        StoreError
            When rows, figures or people do not balance, or the database refuses; nothing of the
            reading is stored then.
        """
        from tracker.store.load import load

        snapshot = self._snapshot(reading, recorded_at)
        with told(self.where):
            return load(self.engine, reading, snapshot, run_id=run_id, recorded_at=recorded_at)

    def observations(
        self,
        *,
        indicator: Choice = None,
        level: int | None = None,
        pcode: Choice = None,
        source: Choice = None,
        start: str | None = None,
        end: str | None = None,
        as_of: When = None,
    ) -> pd.DataFrame:
        """Return the newest figure of each natural key known at `as_of` (default: now).

        Columns are those of `tracker.observation`, then snapshot_sha256, recorded_at and
        natural_key; `start` and `end` select figures whose reference period overlaps.
        """
        from tracker.store import query

        with self.reading() as connection:
            return query.observations(
                connection,
                indicator=indicator,
                level=level,
                pcode=pcode,
                source=source,
                start=start,
                end=end,
                as_of=as_of,
            )

    def sites(self, as_of: When = None) -> pd.DataFrame:
        """Return the newest row of each site known at `as_of`."""
        from tracker.store import query

        with self.reading() as connection:
            return query.sites(connection, as_of)

    def problems(self, run_id: str | None = None, source: str | None = None) -> pd.DataFrame:
        """Return the open problems, or those a run met; see `tracker.store.query.problems`."""
        from tracker.store import query

        with self.reading() as connection:
            return query.problems(connection, run_id, source)

    def add_problems(
        self,
        run_id: str | None,
        problems: Sequence[Problem],
        *,
        recorded_at: datetime,
        source: str | None = None,
        file: str | None = None,
    ) -> None:
        """Note what a check of the whole record found; it replaces the open problems of all checks before.

        With `source` and `file`, what a check of the series of that file found: it replaces the last
        check of that file only.
        """
        at = moment(recorded_at)
        with self.writing() as connection:
            connection.execute(
                tables.load.insert().values(
                    id=next_id(connection, tables.load),
                    kind="check",
                    run_id=run_id,
                    source=source,
                    file=file,
                    recorded_at=at,
                    problem_set=keep(connection, problems),
                )
            )

    def loads(self) -> pd.DataFrame:
        """Return every load, oldest first."""
        from tracker.store import query

        with self.reading() as connection:
            return query.loads(connection)

    def snapshots(self) -> pd.DataFrame:
        """Return every snapshot the record was loaded from."""
        from tracker.store import query

        with self.reading() as connection:
            return query.snapshots(connection)

    def check(self) -> None:
        """Verify the whole database file and its references.

        Raises
        ------
        StoreError
            When SQLite finds damage; PostgreSQL checks its own pages.
        """
        if self.engine.dialect.name != "sqlite":
            return
        with self.reading() as connection:
            found = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one()
            orphan = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if found != "ok" or orphan is not None:
            raise StoreError(f"{self.where}: the database is damaged ({found if orphan is None else orphan})")

    def _snapshot(self, reading: Loadable, recorded_at: datetime) -> Snapshot:
        """Return what is noted about the bytes, completed from the source's own declaration."""
        source = reading.source
        noted = find(self.home, reading.sha256) or Snapshot(
            reading.sha256, source.id, retrieved_at=moment(recorded_at)
        )
        declared = {name: getattr(source, name, None) for name in ("url", "licence", "credit")}
        lacking: dict[str, Any] = {
            name: str(value) for name, value in declared.items() if value and not getattr(noted, name)
        }
        return replace(noted, **lacking)
