"""Reading the ledger: runs with their stages and sources, slots, the last word on every source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from jobs import ledger_tables as tables

if TYPE_CHECKING:
    from jobs.ledger import Ledger


def runs(ledger: Ledger, limit: int = 20, job: str | None = None) -> list[dict[str, Any]]:
    """Return the newest runs, each with its stages and source states."""
    wanted = (
        sa.select(tables.run).order_by(tables.run.c.started_at.desc(), tables.run.c.id.desc()).limit(limit)
    )
    if job:
        wanted = wanted.where(tables.run.c.job == job)
    with ledger.reading() as connection:
        found = [dict(row) for row in connection.execute(wanted).mappings()]
        ids = [row["id"] for row in found]
        stages = _of_runs(connection, tables.stage, ids, tables.stage.c.position)
        sources = _of_runs(connection, tables.source_state, ids, tables.source_state.c.source)
    return [{**row, "stages": stages[row["id"]], "sources": sources[row["id"]]} for row in found]


def _of_runs(
    connection: sa.Connection, table: sa.Table, ids: list[str], order: sa.ColumnElement[Any]
) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {identifier: [] for identifier in ids}
    wanted = sa.select(table).where(table.c.run_id.in_(ids)).order_by(order)
    for row in connection.execute(wanted).mappings():
        found[row["run_id"]].append({name: value for name, value in row.items() if name != "run_id"})
    return found


def slots(ledger: Ledger, job: str, limit: int = 50) -> list[dict[str, Any]]:
    """Return the newest slots of a job, newest first."""
    wanted = sa.select(tables.slot).where(tables.slot.c.job == job)
    with ledger.reading() as connection:
        rows = connection.execute(wanted.order_by(tables.slot.c.due_at.desc()).limit(limit)).mappings()
        return [dict(row) for row in rows]


def source_states(ledger: Ledger) -> list[dict[str, Any]]:
    """Return the newest state of every source, and when it last answered with data."""
    answered = tables.source_state.c.state.in_(("fetched", "unchanged", "file", "embedded"))
    last = (
        sa.select(tables.source_state.c.source, sa.func.max(tables.source_state.c.at).label("last_answer"))
        .where(answered)
        .group_by(tables.source_state.c.source)
    )
    newest = sa.select(tables.source_state).order_by(tables.source_state.c.at, tables.source_state.c.run_id)
    with ledger.reading() as connection:
        good = {row.source: row.last_answer for row in connection.execute(last)}
        states = {row["source"]: dict(row) for row in connection.execute(newest).mappings()}
    return [{**states[name], "last_answer": good.get(name)} for name in sorted(states)]


def latest_moment(ledger: Ledger) -> str | None:
    """Return the newest moment any run was entered; a clock before it has been set back."""
    with ledger.reading() as connection:
        started = connection.scalar(sa.select(sa.func.max(tables.run.c.started_at)))
        finished = connection.scalar(sa.select(sa.func.max(tables.run.c.finished_at)))
    return max((moment for moment in (started, finished) if moment), default=None)
