"""`tracker runs`, `tracker status`, `tracker rollback`: what ran, how things stand, going back."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from geodata.how_many import how_many

Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
Out = Annotated[Path | None, typer.Option(help="Where it is published; by default as tracker.toml says.")]


def register(app: typer.Typer) -> None:
    app.command("runs")(runs)
    app.command("status")(status)
    app.command("rollback")(rollback)


def runs(
    limit: Annotated[int, typer.Option(help="How many of the newest runs.", min=1)] = 20,
    as_json: Json = False,
) -> None:
    """List the newest runs: when, why, how they ended, stage by stage and source by source."""
    from jobs.history import runs as of_ledger
    from jobs.ledger import open_ledger
    from tracker.home import home

    found = of_ledger(open_ledger(home()), limit)
    if as_json:
        _document(found)
        return
    rows = [
        [
            run["id"],
            run["job"],
            run["trigger"],
            _minute(run["started_at"]),
            f"{sum(stage['seconds'] for stage in run['stages']):.1f} s",
            run["outcome"].replace("_", " "),
            str(run["problems"] or ""),
            run["error"] or (run["publication"] or {}).get("release", ""),
        ]
        for run in found
    ]
    _table(
        ["run", "job", "trigger", "started (UTC)", "took", "outcome", "problems", "publication or error"],
        rows,
    )


def status(out: Out = None, as_json: Json = False) -> None:
    """Tell how things stand: the publication, every job and source, open troubles, the scheduler."""
    from jobs.config import load_config
    from jobs.ledger import open_ledger
    from jobs.state import state_of
    from tracker.home import home

    where = home()
    config = load_config(where)
    if out:
        config = config.model_copy(update={"out": out.absolute()})
    state = state_of(open_ledger(where), config)
    if as_json:
        _document(state)
        return
    _print_state(state, str(config.out))


def rollback(
    run: Annotated[
        str | None, typer.Argument(help="Run or release to go back to; by default the one before.")
    ] = None,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Show an earlier publication again, byte for byte; it is entered in the ledger and the journal."""
    from jobs.config import load_config
    from jobs.going_back import go_back
    from jobs.ledger import open_ledger
    from tracker.home import home

    where = home()
    target = out.absolute() if out else load_config(where).out
    done = go_back(open_ledger(where), target, run)
    if as_json:
        _document({"release": done.release, "previous": done.previous, "out": str(target)})
        return
    typer.echo(f"{target} shows {done.release} again, instead of {done.previous}.")


def _print_state(state: dict[str, Any], out: str) -> None:
    publication = state["publication"]
    if publication:
        typer.echo(f"Published at {out}: {publication['release']}, data as of {publication['as_of']}")
        kept = how_many(len(publication["releases"]), "publication")
        typer.echo(f"  since {publication['since']}, {kept} kept")
    else:
        typer.echo(f"Nothing is published at {out}; run: tracker refresh")
    for job in state["jobs"]:
        last = job["last_run"]
        ended = (
            f"last run {last['outcome'].replace('_', ' ')} at {last['started_at']}" if last else "never ran"
        )
        late = ", LATE" if job["late"] else ""
        typer.echo(f"Job {job['job']} ({job['schedule']}): {ended}; next {job['next_due']}{late}")
    scheduler = state["scheduler"]
    typer.echo(f"Scheduler: {'alive' if scheduler and scheduler['alive'] else 'not running'}")
    for row in state["open"]:
        typer.echo(f"Open since {row['since']}: {row['title']}")
    if state["sources"]:
        rows = [
            [row["source"], row["state"], row["last_answer"] or "", row["detail"] or ""]
            for row in state["sources"]
        ]
        _table(["source", "state", "last answer", "detail"], rows)


def _minute(moment: str) -> str:
    return moment[:16].replace("T", " ")


def _document(document: object) -> None:
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def _table(headers: list[str], rows: list[list[str]]) -> None:
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
