"""Problems in the record: a list of problems is stored once, under the sha256 of its content."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256

import sqlalchemy as sa

from tracker.problem import COLUMNS, Problem
from tracker.store import bulk, tables


def keep(connection: sa.Connection, problems: Sequence[Problem]) -> bytes | None:
    """Store a list of problems unless it is there, and return its digest; None for none."""
    if not problems:
        return None
    records = [problem.record() for problem in problems]
    digest = sha256(json.dumps(records, sort_keys=True, ensure_ascii=False).encode()).digest()
    table = tables.problem
    if (
        connection.execute(sa.select(table.c.position).where(table.c.problem_set == digest).limit(1)).first()
        is None
    ):
        rows = (
            (digest, position, *(record[name] for name in COLUMNS))
            for position, record in enumerate(records, 1)
        )
        bulk.insert(connection, table.name, ["problem_set", "position", *COLUMNS], rows)
    return digest


def next_id(connection: sa.Connection, table: sa.Table) -> int:
    """Return the next free id; the writer holds the write lock, so nobody else can take it."""
    return int(connection.execute(sa.select(sa.func.coalesce(sa.func.max(table.c.id), 0))).scalar_one()) + 1
