"""`tracker ingest`: files and folders into the record, with an account of every row."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from geodata.how_many import how_many

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from tracker.ingest import Ingested
    from tracker.store import Store

_COUNTS = (
    ("rows_in", "rows in"),
    ("rows_kept", "kept"),
    ("rows_quarantined", "quarantined"),
    ("rows_ignored", "ignored"),
    ("new", "new"),
    ("superseded", "superseded"),
    ("people_in", "people in"),
    ("people_placed", "placed"),
    ("people_unplaced", "unplaced"),
    ("people_not_summable", "not summable"),
    ("problems", "problems"),
)
WIDTH_OF_TABLE = 160
MOST_FINDINGS = 20


def register(app: typer.Typer) -> None:
    app.command("ingest")(ingest)


def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders to read.", show_default=False)],
    source: Annotated[
        str | None, typer.Option(help="Id of the source, where the format alone does not say.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 3 when rows were quarantined.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Read files into the record; the format is recognised, or the source is named."""
    from datetime import UTC, datetime

    from tracker.cells.bomb import bomb_of

    bombs = [f"{path.name}: {reason}" for path in paths if path.is_file() and (reason := bomb_of(path))]
    if len(bombs) == len(paths) and source is None and not as_json:
        for reason in bombs:
            typer.echo(f"tracker: {reason}", err=True)
        raise typer.Exit(1)
    from tracker.cli.progress import stage
    from tracker.home import home
    from tracker.ingest import ingest as run
    from tracker.source import source as declared
    from tracker.store import open_store

    where = home()
    chosen = declared(source, where) if source else None
    with open_store(where) as store, stage(f"Reading {', '.join(path.name for path in paths)}"):
        results = run(paths, store, recorded_at=datetime.now(UTC), source=chosen, home=where, check=True)
        idle = _idle(store, where, results)
    totals = _totals(results)
    if as_json:
        document = {"files": [result.record() for result in results], "totals": totals}
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")
    else:
        _print(results, totals)
    refused = [result for result in results if result.state == "refused"]
    for result in refused:
        typer.echo(f"tracker: {' '.join(result.reason.split())}", err=True)
    if idle:
        typer.echo(f"tracker: {idle}", err=True)
    if refused or idle:
        raise typer.Exit(1)
    if strict and totals["rows_quarantined"]:
        raise typer.Exit(3)


def _idle(store: Store, where: Path, results: list[Ingested]) -> str:
    """Return which declared correction fits nothing in the record, if any."""
    from tracker.corrections import refuse_idle
    from tracker.errors import DeclarationError

    if not (where / "corrections.toml").is_file():
        return ""
    try:
        refuse_idle(store, where, {result.source for result in results if result.state == "loaded"})
    except DeclarationError as error:
        return str(error)
    return ""


def _totals(results: list[Ingested]) -> dict[str, Any]:
    """Return counts over all files; people are summed within files only to check their balance."""
    loaded = [result for result in results if result.state == "loaded"]
    totals: dict[str, Any] = {name: sum(getattr(result, name) for result in loaded) for name, _ in _COUNTS}
    states = [result.state for result in results]
    return totals | {
        "files": len(results),
        **{state.replace(" ", "_"): states.count(state) for state in sorted(set(states))},
    }


def _print(results: list[Ingested], totals: dict[str, Any]) -> None:
    from rich.text import Text

    from tracker.cli.listing import paper

    console = paper()
    loaded = [result for result in results if result.state == "loaded"]
    if loaded and console.width >= WIDTH_OF_TABLE:
        console.print(_table(loaded, totals))
    for result in loaded if console.width < WIDTH_OF_TABLE else []:
        console.print(Text(_block(result)))
    for result in results:
        if result.state == "not recognised":
            console.print(Text(result.reason))
    _print_findings(loaded, console)
    if loaded:
        console.print(
            "rows in = kept + quarantined + ignored; people in = placed + unplaced + not summable, "
            "each indicator counted by itself",
            style="dim",
        )


def _table(loaded: list[Ingested], totals: dict[str, Any]) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("file", overflow="fold")
    table.add_column("source", overflow="fold")
    for _, words in _COUNTS:
        table.add_column(words, justify="right", no_wrap=True)
    for result in loaded:
        counts = [_number(getattr(result, name)) for name, _ in _COUNTS]
        table.add_row(Text(Path(result.file).name), Text(result.source), *counts)
    table.add_section()
    table.add_row("all files", "", *(_number(totals[name]) for name, _ in _COUNTS))
    return table


def _block(result: Ingested) -> str:
    """Return the account of one file in four lines, for screens too narrow for the table."""
    count = {name: _number(getattr(result, name)) for name, _ in _COUNTS}
    return (
        f"{Path(result.file).name} ({result.source})\n"
        f"  rows {count['rows_in']} = {count['rows_kept']} kept + {count['rows_quarantined']} quarantined"
        f" + {count['rows_ignored']} ignored\n"
        f"  people {count['people_in']} = {count['people_placed']} placed"
        f" + {count['people_unplaced']} unplaced + {count['people_not_summable']} not summable\n"
        f"  {count['new']} new, {count['superseded']} superseded; {how_many(result.problems, 'problem')}"
    )


def _print_findings(loaded: list[Ingested], console: Console) -> None:
    """Print what the checks found: the warnings first, the notes only counted."""
    from rich.text import Text

    found = [finding for result in loaded for finding in result.findings]
    warnings = [finding for finding in found if finding["severity"] != "note"]
    for finding in warnings[:MOST_FINDINGS]:
        place = ", ".join(str(finding[name]) for name in ("file", "indicator", "place") if finding[name])
        console.print(Text(f"{finding['code']}: {place}: {finding['message']}"))
    if found:
        console.print(
            f"checks: {how_many(len(warnings), 'warning')}, {how_many(len(found) - len(warnings), 'note')}; "
            "`tracker problems` lists them all"
        )


def _number(value: float) -> str:
    return f"{int(value):,}".replace(",", " ")
