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
    out: Annotated[
        Path | None, typer.Option(help="Where to publish; else `out` of tracker.toml, else site.")
    ] = None,
    source: Annotated[list[str] | None, typer.Option(help="Ask only this live source; repeatable.")] = None,
    trigger: Annotated[str, typer.Option(help="What started it, for the ledger.")] = "hand",
    accept_losses: Annotated[
        bool, typer.Option("--accept-losses", help="Publish although places, people or layers were lost.")
    ] = False,
) -> None:
    """Do the whole weekly job once: every due source, the record, maps, layers, portal."""
    from jobs.config import load_config
    from jobs.refresh import refresh as run
    from jobs.telling import told_when_it_fails
    from tracker.cli.progress import stage
    from tracker.home import home

    with told_when_it_fails(home(), "refresh"), stage("Refreshing"):
        target = out or load_config(home()).out
        done = run(home(), target, trigger=trigger, asked=source or (), accept_losses=accept_losses)
    if done.unchanged:
        typer.echo(f"Nothing new: the publication as of {done.as_of} stands.")
    else:
        typer.echo(f"Published as of {done.as_of}; {done.problems} problems noted (tracker problems).")
    typer.echo(str(target.absolute() / "index.html"))


def open_portal(
    out: Annotated[Path, typer.Option(help="Where the publication is.")] = Path("site"),
) -> None:
    """Open the portal in the browser."""
    import webbrowser

    index = out / "index.html"
    if not index.is_file():
        raise TrackerError(f"nothing is published at {out}; run `tracker refresh --out {out}` first")
    webbrowser.open(index.absolute().as_uri())
