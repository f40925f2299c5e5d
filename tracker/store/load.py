"""One reading into the record, in one transaction, or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import sqlalchemy as sa

from tracker.observation import BY_NAME, NAMES, observation_table
from tracker.problem import Problem
from tracker.snapshot import Snapshot
from tracker.store import bulk, sites, tables
from tracker.store.admissible import refuse
from tracker.store.duplicates import repeated
from tracker.store.duplicates import report as duplicate_problems
from tracker.store.earlier import earlier
from tracker.store.encode import Distinct, Encoded, encode, plain, slices
from tracker.store.engine import writing
from tracker.store.findings import keep as keep_problems
from tracker.store.findings import next_id
from tracker.store.known import Known, compare
from tracker.store.moment import moment
from tracker.store.people import balance
from tracker.store.reading import Loadable
from tracker.store.report import LoadReport

Integers = npt.NDArray[np.int64]
_SLAB = 50_000
_COSTLY = ("ix_observation_natural_key", "observation_no_replace")
"""What a load that more than doubles the record is quicker without, until its rows are in."""


@dataclass(frozen=True)
class _Prepared:
    """A reading made ready outside the transaction."""

    figures: pd.DataFrame
    encoded: Encoded
    chosen: Integers  # positions that may be stored
    refused: Integers  # positions quarantined here
    problems: list[Problem]


def load(
    engine: sa.Engine, reading: Loadable, snapshot: Snapshot, *, run_id: str | None, recorded_at: datetime
) -> LoadReport:
    """Store what `reading` brings that the record does not hold yet.

    A figure whose natural key is new is added; one that differs from the newest stored figure
    of its key supersedes it (the old row stays); an equal one adds nothing.

    Raises
    ------
    StoreError
        When rows, figures or people do not balance, or the database refuses.
    """
    prepared = _prepare(reading)
    at = moment(recorded_at)
    with writing(engine) as connection:
        file = _file(reading, prepared.figures)
        before = earlier(connection, reading.source.id, file, reading.sha256)
        found = compare(connection, prepared.figures, prepared.encoded, prepared.chosen, before, file)
        site_changes = sites.changes(connection, reading.sites, before)
        problems = [*reading.problems, *prepared.problems, *site_changes.problems]
        problems += [_missed(reading, file, found.withdrawn)] if found.withdrawn else []
        report = _report(reading, prepared, found, site_changes, problems, run_id, at)
        report.balance()
        load_id = _record_load(connection, snapshot, report, problems)
        _add_figures(connection, load_id, prepared, found)
        sites.add(connection, load_id, site_changes)
    return report


def _prepare(reading: Loadable) -> _Prepared:
    figures = reading.observations
    if list(figures.columns) != NAMES:
        figures = observation_table(figures)
    figures = figures.reset_index(drop=True)
    refused, problems = refuse(figures)
    encoded = encode(figures)
    kept = np.flatnonzero(~refused.to_numpy())
    first = kept[repeated(encoded.keys[kept])]
    again = first != kept
    order = np.arange(len(figures), dtype=np.int64)
    order[kept] = first
    problems += duplicate_problems(figures, order)
    out = np.union1d(np.flatnonzero(refused.to_numpy()), kept[again])
    return _Prepared(figures, encoded, kept[~again], out, problems)


def _report(
    reading: Loadable,
    prepared: _Prepared,
    found: Known,
    site_changes: sites.Changes,
    problems: Sequence[Problem],
    run_id: str | None,
    at: str,
) -> LoadReport:
    superseded = int(found.differs.sum())
    unchanged = len(found.position) - superseded
    lost = _rows_lost(prepared)
    people = balance(prepared.figures, prepared.chosen, reading.problems)
    return LoadReport(
        source=reading.source.id,
        file=_file(reading, prepared.figures),
        snapshot_sha256=reading.sha256,
        run_id=run_id,
        recorded_at=at,
        rows_in=reading.rows_in,
        kept=reading.rows_kept - lost,
        quarantined=reading.rows_quarantined + lost,
        ignored=reading.rows_ignored,
        figures=len(prepared.figures),
        new=len(prepared.chosen) - len(found.position),
        unchanged=unchanged,
        superseded=superseded,
        withdrawn=found.withdrawn,
        figures_quarantined=len(prepared.refused),
        sites_new=site_changes.new,
        sites_unchanged=site_changes.unchanged,
        sites_superseded=site_changes.superseded,
        problems=len(problems),
        people_in=sum(part.people_in for part in people.values()),
        people_placed=sum(part.people_placed for part in people.values()),
        people_unplaced=sum(part.people_unplaced for part in people.values()),
        people_not_summable=sum(part.people_not_summable for part in people.values()),
        by_indicator=people,
    )


def _missed(reading: Loadable, file: str | None, withdrawn: int) -> Problem:
    return Problem(
        "figures_withdrawn",
        f"figures of earlier editions of this file that are not in this one: {withdrawn:,}",
        "warning",
        file=file,
        expected="every figure of the earlier edition, corrected or not",
        hint="they stay in the record as they were; ask the source whether it took them back",
        source=reading.source.id,
    )


def _rows_lost(prepared: _Prepared) -> int:
    """Count input rows all of whose figures were quarantined here."""
    if len(prepared.refused) == 0:
        return 0
    columns = ["source_file", "source_sheet", "source_row"]
    rows = prepared.figures[columns].iloc[prepared.refused].drop_duplicates()
    kept = prepared.figures[columns].iloc[prepared.chosen].drop_duplicates()
    return len(rows) - len(rows.merge(kept, on=columns))


def _file(reading: Loadable, figures: pd.DataFrame) -> str | None:
    if path := getattr(reading, "path", None):
        return Path(path).name
    for table in (figures, reading.sites):
        if "source_file" in table and table["source_file"].notna().any():
            return str(table["source_file"].dropna().iloc[0])
    return next((problem.file for problem in reading.problems if problem.file), None)


def _record_load(
    connection: sa.Connection, snapshot: Snapshot, report: LoadReport, problems: Sequence[Problem]
) -> int:
    known = sa.select(tables.snapshot.c.sha256).where(tables.snapshot.c.sha256 == snapshot.sha256)
    if connection.execute(known).first() is None:
        connection.execute(tables.snapshot.insert().values(**snapshot.record()))
    load_id = next_id(connection, tables.load)
    connection.execute(
        tables.load.insert().values(
            id=load_id,
            kind="file",
            run_id=report.run_id,
            source=report.source,
            file=report.file,
            snapshot_sha256=snapshot.sha256,
            recorded_at=report.recorded_at,
            problem_set=keep_problems(connection, problems),
            report=json.dumps(report.record(), sort_keys=True, ensure_ascii=False),
        )
    )
    return load_id


def _add_figures(connection: sa.Connection, load_id: int, prepared: _Prepared, found: Known) -> None:
    supersedes = np.full(len(prepared.figures), -1, dtype=np.int64)
    supersedes[found.position] = found.id
    same = found.position[~found.differs]
    wanted = np.setdiff1d(prepared.chosen, same, assume_unique=True)
    if len(wanted) == 0:
        return
    ids = {
        name: _described(connection, name, group, wanted) for name, group in prepared.encoded.groups.items()
    }
    columns = ["id", "load_id", "natural_key", "supersedes", *(f"{name}_id" for name in ids), *tables.ROW]
    base = next_id(connection, tables.observation)
    rows = _rows(prepared, wanted, ids, supersedes, load_id, base)
    many = len(wanted) >= max(_SLAB, base)
    with bulk.laid_again(connection, *(_COSTLY if many else ())):
        bulk.insert(connection, "observation", columns, rows)


def _described(connection: sa.Connection, name: str, group: Distinct, wanted: Integers) -> Integers:
    """Return the id of each description in use, adding those the record lacks."""
    table = tables.metadata.tables[name]
    used = np.unique(group.codes[wanted]).tolist()
    digests = group.digests()
    held: dict[bytes, int] = {}
    for start in range(0, len(used), 500):
        batch = [digests[code] for code in used[start : start + 500]]
        query = sa.select(table.c.digest, table.c.id).where(table.c.digest.in_(batch))
        held.update({bytes(digest): identifier for digest, identifier in connection.execute(query)})
    base = next_id(connection, table)
    fresh: list[tuple[Any, ...]] = []
    ids = np.zeros(len(group.records), dtype=np.int64)
    for code in used:
        digest = digests[code]
        if digest not in held:
            held[digest] = base + len(fresh)
            fresh.append((held[digest], digest, *group.records[code]))
        ids[code] = held[digest]
    bulk.insert(connection, name, ["id", "digest", *group.columns], fresh)
    return ids[group.codes]


def _rows(
    prepared: _Prepared,
    wanted: Integers,
    ids: dict[str, Integers],
    supersedes: Integers,
    load_id: int,
    base: int,
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the table of figures, a slab of columns at a time."""
    for start in range(0, len(wanted), _SLAB):
        slab = wanted[start : start + _SLAB]
        figures = prepared.figures[tables.ROW].iloc[slab]
        columns: list[Sequence[Any]] = [
            range(base + start, base + start + len(slab)),
            [load_id] * len(slab),
            slices(prepared.encoded.keys[slab]),
            [None if old < 0 else old for old in supersedes[slab].tolist()],
            *(group[slab].tolist() for group in ids.values()),
            *(plain(figures[name], BY_NAME[name].kind) for name in tables.ROW),
        ]
        yield from zip(*columns, strict=True)
