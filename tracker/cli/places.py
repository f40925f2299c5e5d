"""`tracker places`: how names and codes are placed, and the names that wait for a person."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geodata import DEFAULT_EDITION
from geodata.how_many import how_many

if TYPE_CHECKING:
    import pandas as pd

places = typer.Typer(help="How a name or code is placed, and names that need a person.", no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
_MATCHED = [
    "name", "code", "pcode", "place_name", "level", "method", "score", "rivals", "problem", "message",
]  # fmt: skip
_REVIEWED = [
    "name",
    "level",
    "within",
    "edition",
    "rows",
    "people",
    "suggestion",
    "suggestion_pcode",
    "score",
]


def register(app: typer.Typer) -> None:
    app.add_typer(places, name="places")


@places.command("match")
def match(
    names: Annotated[
        list[str], typer.Argument(help="Names to place; with --code, exactly one or none.")
    ] = [],  # noqa: B006
    code: Annotated[str | None, typer.Option(help="A code that comes with the name.")] = None,
    edition: Annotated[str, typer.Option(help="Edition to place in.")] = DEFAULT_EDITION,
    level: Annotated[int | None, typer.Option(min=1, max=3, help="1 region, 2 cercle, 3 commune.")] = None,
    within: Annotated[str | None, typer.Option(help="P-code or name of the parent.")] = None,
    numbering: Annotated[
        str | None,
        typer.Option(help="Numbering the code is in, or by-name; a code alone is one of the edition."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Show which place a name or code is taken for, by which rule, and the rivals."""
    import pandas as pd

    from geodata.match import PlaceIndex
    from tracker.cli.listing import show
    from tracker.home import home

    if code is not None and len(names) > 1:
        raise typer.BadParameter("one code goes with one name")
    if code is None and not names:
        raise typer.BadParameter("give a name, or a code with --code")
    index = PlaceIndex(edition, home())
    asked = [_name_or_code(name, code) for name in names] or [(None, code)]
    decided = []
    for name, own in asked:
        counted = numbering or ("by-name" if name else edition)
        found = index.match(name, code=own, level=level, within=within, numbering=counted)
        decided.append({"name": name, "code": own, **asdict(found)})
    if as_json:
        sys.stdout.write(json.dumps(decided, ensure_ascii=False, indent=1) + "\n")
        return
    table = pd.DataFrame(decided)
    table["rivals"] = [", ".join(rivals) for rivals in table["rivals"]]
    show(table, as_json=False, columns=_MATCHED)


def _name_or_code(text: str, code: str | None) -> tuple[str | None, str | None]:
    """Take a name that has the form of a code for one, where no code comes with it."""
    from geodata.pcodes import parse

    read = parse(text)
    is_code = code is None and (read.level is not None or read.foreign)
    return (None, text) if is_code else (text, code)


@places.command("review")
def review(
    accept: Annotated[
        list[str] | None,
        typer.Option("--accept", help="Accept the suggestion for this name; may be repeated."),
    ] = None,
    pcode: Annotated[str | None, typer.Option(help="With one --accept: the place it is, instead.")] = None,
    as_json: Json = False,
) -> None:
    """List the names no place was found for; --accept writes the alias into aliases.csv."""
    from geodata.review import accept_suggestion
    from geodata.review import review as review_names
    from tracker.cli.listing import show
    from tracker.home import home

    here = home()
    names, met = _names(here)
    waiting = review_names(names, here)
    if accept:
        if pcode is not None and len(accept) > 1:
            raise typer.BadParameter("--pcode goes with one --accept")
        for name in accept:
            alias = accept_suggestion(name, here, waiting, pcode=pcode)
            typer.echo(
                f"{alias.alias} is {alias.name} from now on; written to {here / 'aliases.csv'}; "
                "for figures stored before: tracker places apply",
                err=True,
            )
        waiting = review_names(names, here)
    _warn_unused(met, here)
    show(waiting, as_json=as_json, columns=_REVIEWED)


@places.command("apply")
def apply(as_json: Json = False) -> None:
    """Give stored figures the places accepted since: their kept files are read again."""
    from datetime import UTC, datetime

    from tracker.home import home
    from tracker.place_again import place_again
    from tracker.store import open_store

    with open_store(home()) as store:
        accounts = place_again(store, recorded_at=datetime.now(UTC), home=home())
    if as_json:
        records = [account.record() for account in accounts]
        sys.stdout.write(json.dumps(records, ensure_ascii=False, indent=1) + "\n")
        return
    for account in accounts:
        typer.echo(f"{Path(account.file).name}: a place now for {how_many(account.superseded, 'figure')}")
    if not accounts:
        typer.echo("No stored figure has a place it did not have before.")


def _names(here: Path) -> tuple[pd.DataFrame, set[str]]:
    from tracker.store import open_store
    from tracker.unplaced import names_met, unplaced_names

    with open_store(here) as store:
        observations = store.observations()
    return unplaced_names(observations), names_met(observations)


def _warn_unused(met: set[str], here: Path) -> None:
    from geodata.aliases import own_file
    from geodata.review import unused_aliases

    own = own_file(here)
    if not own.is_file():
        return
    shipped = set(unused_aliases(met))
    unused = [alias.alias for alias in unused_aliases(met, here) if alias not in shipped]
    if unused:
        typer.echo(f"aliases of {own} that no source uses: {', '.join(unused)}", err=True)
