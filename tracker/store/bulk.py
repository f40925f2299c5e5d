"""Many rows into a table through the driver's own fast way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa


def insert(
    connection: sa.Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Insert `rows` (an iterable, read once): executemany on SQLite, COPY on PostgreSQL."""
    names = ", ".join(f'"{name}"' for name in columns)
    cursor: Any = connection.connection.cursor()
    try:
        if connection.dialect.name == "sqlite":
            marks = ", ".join("?" * len(columns))
            cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)  # noqa: S608
        else:
            with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
    finally:
        cursor.close()


@contextmanager
def laid_again(connection: sa.Connection, *names: str) -> Iterator[None]:
    """Take down indexes and triggers of SQLite while many rows go in, and lay them again after.

    It halves the time of a million rows.  All of it is part of the writer's transaction: nobody
    else ever sees the table without them, and a kill leaves them where they were.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    found = [
        connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master WHERE name = ?", (name,)).one()
        for name in names
    ]
    for kind, name, _ in found:
        connection.exec_driver_sql(f'DROP {kind} "{name}"')
    yield
    for _, _, laid in found:
        connection.exec_driver_sql(laid)
