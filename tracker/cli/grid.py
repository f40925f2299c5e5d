"""Words in columns, for listings that need none of the libraries of tables."""

from __future__ import annotations

import json
import sys


def print_grid(headers: list[str], rows: list[list[str]]) -> None:
    """Print rows of words below their headers, as wide as the screen or wide enough for a file."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD)
    for header in headers:
        table.add_column(header, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console(width=None if sys.stdout.isatty() else 200).print(table)


def print_document(document: object) -> None:
    """Print one JSON document."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")
