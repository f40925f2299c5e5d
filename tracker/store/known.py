"""Which of the incoming figures the record holds already, and whether they changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import sqlalchemy as sa

from tracker.observation import BY_NAME
from tracker.store import bulk
from tracker.store.earlier import Earlier
from tracker.store.encode import Encoded, Value, plain, slices
from tracker.store.tables import GROUPS, metadata, observation, series

Integers = npt.NDArray[np.int64]

MEASURED = ["value", "value_status", "sample_size", "denominator"]
DECISION = {
    "series": ["figure_kind"],
    "place": [
        *(f"reported_admin{level}_name" for level in range(4)),
        "level",
        "pcode",
        "place_name",
        "edition",
        "match_method",
    ],
    "origin": ["origin_level", "origin_pcode", "origin_name"],
}
"""With MEASURED, the columns outside the natural key that make a figure another figure.

A reported name below the level of the figure is no part of the key but a decision of the source.
Provenance (file, sheet, row, title, licence, remark) does not: an unchanged figure keeps pointing
at the snapshot it was first read in.
"""
_BATCH = 50_000
_INCOMING = sa.table("incoming", sa.column("position", sa.Integer), sa.column("natural_key", sa.LargeBinary))


@dataclass(frozen=True)
class Known:
    """The incoming figures whose natural key is stored: where, as which row, and if they differ."""

    position: Integers
    id: Integers
    differs: npt.NDArray[np.bool_]
    withdrawn: int = 0
    """Figures of earlier editions of the file, still the newest of their key, that it no longer gives."""


def compare(
    connection: sa.Connection,
    figures: pd.DataFrame,
    encoded: Encoded,
    chosen: Integers,
    earlier: Earlier,
    file: str | None,
) -> Known:
    """Compare the `chosen` positions with the newest stored figure of the same natural key.

    A figure that another input has superseded since these very bytes were first read under this
    name counts as equal: reading an unchanged folder again must not turn the record back.
    """
    if not _holds_sources(connection, encoded):
        return Known(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.bool_))
    _stage(connection, encoded, chosen)
    decisions = [_Decisions(connection, encoded, name) for name in DECISION]
    positions, ids, differs = [], [], []
    for rows in _stored(connection):
        where = [row[0] for row in rows]
        slab = figures.iloc[where]
        measured = list(zip(*(plain(slab[name], BY_NAME[name].kind) for name in MEASURED), strict=True))
        same = [tuple(row[3:7]) == new for row, new in zip(rows, measured, strict=True)]
        for offset, decision in enumerate(decisions, start=7):
            agrees = decision.agree(where, [row[offset] for row in rows])
            same = [left and right for left, right in zip(same, agrees, strict=True)]
        same = [equal or earlier.overtaken(row[2]) for equal, row in zip(same, rows, strict=True)]
        positions += where
        ids += [row[1] for row in rows]
        differs += [not both for both in same]
    withdrawn = 0 if file is None or earlier.own else _withdrawn(connection, _sources(encoded), file)
    connection.exec_driver_sql("DROP TABLE incoming")
    return Known(
        np.array(positions, np.int64), np.array(ids, np.int64), np.array(differs, np.bool_), withdrawn
    )


def _sources(encoded: Encoded) -> list[Value]:
    at = GROUPS["series"].index("source")
    return list({record[at] for record in encoded.groups["series"].records})


def _holds_sources(connection: sa.Connection, encoded: Encoded) -> bool:
    query = sa.select(series.c.id).where(series.c.source.in_(_sources(encoded))).limit(1)
    return connection.execute(query).first() is not None


def _withdrawn(connection: sa.Connection, sources: list[Value], file: str) -> int:
    """Count the newest figures read from a file of this name whose key does not come in now."""
    newer = observation.alias("newer")
    given = sa.select(series.c.id).where(series.c.source.in_(sources), series.c.source_file == file)
    query = (
        sa.select(sa.func.count())
        .select_from(observation)
        .where(observation.c.series_id.in_(given))
        .where(~sa.exists().where(newer.c.supersedes == observation.c.id))
        .where(observation.c.natural_key.not_in(sa.select(_INCOMING.c.natural_key)))
    )
    return int(connection.execute(query).scalar_one())


def _stage(connection: sa.Connection, encoded: Encoded, chosen: Integers) -> None:
    kind = "BLOB" if connection.dialect.name == "sqlite" else "BYTEA"
    connection.exec_driver_sql(f"CREATE TEMPORARY TABLE incoming (position INTEGER, natural_key {kind})")
    rows = zip(chosen.tolist(), slices(encoded.keys[chosen]), strict=True)
    bulk.insert(connection, "incoming", ["position", "natural_key"], rows)
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("ANALYZE incoming")


def _stored(connection: sa.Connection) -> Iterator[Sequence[Any]]:
    """Yield position, id, load, MEASURED and the ids of series, place and origin, in batches."""
    newer = observation.alias("newer")
    query = (
        sa.select(
            _INCOMING.c.position,
            observation.c.id,
            observation.c.load_id,
            *(observation.c[name] for name in MEASURED),
            *(observation.c[f"{name}_id"] for name in DECISION),
        )
        .select_from(_INCOMING.join(observation, observation.c.natural_key == _INCOMING.c.natural_key))
        .where(~sa.exists().where(newer.c.supersedes == observation.c.id))
        .order_by(_INCOMING.c.position)
    )
    result = connection.execute(query)
    while rows := result.cursor.fetchmany(_BATCH):  # the driver's own tuples: a third of the time
        yield rows


class _Decisions:
    """Whether an incoming description and a stored one decide the same; each pair is asked once."""

    def __init__(self, connection: sa.Connection, encoded: Encoded, name: str) -> None:
        self._connection = connection
        self._table = metadata.tables[name]
        self._columns = DECISION[name]
        group = encoded.groups[name]
        places = [group.columns.index(column) for column in self._columns]
        self._codes = group.codes
        self._incoming = [tuple(record[place] for place in places) for record in group.records]
        self._held: dict[int, tuple[Value, ...]] = {}

    def agree(self, where: list[int], ids: list[int]) -> list[bool]:
        self._fetch(set(ids) - self._held.keys())
        codes = self._codes[where].tolist()
        return [self._incoming[code] == self._held[key] for code, key in zip(codes, ids, strict=True)]

    def _fetch(self, missing: set[int]) -> None:
        table = self._table
        wanted = sorted(missing)
        for start in range(0, len(wanted), 500):
            query = sa.select(table.c.id, *(table.c[name] for name in self._columns))
            for row in self._connection.execute(query.where(table.c.id.in_(wanted[start : start + 500]))):
                self._held[row[0]] = tuple(row[1:])
