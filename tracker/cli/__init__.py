"""The command line: a thin skin over the packages.  One module per group of commands."""

from __future__ import annotations

import io
import os
import sys
from importlib import import_module

import typer

from geodata.errors import TrackerError
from tracker.cli.secrets import open_keyring

GROUPS = (
    "refresh",
    "ingest",
    "sources",
    "boundaries",
    "places",
    "observations",
    "problems",
    "map",
    "export",
    "template",
    "survey",
    "schedule",
    "runs",
    "status",
    "config",
)


def build_app() -> typer.Typer:
    """Return the command line with every group registered."""
    app = typer.Typer(
        name="tracker",
        help="Where people in Mali have fled, where they have gone back to, and what they find there.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    for group in GROUPS:
        import_module(f"tracker.cli.{group}").register(app)
    return app


def main() -> None:
    """Run one command: 0 done, 1 the run failed (one line says why), 2 wrong usage, 3 under --strict."""
    # GDAL reads any local file through a VRT named .geojson; it must hear of this before it starts.
    os.environ.setdefault("OGR_SKIP", "OGR_VRT")
    speak_utf8()
    try:
        open_keyring()
        build_app()()
    except TrackerError as error:
        typer.echo(f"tracker: {' '.join(str(error).split())}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        # the reader of the pipe has gone (`tracker observations | head`)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def speak_utf8() -> None:
    """Write UTF-8 into files and pipes whatever the locale: names and JSON need more than a code page has."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8")
