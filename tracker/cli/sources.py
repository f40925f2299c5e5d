"""`tracker sources`: what is declared, what is due, and asking one over the network."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from pathlib import Path

_JSON = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


def register(app: typer.Typer) -> None:
    group = typer.Typer(
        no_args_is_help=True, help="The declared sources: list, check what is due, fetch one."
    )
    group.command("list")(list_sources)
    group.command("check")(check)
    group.command("fetch")(fetch)
    app.add_typer(group, name="sources")


def list_sources(as_json: _JSON = False) -> None:
    """List every declared source with its format, terms and precedence."""
    import pandas as pd

    from tracker.cli.listing import show
    from tracker.home import home
    from tracker.source import sources

    rows = [
        {
            "id": entry.id,
            "title": entry.title,
            "organisation": entry.organisation,
            "reader": entry.reader,
            "numbering": entry.numbering,
            "edition": entry.edition,
            "precedence": entry.precedence,
            "live": entry.live is not None,
            "redistribution": entry.redistribution,
            "sensitivity": entry.sensitivity,
            "licence": entry.licence,
            "credit": entry.credit,
            "url": entry.url,
        }
        for entry in sources(home()).values()
    ]
    columns = ["id", "organisation", "reader", "precedence", "live", "licence"]
    show(pd.DataFrame(rows), as_json=as_json, columns=columns)


def check(as_json: _JSON = False) -> None:
    """Say of every live source whether it is due, and of the declarations whether they are sound."""
    import pandas as pd

    from tracker.cli.listing import show
    from tracker.home import home
    from tracker.read.registry import reader
    from tracker.source import sources

    rows = []
    for entry in sources(home()).values():
        if entry.reader != "record-table":
            reader(entry.reader)
        if entry.live is not None:
            rows.append({"id": entry.id, "every_days": entry.live.every_days, **_due(entry.id, home())})
    show(pd.DataFrame(rows), as_json=as_json)


def fetch(
    source: Annotated[
        str | None, typer.Argument(help="Id of the source; every live one when left out.")
    ] = None,
    as_json: _JSON = False,
) -> None:
    """Ask live sources and load their answers; a failing one does not stop the others."""
    from datetime import UTC, datetime

    from tracker.cli.progress import stage
    from tracker.home import home
    from tracker.ingest import ingest
    from tracker.live.pulling import pull_source
    from tracker.source import source as declared
    from tracker.source import sources
    from tracker.store import open_store

    where = home()
    chosen = (
        [declared(source, where)] if source else [entry for entry in sources(where).values() if entry.live]
    )
    results: list[dict[str, Any]] = []
    for entry in chosen:
        with stage(f"Asking {entry.id}"):
            pulled = pull_source(entry, where)
            result: dict[str, Any] = {"source": entry.id, "state": pulled.state, "message": pulled.message}
            if pulled.state == "fetched" and pulled.path is not None:
                with open_store(where) as store:
                    loaded = ingest(
                        [pulled.path],
                        store,
                        recorded_at=datetime.now(UTC),
                        source=entry,
                        home=where,
                        check=True,
                    )
                result["ingest"] = [part.record() for part in loaded]
        results.append(result)
    if as_json:
        sys.stdout.write(json.dumps(results, ensure_ascii=False, indent=1) + "\n")
    else:
        for result in results:
            typer.echo(f"{result['source']}: {result['state']}; {result['message']}")
    if any(result["state"] == "failed" for result in results):
        raise typer.Exit(1)


def _due(identifier: str, where: Path) -> dict[str, Any]:
    """Return when a live source last gave an answer, and whether it is due again."""
    import os
    from datetime import UTC, datetime, timedelta

    from tracker.live.pulling import answer_path
    from tracker.source import source as declared

    entry = declared(identifier, where)
    live = entry.live
    if live is None:
        return {}
    path = answer_path(where, entry)
    last = datetime.fromtimestamp(path.stat().st_mtime, UTC) if path.is_file() else None
    due = last is None or datetime.now(UTC) - last >= timedelta(days=live.every_days)
    return {
        "last_answer": last.isoformat(timespec="seconds") if last else None,
        "due": due,
        "key": (f"{live.key_env} is set" if os.environ.get(live.key_env) else f"{live.key_env} is not set")
        if live.key_env
        else "none needed",
    }
