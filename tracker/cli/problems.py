"""`tracker problems`: what was quarantined or looks wrong, and what to do about it."""

from __future__ import annotations

from pathlib import Path
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
MOST_RUNS = 100_000


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

    where = home()
    with open_store(where) as store:
        table = store.problems(run_id=run, source=source)
        known = set(store.loads()["run_id"].dropna()) if table.empty and run else set()
    if table.empty:
        _refuse_unknown(run, known, source, where)
    serious = table["severity"] != "note"
    show(table if notes else table[serious], as_json=as_json, columns=SHOWN)
    if strict and serious.any():
        raise typer.Exit(STRICT_STATUS)


def _refuse_unknown(run: str | None, known: set[str], source: str | None, where: Path) -> None:
    """Tell a run or source without problems from one that does not exist."""
    from tracker.errors import DeclarationError
    from tracker.source import sources

    if source is not None and source not in sources(where):
        raise DeclarationError(f"no source {source!r}; declared are: {', '.join(sources(where))}")
    if run is not None and run not in known:
        from jobs.history import runs
        from jobs.ledger import open_ledger

        if run not in {str(each["id"]) for each in runs(open_ledger(where), MOST_RUNS)}:
            raise DeclarationError(f"no run {run!r}; `tracker runs` lists them")
