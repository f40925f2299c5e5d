"""The connection to the record: SQLite by default, PostgreSQL by URL.

Every SQLite connection runs with write-ahead log, full synchronisation, foreign keys, recursive
triggers (without them ``INSERT OR REPLACE`` walks past a DELETE trigger) and a busy timeout.
Transactions are begun explicitly, so that schema changes are transactional too; a writer takes
the write lock at once (``BEGIN IMMEDIATE``) instead of failing half-way.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from tracker.errors import StoreError

BUSY_MILLISECONDS = 60_000
_WRITER_LOCK = 0x4D4C4944  # one PostgreSQL advisory lock for every writer of a record
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-65536",
)


def create(url: str | None, file: Path) -> sa.Engine:
    """Return the engine for `url`, or for the SQLite file at `file`.

    Raises
    ------
    StoreError
        When the URL is neither SQLite nor PostgreSQL.
    """
    target = sa.make_url(_spelled(url)) if url else sa.URL.create("sqlite", database=str(file))
    kind = target.get_backend_name()
    if kind == "sqlite":
        engine = sa.create_engine(target)
        sa.event.listen(engine, "connect", _configure)
        sa.event.listen(engine, "begin", _begin)
        return engine
    if kind == "postgresql":
        try:
            return sa.create_engine(target, pool_pre_ping=True)
        except ModuleNotFoundError as missing:
            raise StoreError(
                f"PostgreSQL needs the package {missing.name}; install displacement-tracker[postgres]"
            ) from missing
    raise StoreError(f"the record is kept in SQLite or PostgreSQL; TRACKER_DATABASE_URL names {kind!r}")


def where(engine: sa.Engine) -> str:
    """Name the database without its password."""
    if engine.dialect.name == "sqlite":
        return str(engine.url.database)
    return engine.url.render_as_string(hide_password=True)


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Open the one transaction of a writer; other writers wait, readers do not."""
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_WRITER_LOCK)))
        yield connection


def _spelled(url: str) -> str:
    for short in ("postgres://", "postgresql://"):
        if url.startswith(short):
            return "postgresql+psycopg://" + url.removeprefix(short)
    return url


def _configure(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver would otherwise commit before every schema change
    connection.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin(connection: sa.Connection) -> None:
    write = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
