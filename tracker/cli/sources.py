"""`tracker sources`: what is declared, what is due, and asking one over the network."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from geodata.how_many import how_many

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.source import Source

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
    """Say of every live source whether the next refresh asks it; a faulty declaration ends with status 1."""
    import os

    import pandas as pd

    from jobs.ask import is_due
    from jobs.history import source_states
    from jobs.ledger import open_ledger
    from tracker.cli.listing import show
    from tracker.home import home
    from tracker.read.registry import reader
    from tracker.source import sources

    ledger = open_ledger(home())
    states = {row["source"]: row for row in source_states(ledger)}
    rows = []
    declared = sources(home())
    for entry in declared.values():
        if entry.reader != "record-table":
            reader(entry.reader)
        if entry.live is None:
            continue
        state, key = states.get(entry.id), entry.live.key_env
        rows.append(
            {
                "id": entry.id,
                "every_days": entry.live.every_days,
                "last_answer": state["last_answer"] if state else None,
                "due": is_due(entry, state, ledger.clock()),
                "key": f"{key} is {'set' if os.environ.get(key) else 'not set'}" if key else "none needed",
            }
        )
    table = pd.DataFrame(rows, columns=["id", "every_days", "last_answer", "due", "key"])
    if as_json:
        show(table, as_json=True)
        return
    without_key = table["key"].str.endswith(" is not set")
    table["due"] = table["due"].map({True: "yes", False: "no"}).mask(without_key, "not asked without its key")
    table["last_answer"] = table["last_answer"].fillna("never")
    show(table, as_json=False)
    typer.echo(f"{how_many(len(declared), 'declaration')} of sources read, all sound")


def fetch(
    source: Annotated[
        str | None, typer.Argument(help="Id of the source; every live one when left out.")
    ] = None,
    as_json: _JSON = False,
) -> None:
    """Ask live sources, due or not, and load their answers; a failing one does not stop the others.

    The exit status is 1 when one did not answer, or nothing of its answer could be loaded.
    """
    from jobs.ask import ask_source
    from jobs.gather import TROUBLED
    from jobs.ledger import open_ledger
    from tracker.cli.progress import stage
    from tracker.home import home
    from tracker.store import open_store

    where = home()
    chosen = _chosen(source, where)
    results: list[dict[str, Any]] = []
    with (
        open_ledger(where).run("fetch", attended=True) as run,
        run.stage("fetch") as counts,
        open_store(where) as store,
    ):
        for entry in chosen:
            with stage(f"Asking {entry.id}"):
                asked = ask_source(entry, run, store, where, check=True)
            counts.count(**{asked.state: 1})
            result: dict[str, Any] = {"source": entry.id, "state": asked.state, "message": asked.message}
            results.append(result | ({"ingest": [asked.account.record()]} if asked.account else {}))
    if as_json:
        sys.stdout.write(json.dumps(results, ensure_ascii=False, indent=1) + "\n")
    else:
        for result in results:
            typer.echo(f"{result['source']}: {result['state']}; {result['message']}")
    if any(result["state"] in TROUBLED for result in results):
        raise typer.Exit(1)


def _chosen(identifier: str | None, where: Path) -> list[Source]:
    """Return the source of this id, or every live one; one without an address is refused."""
    from tracker.errors import DeclarationError
    from tracker.source import source as declared
    from tracker.source import sources

    if identifier is None:
        return [entry for entry in sources(where).values() if entry.live]
    entry = declared(identifier, where)
    if entry.live is None:
        raise DeclarationError(
            f"source {entry.id!r} is not asked over the network; give its files to `tracker ingest`"
        )
    return [entry]
