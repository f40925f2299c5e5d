"""`tracker refresh` and `tracker open`: the whole weekly job once, and a look at the result."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from geodata.how_many import how_many
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
    from tracker.home import home

    where = home()
    if not (source or accept_losses) and (stands := _glance(where, out, trigger)):
        _nothing_new(*stands)
        return
    from jobs.config import load_config
    from jobs.refresh import refresh as run
    from jobs.telling import told_when_it_fails
    from tracker.cli.progress import stage

    with told_when_it_fails(where, "refresh", _target(where, out)), stage("Refreshing"):
        target = out or load_config(where).out
        done = run(where, target, trigger=trigger, asked=source or (), accept_losses=accept_losses)
    for report in done.rejected:
        typer.echo(f"A file of the inbox was rejected; why is told in {report}", err=True)
    if done.unchanged:
        _nothing_new(done.as_of, target)
        return
    met = f"{how_many(done.problems, 'problem')} in what this run read; tracker problems lists all that stand"
    typer.echo(f"Published as of {done.as_of}; {met}.")
    typer.echo(str(target.absolute() / "index.html"))


def _glance(where: Path, out: Path | None, trigger: str) -> tuple[str, Path] | None:
    """Return date and place of the publication that stands, when a glance shows that nothing is new."""
    from jobs.glance import glance

    target = _target(where, out)
    stands = glance(where, target, trigger) if target else None
    return (stands.as_of, target) if stands and target else None


def _target(where: Path, out: Path | None) -> Path | None:
    """Return where to publish, or None when tracker.toml is faulty, which the whole refresh tells."""
    from jobs.settled import target_of

    try:
        return target_of(where, out)
    except (OSError, ValueError):
        return None


def _nothing_new(as_of: str, target: Path) -> None:
    typer.echo(f"Nothing new: the publication as of {as_of} stands.")
    typer.echo(str(target.absolute() / "index.html"))


def open_portal(
    out: Annotated[
        Path | None,
        typer.Option(
            help="Where the publication is; else `out` of tracker.toml, else site, else where a run "
            "published last."
        ),
    ] = None,
) -> None:
    """Open the portal in the browser."""
    import webbrowser

    from jobs.ledger import open_ledger
    from jobs.whereabouts import whereabouts
    from tracker.home import home

    target = whereabouts(open_ledger(home()), out)
    index = target / "index.html"
    if not index.is_file():
        command = f"tracker refresh --out {out}" if out else "tracker refresh"
        raise TrackerError(f"nothing is published at {target}; run `{command}` first")
    webbrowser.open(index.absolute().as_uri())
