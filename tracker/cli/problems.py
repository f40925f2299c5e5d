"""`tracker problems`: what was quarantined or looks wrong, and what to do about it."""

from __future__ import annotations

from typing import Annotated

import typer

SHOWN = [
    "code",
    "severity",
    "source",
    "file",
    "sheet",
    "row",
    "column",
    "value",
    "expected",
    "message",
    "hint",
]
STRICT_STATUS = 3


def register(app: typer.Typer) -> None:
    app.command("problems")(problems)


def problems(
    run: Annotated[str | None, typer.Option(help="Only what this run met, settled since or not.")] = None,
    source: Annotated[str | None, typer.Option(help="Only this source.")] = None,
    notes: Annotated[
        bool, typer.Option(help="Also notes: declared rules that were applied, nothing to do.")
    ] = True,
    strict: Annotated[
        bool, typer.Option("--strict", help="Leave with status 3 when a problem other than a note is open.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """List what is open: quarantined rows, implausible figures, with file, row and what to do."""
    from tracker.cli.listing import show
    from tracker.home import home
    from tracker.store import open_store

    with open_store(home()) as store:
        table = store.problems(run_id=run, source=source)
    serious = table["severity"] != "note"
    show(table if notes else table[serious], as_json=as_json, columns=SHOWN)
    if strict and serious.any():
        raise typer.Exit(STRICT_STATUS)
