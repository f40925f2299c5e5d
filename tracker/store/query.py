"""Questions to the record: figures, sites, problems, loads and snapshots, as known at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
import sqlalchemy as sa

from tracker.observation import BY_NAME, DTYPES, NAMES, Kind
from tracker.problem import COLUMNS as PROBLEM_COLUMNS
from tracker.store import tables
from tracker.store.moment import known_until
from tracker.view import SITE_COLUMNS

Choice = str | Sequence[str] | None
When = str | date | datetime | None

_SLAB = 100_000
_IDS = [f"{name}_id" for name in tables.GROUPS]
PROVENANCE = ["snapshot_sha256", "recorded_at", "natural_key"]


def observations(
    connection: sa.Connection,
    *,
    indicator: Choice = None,
    level: int | None = None,
    pcode: Choice = None,
    source: Choice = None,
    start: str | None = None,
    end: str | None = None,
    as_of: When = None,
) -> pd.DataFrame:
    """Return the newest figure of each natural key known at `as_of`, in order of recording.

    Columns are those of `tracker.observation` and PROVENANCE.  `start` and `end` (ISO dates,
    inclusive) select figures whose reference period overlaps.
    """
    fact, when = tables.observation, tables.period
    wanted: dict[str, list[sa.ColumnElement[bool]]] = {
        "series": [
            *_among(tables.series.c.indicator, indicator),
            *_among(tables.series.c.source, source),
        ],
        "place": [
            *_among(tables.place.c.pcode, pcode),
            *([tables.place.c.level == level] if level is not None else []),
        ],
        "origin": [],
        "period": [
            *([when.c.reference_end >= start] if start is not None else []),
            *([sa.func.coalesce(when.c.reference_start, when.c.reference_end) <= end] if end else []),
        ],
    }
    query = sa.select(
        fact.c.load_id,
        fact.c.natural_key,
        *(fact.c[name] for name in _IDS),
        *(fact.c[name] for name in tables.ROW),
    )
    for name, conditions in wanted.items():
        if conditions:
            table = tables.metadata.tables[name]
            query = query.where(fact.c[f"{name}_id"].in_(sa.select(table.c.id).where(*conditions)))
    query = _newest(query, fact, as_of).order_by(fact.c.id)
    facts = _facts(connection, query)
    described = {name: _described(connection, name, conditions) for name, conditions in wanted.items()}
    return _assemble(facts, described, _loads(connection))


def _among(column: sa.Column[Any], choice: Choice) -> list[sa.ColumnElement[bool]]:
    if choice is None:
        return []
    return [column == choice] if isinstance(choice, str) else [column.in_(list(choice))]


def _newest(query: sa.Select[Any], table: sa.Table, as_of: When) -> sa.Select[Any]:
    """Keep rows known at `as_of` that no row known at `as_of` supersedes."""
    newer = table.alias("newer")
    successor = sa.select(newer.c.id).where(newer.c.supersedes == table.c.id)
    if as_of is not None:
        known = sa.select(tables.load.c.id).where(tables.load.c.recorded_at < known_until(as_of))
        query = query.where(table.c.load_id.in_(known))
        successor = successor.where(newer.c.load_id.in_(known))
    return query.where(~successor.exists())


def _facts(connection: sa.Connection, query: sa.Select[Any]) -> dict[str, list[Any]]:
    """Fetch a slab at a time, column by column: rows of a million figures would not fit twice."""
    result = connection.execute(query)
    names = list(result.keys())
    columns: dict[str, list[Any]] = {name: [] for name in names}
    while rows := result.cursor.fetchmany(_SLAB):  # the driver's own tuples: a third of the time
        for name, values in zip(names, zip(*rows, strict=True), strict=True):
            if name in _IDS or name == "load_id":
                columns[name].append(np.array(values, dtype=np.int64))
            elif name == "natural_key":
                columns[name].append(pd.Series([bytes(value).hex() for value in values], dtype="str"))
            else:
                columns[name].append(_column(values, BY_NAME[name].kind))
    return columns


def _column(values: Sequence[Any], kind: Kind) -> pd.Series[Any]:
    if kind == "number" and None not in values:
        return pd.Series(np.array(values, dtype=np.float64)).astype("Float64")
    if kind == "integer" and None not in values:
        return pd.Series(np.array(values, dtype=np.int64)).astype("Int64")
    if not any(value is not None for value in values):
        return pd.Series(pd.NA, index=range(len(values)), dtype=DTYPES[kind])
    return pd.Series(values, dtype=DTYPES[kind])


def _described(
    connection: sa.Connection, name: str, conditions: list[sa.ColumnElement[bool]]
) -> pd.DataFrame:
    table = tables.metadata.tables[name]
    names = ["id", *tables.GROUPS[name]]
    rows = connection.execute(sa.select(*(table.c[column] for column in names)).where(*conditions)).all()
    frame = pd.DataFrame([tuple(row) for row in rows], columns=names, dtype="object").set_index("id")
    return frame.astype({column: DTYPES[BY_NAME[column].kind] for column in tables.GROUPS[name]})


def _loads(connection: sa.Connection) -> pd.DataFrame:
    table = tables.load
    rows = connection.execute(sa.select(table.c.id, table.c.snapshot_sha256, table.c.recorded_at)).all()
    frame = pd.DataFrame(
        [tuple(row) for row in rows], columns=["id", "snapshot_sha256", "recorded_at"], dtype="object"
    )
    return frame.astype({"snapshot_sha256": "str", "recorded_at": "str"}).set_index("id")


def _assemble(
    facts: dict[str, list[Any]], described: dict[str, pd.DataFrame], loads: pd.DataFrame
) -> pd.DataFrame:
    ids = {
        name: np.concatenate(facts[name]) if facts[name] else np.empty(0, np.int64)
        for name in [*_IDS, "load_id"]
    }
    columns: dict[str, Any] = {}
    for name, frame in described.items():
        at = frame.index.get_indexer(pd.Index(ids[f"{name}_id"]))
        for column in frame.columns:
            columns[column] = frame[column].array.take(at)
    for column in tables.ROW:
        columns[column] = _joined(facts[column], DTYPES[BY_NAME[column].kind])
    at = loads.index.get_indexer(pd.Index(ids["load_id"]))
    for column in loads.columns:
        columns[column] = loads[column].array.take(at)
    columns["natural_key"] = _joined(facts["natural_key"], "str")
    return pd.DataFrame({name: columns[name] for name in [*NAMES, *PROVENANCE]})


def _joined(parts: list[pd.Series], dtype: str) -> pd.Series:
    return pd.concat(parts, ignore_index=True) if parts else pd.Series([], dtype=dtype)


def sites(connection: sa.Connection, as_of: When = None) -> pd.DataFrame:
    """Return the newest row of each site known at `as_of`, with its provenance."""
    names = [*SITE_COLUMNS, "attributes", "source_sheet", "source_row"]
    query: sa.Select[Any] = sa.select(
        *(tables.site.c[name] for name in names), tables.load.c.snapshot_sha256, tables.load.c.recorded_at
    )
    query = query.join(tables.load, tables.load.c.id == tables.site.c.load_id)
    query = _newest(query, tables.site, as_of).order_by(tables.site.c.source, tables.site.c.site_id)
    return _frame(connection, query, numbers=("lon", "lat"), integers=("source_row",))


def problems(connection: sa.Connection, run_id: str | None = None, source: str | None = None) -> pd.DataFrame:
    """Return the open problems, or with `run_id` those that run met.

    Open are the problems of the newest load of each file of each source, of the newest check of
    the whole record, and of the checks of single files since: reading a corrected file closes what
    its predecessor left open.  What two checks found alike is told once.
    Columns are the fields of `tracker.problem.Problem`, then run_id, snapshot_sha256, recorded_at.
    """
    load = tables.load
    chosen = sa.select(load.c.id)
    if run_id is not None:
        chosen = chosen.where(load.c.run_id == run_id)
    else:
        latest = sa.select(sa.func.max(load.c.id)).group_by(load.c.kind, load.c.source, load.c.file)
        whole = load.alias("whole")
        newest = sa.select(sa.func.coalesce(sa.func.max(whole.c.id), 0))
        newest = newest.where(whole.c.kind == "check", whole.c.file.is_(None))
        passed = sa.and_(load.c.kind == "check", load.c.id < newest.scalar_subquery())
        chosen = chosen.where(load.c.id.in_(latest), ~passed)
    once = sa.select(sa.func.max(load.c.id)).where(load.c.id.in_(chosen)).group_by(load.c.problem_set)
    query = (
        sa.select(
            *(tables.problem.c[name] for name in PROBLEM_COLUMNS),
            load.c.run_id,
            load.c.snapshot_sha256,
            load.c.recorded_at,
            load.c.id,
        )
        .join(load, load.c.problem_set == tables.problem.c.problem_set)
        .where(load.c.id.in_(once))
        .order_by(load.c.id, tables.problem.c.position)
    )
    if source is not None:
        query = query.where(sa.func.coalesce(tables.problem.c.source, load.c.source) == source)
    found = _frame(connection, query, numbers=("people",), integers=("row", "id"))
    first = found.groupby(PROBLEM_COLUMNS, dropna=False)["id"].transform("min")
    return found[found["id"] == first].drop(columns="id").reset_index(drop=True)


def loads(connection: sa.Connection) -> pd.DataFrame:
    """Return every load, oldest first; column `report` holds its LoadReport as JSON."""
    names = ["id", "kind", "run_id", "source", "file", "snapshot_sha256", "recorded_at", "report"]
    query = sa.select(*(tables.load.c[name] for name in names)).order_by(tables.load.c.id)
    return _frame(connection, query, integers=("id",))


def snapshots(connection: sa.Connection) -> pd.DataFrame:
    """Return every snapshot the record has figures, sites or problems from."""
    query = sa.select(tables.snapshot).order_by(tables.snapshot.c.retrieved_at, tables.snapshot.c.sha256)
    return _frame(connection, query, integers=("bytes",))


def _frame(
    connection: sa.Connection,
    query: sa.Select[Any],
    numbers: Sequence[str] = (),
    integers: Sequence[str] = (),
) -> pd.DataFrame:
    result = connection.execute(query)
    names = list(result.keys())
    frame = pd.DataFrame([tuple(row) for row in result], columns=names, dtype="object")
    types = {name: "Float64" if name in numbers else "Int64" if name in integers else "str" for name in names}
    return frame.astype(types)
