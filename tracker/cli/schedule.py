"""`tracker schedule`: the scheduler in the foreground, for a service manager or a timer."""

from __future__ import annotations

from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    app.command("schedule")(schedule)


def schedule(
    once: Annotated[
        bool, typer.Option("--once", help="Run what is due and leave: for cron, timers, Task Scheduler.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Also take in the files of the inbox as they arrive.")
    ] = False,
) -> None:
    """Run the declared jobs when they are due; SIGTERM stops cleanly, SIGHUP reads tracker.toml again."""
    from jobs.config import load_config
    from jobs.ledger import open_ledger
    from jobs.logs import to_stderr
    from jobs.schedule import Schedule
    from tracker.home import home

    where = home()
    to_stderr()
    config = load_config(where)
    ledger = open_ledger(where, patience_seconds=config.process.lock_patience_seconds)
    runner = Schedule(where, ledger, lambda: load_config(where), watch=watch)
    if once:
        raise typer.Exit(0 if runner.once(typer.echo) else 1)
    raise typer.Exit(runner.forever())
