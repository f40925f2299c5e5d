"""Sites in the record: stored and superseded like figures, by source and site id."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import sqlalchemy as sa

from tracker.problem import Problem
from tracker.store import tables
from tracker.store.admissible import text
from tracker.store.earlier import Earlier
from tracker.store.findings import next_id
from tracker.view import SITE_COLUMNS

_NUMBERS = ("lon", "lat")
_PROVENANCE = ("source_sheet", "source_row", "source_file", "source_column")
_ALSO_CALLED = {"organisation": "operator", "reference_end": "valid_from"}
_COMPARED = [*SITE_COLUMNS, "attributes"]


@dataclass
class Changes:
    """What a reading changes in the sites of the record."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    new: int = 0
    unchanged: int = 0
    superseded: int = 0
    problems: list[Problem] = field(default_factory=list)


def changes(connection: sa.Connection, sites: pd.DataFrame, earlier: Earlier) -> Changes:
    """Compare incoming sites with the newest stored ones.

    A site without id or source, and a second row for the same site, is quarantined.
    """
    out = Changes()
    if len(sites) == 0:
        return out
    rows = [_row(record) for record in sites.to_dict("records")]
    stored = _stored(connection, {row["source"] for row in rows})
    seen: dict[tuple[Any, Any], dict[str, Any]] = {}
    for row, raw in zip(rows, sites.to_dict("records"), strict=True):
        key = (row["source"], row["site_id"])
        if not all(key) or key in seen:
            out.problems.append(_refused(row, raw, seen.get(key)))
            continue
        seen[key] = row
        old = stored.get(key)
        if old is None:
            out.new += 1
        elif earlier.overtaken(old["load_id"]) or all(old[name] == row[name] for name in _COMPARED):
            out.unchanged += 1
            continue
        else:
            out.superseded += 1
        out.rows.append({**row, "supersedes": old["id"] if old else None})
    return out


def add(connection: sa.Connection, load_id: int, found: Changes) -> None:
    """Add the new and changed sites."""
    if not found.rows:
        return
    base = next_id(connection, tables.site)
    rows = [{"id": base + index, "load_id": load_id, **row} for index, row in enumerate(found.rows)]
    connection.execute(tables.site.insert(), rows)


def _row(record: dict[Any, Any]) -> dict[str, Any]:
    record = dict(record)
    for other, name in _ALSO_CALLED.items():
        if text(record.get(name)) is None and other in record:
            record[name] = record.pop(other)
    row: dict[str, Any] = {name: text(record.get(name)) for name in SITE_COLUMNS}
    for name in _NUMBERS:
        row[name] = None if row[name] is None else float(row[name])
    extra: dict[str, Any] = json.loads(text(record.pop("attributes", None)) or "{}")
    for name, value in record.items():
        if name not in SITE_COLUMNS and name not in _PROVENANCE and text(value) is not None:
            extra[str(name)] = text(value)
    row["attributes"] = json.dumps(extra, sort_keys=True, ensure_ascii=False) if extra else None
    row["source_sheet"] = text(record.get("source_sheet"))
    number = text(record.get("source_row"))
    row["source_row"] = None if number is None else int(number)
    return row


def _stored(connection: sa.Connection, sources: set[str | None]) -> dict[tuple[Any, Any], dict[str, Any]]:
    newer = tables.site.alias("newer")
    query = (
        sa.select(tables.site)
        .where(tables.site.c.source.in_([source for source in sources if source]))
        .where(~sa.exists().where(newer.c.supersedes == tables.site.c.id))
    )
    return {(row.source, row.site_id): dict(row._mapping) for row in connection.execute(query)}


def _refused(row: dict[str, Any], raw: dict[Any, Any], first: dict[str, Any] | None) -> Problem:
    missing = "site_id" if not row["site_id"] else "source"
    return Problem(
        code="empty_column" if first is None else "duplicate",
        message=(
            f"the site has no {missing}"
            if first is None
            else f"the same site stands in row {first['source_row'] or '?'}"
        ),
        file=text(raw.get("source_file")),
        sheet=row["source_sheet"],
        row=row["source_row"],
        column=missing if first is None else "site_id",
        value=row["site_id"],
        expected="an id of its own for every site",
        hint="correct the list of sites and ingest it again",
        source=row["source"],
        place=row["place_name"] or row["name"],
    )
