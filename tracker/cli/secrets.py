"""Secrets for every command, before it starts."""

from __future__ import annotations

import typer


def open_keyring() -> None:
    """Take the secrets the settings keep in the system's keyring, and tell which it does not hold."""
    from jobs.keys import fill_environment
    from tracker.home import home_path

    for name in fill_environment(home_path()):
        typer.echo(f"tracker: the keyring holds nothing for {name}; it is not set", err=True)
