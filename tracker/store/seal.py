"""Make a table append-only with triggers, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa


def seal(connection: sa.Connection, table: str, *keys: Sequence[str]) -> None:
    """Refuse every UPDATE, DELETE and REPLACE (on PostgreSQL also TRUNCATE) of `table`.

    `keys` are the primary key and the other unique keys.  On SQLite a BEFORE INSERT trigger
    refuses a row one of whose keys exists, because ``INSERT OR REPLACE`` fires DELETE triggers
    only on connections with ``recursive_triggers``.
    """
    if connection.dialect.name == "sqlite":
        _seal_sqlite(connection, table, keys)
    else:
        _seal_postgresql(connection, table)


def _seal_sqlite(connection: sa.Connection, table: str, keys: Sequence[Sequence[str]]) -> None:
    refusal = f"SELECT RAISE(ABORT, 'the record is append-only: {table}')"
    for verb in ("UPDATE", "DELETE"):
        connection.exec_driver_sql(
            f'CREATE TRIGGER "{table}_no_{verb.lower()}" BEFORE {verb} ON "{table}" BEGIN {refusal}; END'
        )
    same = (" AND ".join(f'"{column}" = NEW."{column}"' for column in key) for key in keys)
    taken = " OR ".join(f'EXISTS (SELECT 1 FROM "{table}" WHERE {key})' for key in same)  # noqa: S608
    connection.exec_driver_sql(
        f'CREATE TRIGGER "{table}_no_replace" BEFORE INSERT ON "{table}" WHEN {taken} BEGIN {refusal}; END'
    )


def _seal_postgresql(connection: sa.Connection, table: str) -> None:
    connection.exec_driver_sql(
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'the record is append-only: %%', TG_TABLE_NAME; END $$"
    )
    connection.exec_driver_sql(
        f'CREATE TRIGGER "{table}_no_change" BEFORE UPDATE OR DELETE ON "{table}" '
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    connection.exec_driver_sql(
        f'CREATE TRIGGER "{table}_no_truncate" BEFORE TRUNCATE ON "{table}" '
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
