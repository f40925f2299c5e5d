"""`tracker refresh` and `tracker open`: the whole weekly job once, and a look at the result."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tracker.errors import TrackerError


def register(app: typer.Typer) -> None:
    app.command("refresh")(refresh)
    app.command("open")(open_portal)


def refresh(
    out: Annotated[Path, typer.Option(help="Where to publish.")] = Path("site"),
) -> None:
    """Do the whole weekly job once: every due source, the record, maps, layers, portal."""
    from jobs.refresh import refresh as run
    from tracker.cli.progress import stage
    from tracker.home import home

    with stage("Refreshing"):
        done = run(home(), out)
    if done.unchanged:
        typer.echo(f"Nothing new: the publication as of {done.as_of} stands.")
    else:
        typer.echo(f"Published as of {done.as_of}; {done.problems} problems noted (tracker problems).")
    typer.echo(str(out.absolute() / "index.html"))


def open_portal(
    out: Annotated[Path, typer.Option(help="Where the publication is.")] = Path("site"),
) -> None:
    """Open the portal in the browser."""
    import webbrowser

    index = out / "index.html"
    if not index.is_file():
        raise TrackerError(f"nothing is published at {out}; run `tracker refresh --out {out}` first")
    webbrowser.open(index.absolute().as_uri())
