"""`tracker runs` and `tracker rollback`: what ran, and going back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.grid import print_document, print_grid

Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
Out = Annotated[
    Path | None, typer.Option(help="Where it is published; else `out` of tracker.toml, else site.")
]


def register(app: typer.Typer) -> None:
    app.command("runs")(runs)
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
        print_document(found)
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
    print_grid(
        ["run", "job", "trigger", "started (UTC)", "took", "outcome", "problems", "publication or error"],
        rows,
    )


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
        print_document({"release": done.release, "previous": done.previous, "out": str(target)})
        return
    typer.echo(f"{target} shows {done.release} again, instead of {done.previous}.")


def _minute(moment: str) -> str:
    return moment[:16].replace("T", " ")
