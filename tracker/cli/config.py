"""`tracker config check`: what tracker.toml says, and whether it can be followed."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from geodata.how_many import how_many


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="The configuration of this data directory.", no_args_is_help=True)
    group.command("check")(check)
    group.command("example")(example)
    app.add_typer(group, name="config")


def check(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Read tracker.toml, or the defaults, and say what it means: what runs next, and where to."""
    import os
    from datetime import UTC, datetime

    from jobs.config import NAME, load_config
    from tracker.home import home

    where = home()
    config = load_config(where)
    now = datetime.now(UTC)
    following = {job.id: job.rule.following(now) for job in config.job}
    if as_json:
        settings = config.model_dump(mode="json")
        settings["next_due"] = {name: moment and moment.isoformat() for name, moment in following.items()}
        sys.stdout.write(json.dumps(settings, ensure_ascii=False, indent=1) + "\n")
        return
    path = where / NAME
    typer.echo(f"{path}: sound" if path.exists() else f"{path} is not there; the defaults hold")
    for job in config.job:
        typer.echo(f"{job.id}: {job.schedule} ({job.timezone}), next {following[job.id]}")
    typer.echo(
        f"published at {config.out}; inbox {config.inbox}; {how_many(config.keep, 'publication')} kept"
    )
    for name in (config.notify.urls_env, config.process.ping_env):
        typer.echo(f"{name}: {'set' if os.environ.get(name) else 'not set'}{_kept(config.keyring.get(name))}")


def _kept(place: str | None) -> str:
    return f" (keyring: {place})" if place else ""


def example() -> None:
    """Print a documented tracker.toml to start from."""
    from importlib.resources import files

    sys.stdout.write((files("jobs") / "examples" / "tracker.toml").read_text(encoding="utf-8"))
