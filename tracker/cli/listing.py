"""Listings: one JSON document on stdout with --json, a table for people otherwise."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pandas as pd

from geodata.how_many import how_many
from tracker.records import records

if TYPE_CHECKING:
    from rich.console import Console

WIDTH_IN_A_FILE = 200


def paper() -> Console:
    """Return where listings are printed: as wide as the screen, or wide enough for a table in a file."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else WIDTH_IN_A_FILE)


def show(table: pd.DataFrame, *, as_json: bool, columns: list[str] | None = None, title: str = "") -> None:
    """Print the table: every column as JSON, or the named ones for people."""
    if as_json:
        sys.stdout.write(json.dumps(records(table), ensure_ascii=False, indent=1) + "\n")
        return
    from rich import box
    from rich.table import Table
    from rich.text import Text

    shown = table[[name for name in columns or table.columns if name in table]]
    printed = Table(box=box.SIMPLE_HEAD, title=title or None, title_justify="left")
    for name in shown.columns:
        numeric = pd.api.types.is_numeric_dtype(shown[name])
        printed.add_column(str(name), justify="right" if numeric else "left", overflow="fold")
    for record in records(shown):
        printed.add_row(*(Text("" if value is None else _text(value)) for value in record.values()))
    console = paper()
    console.print(printed)
    console.print(how_many(len(shown), "row"), style="dim")


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}".replace(",", " ") if isinstance(value, int) else str(value)
