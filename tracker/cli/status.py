"""`tracker status`: how things stand, and what waits for a person."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from geodata.how_many import how_many
from tracker.cli.grid import print_document, print_grid

STRICT_STATUS = 3


def register(app: typer.Typer) -> None:
    app.command("status")(status)


def status(
    out: Annotated[
        Path | None,
        typer.Option(
            help="Where it is published; else `out` of tracker.toml, else site, else where a run "
            "published last."
        ),
    ] = None,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict",
            help="Exit with 3 when something waits for a person: a trouble is open, a job is late, "
            "a file of the inbox was rejected, or nothing is published.",
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Tell how things stand: the publication, jobs, sources, open troubles, rejected files, the scheduler.

    The exit status is 0 however they stand, unless --strict is given.
    """
    from jobs.config import load_config
    from jobs.ledger import open_ledger
    from jobs.state import state_of
    from jobs.whereabouts import whereabouts
    from tracker.home import home

    where = home()
    config, ledger = load_config(where), open_ledger(where)
    place = whereabouts(ledger, out)
    state = state_of(ledger, config.model_copy(update={"out": place}))
    if as_json:
        print_document(state)
    else:
        _print_publication(state["publication"], place, out, config.out)
        _print_jobs(state)
        _print_waiting(state)
        _print_sources(state["sources"])
    if strict and _needs_somebody(state):
        raise typer.Exit(STRICT_STATUS)


def _needs_somebody(state: dict[str, Any]) -> bool:
    late = any(job["late"] for job in state["jobs"])
    return bool(late or state["open"] or state["rejected"] or not state["publication"])


def _print_publication(
    publication: dict[str, Any] | None, place: Path, out: Path | None, declared: Path
) -> None:
    if publication is None:
        command = f"tracker refresh --out {out}" if out else "tracker refresh"
        typer.echo(f"Nothing is published at {place}; publish there with `{command}`,")
        typer.echo("  or name another place with --out, or once for all with `out` in tracker.toml.")
        return
    typer.echo(f"Published at {place}: {publication['release']}, data as of {publication['as_of']}")
    kept = how_many(len(publication["releases"]), "publication")
    typer.echo(f"  since {publication['since']}, {kept} kept")
    if out is None and place != declared:
        typer.echo(f"  (where a run published last; nothing is at {declared}, tracker.toml names no place)")


def _print_jobs(state: dict[str, Any]) -> None:
    for job in state["jobs"]:
        last = job["last_run"]
        ended = (
            f"last run {last['outcome'].replace('_', ' ')} at {last['started_at']}" if last else "never ran"
        )
        late = ", LATE" if job["late"] else ""
        typer.echo(f"Job {job['job']} ({job['schedule']}): {ended}; next {job['next_due']}{late}")
    scheduler = state["scheduler"]
    typer.echo(f"Scheduler: {'alive' if scheduler and scheduler['alive'] else 'not running'}")


def _print_waiting(state: dict[str, Any]) -> None:
    """Print what waits for a person: troubles, and files of the inbox that were refused."""
    for row in state["open"]:
        typer.echo(f"Open since {row['since']}: {row['title']}")
    for row in state["rejected"]:
        since = f" {row['at']}" if row["at"] else ""
        typer.echo(f"Rejected{since}: {row['path']}")
        typer.echo(f"  {' '.join(row['reason'].split())}")
    if state["rejected"]:
        typer.echo(f"  Mend a rejected file and put it into {state['inbox']} again, or delete it.")


def _print_sources(rows: list[dict[str, Any]]) -> None:
    if rows:
        cells = [[row["source"], row["state"], row["last_answer"] or "", row["detail"] or ""] for row in rows]
        print_grid(["source", "state", "last answer", "detail"], cells)
