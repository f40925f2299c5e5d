"""Plain tables: CSV for any tool, CSV with HXL tags, and the pair of tables flowmap.blue reads."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from tracker.export.fields import fields_of
from tracker.export.layer import Layer
from tracker.view import View

RISKY = ("=", "+", "-", "@", "\t", "\r")
"""A text cell that starts like this is run as a formula by spreadsheets."""


def escaped(value: object) -> object:
    """Return the value, with an apostrophe before text a spreadsheet would execute."""
    return f"'{value}" if isinstance(value, str) and value.startswith(RISKY) else value


def write_csv(layer: Layer, path: Path, *, hxl: bool = False) -> None:
    """Write the rows without geometry: UTF-8, comma, LF, one header; with `hxl` a row of tags after it."""
    header: list[object] = [field.name for field in fields_of(layer.kind)]
    rows = itertools.chain.from_iterable(_rows(table) for table, _ in layer.parts())
    _write(path, itertools.chain([header, _tags(layer)] if hxl else [header], rows))


def _rows(table: pd.DataFrame) -> Iterable[list[object]]:
    columns = [
        [None if pd.isna(value) else _plain(value) for value in table[name].array] for name in table.columns
    ]
    return ([escaped(value) for value in row] for row in zip(*columns, strict=True))


def _plain(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _tags(layer: Layer) -> list[object]:
    tag = layer.indicator.hxl_tag if layer.indicator else ""
    table = layer.rows.part(0, 1).table
    levels = table["level"].dropna() if "level" in table else pd.Series(dtype="Int64")
    level = str(levels.iloc[0]) if len(levels) else "1"
    return [field.hxl.replace("{tag}", tag).replace("{level}", level) for field in fields_of(layer.kind)]


def write_totals(view: View, path: Path) -> None:
    """Write the published totals of country and groups with their unit; fields are those of ``totals``."""
    units = view.totals["indicator"].map({name: entry.unit for name, entry in view.indicators.items()})
    names: list[object] = [field.name for field in fields_of("totals")]
    _write(path, [names, *_rows(view.totals.assign(unit=units)[names])])


def write_flowmap(layer: Layer, view: View, locations: Path, flows: Path) -> None:
    """Write locations (id, name, lat, lon) and flows (origin, dest, count, time) for flowmap.blue.

    Flows with an unknown or undrawn end are left out, as flowmap.blue has no place for them.
    """
    table = layer.table
    known = table[(layer.place >= 0) & table["value"].notna()]
    used = set(known["origin"]) | set(known["destination"])
    units = view.units[["pcode", "place_name", "label_lat", "label_lon"]].to_numpy().tolist()
    anchors = view.anchors[["id", "name_fr", "lat", "lon"]].to_numpy().tolist()
    places = [row for row in [*units, *anchors] if row[0] in used]
    _write(locations, [["id", "name", "lat", "lon"], *[[escaped(value) for value in row] for row in places]])
    _write(
        flows, [["origin", "dest", "count", "time"], *_rows(known[["origin", "destination", "value", "end"]])]
    )


def _write(path: Path, rows: Iterable[list[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
