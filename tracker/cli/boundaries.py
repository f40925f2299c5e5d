"""`tracker boundaries`: the editions of the boundaries, and adding polygons to them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from geodata.how_many import how_many

if TYPE_CHECKING:
    import pandas as pd

_FAULTS = ["code", "level", "pcode", "place", "area_km2", "lat", "lon", "message", "repair"]
_LISTED = ["edition", "title", "valid_from", "valid_to", "units", "geometry", "licence"]

boundaries = typer.Typer(
    help="Dated sets of boundaries: list, add, check and fetch them.", no_args_is_help=True
)
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


def register(app: typer.Typer) -> None:
    app.add_typer(boundaries, name="boundaries")


@boundaries.command("list")
def list_editions(as_json: Json = False) -> None:
    """List the declared editions, their units and whether their polygons are here."""
    from tracker.cli.listing import show
    from tracker.home import home

    show(_editions(home()), as_json=as_json, columns=_LISTED)


@boundaries.command()
def add(
    path: Annotated[
        Path, typer.Argument(help="Shapefile, GeoJSON, TopoJSON, GeoPackage, FileGDB, folder or zip.")
    ],
    edition: Annotated[
        str, typer.Option(help="The edition the polygons belong to; see `tracker boundaries list`.")
    ],
    crs: Annotated[
        str | None, typer.Option(help="Coordinate reference system, where the file states none.")
    ] = None,
    numbering: Annotated[
        str | None, typer.Option(help="Numbering of the file's codes, where it is not clear.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Check somebody's boundaries, repair them by the declared rules, and keep them."""
    from geodata.boundaries.adding import add as add_boundaries
    from tracker.cli.progress import stage
    from tracker.home import home

    with stage(f"Adding {path.name} to {edition}"):
        report = add_boundaries(path, edition, home(), crs=crs, numbering=numbering)
    _print(report, as_json)


@boundaries.command()
def check(
    name: Annotated[
        str | None,
        typer.Argument(metavar="EDITION", help="Only this edition; every added one by default."),
    ] = None,
    edition: Annotated[str | None, typer.Option(help="The same, as an option.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 3 when a fault is found.")] = False,
    as_json: Json = False,
) -> None:
    """Verify geometry, overlaps, gaps, nesting, codes and counts of the polygons kept here."""
    from geodata.boundaries.adding import check as check_edition
    from geodata.editions import editions, has_geometry
    from geodata.errors import PlaceError
    from tracker.cli.progress import stage
    from tracker.home import home

    here = home()
    known = editions(here)
    edition = name or edition
    if edition is not None and edition not in known:
        raise PlaceError(f"no edition {edition!r}; known are: {', '.join(known)}")
    added = [id for id, each in known.items() if any(has_geometry(id, level, here) for level in each.levels)]
    with stage("Checking boundaries"):
        reports = [check_edition(id, here) for id in ([edition] if edition else added)]
    if as_json:
        sys.stdout.write(json.dumps(reports, ensure_ascii=False, indent=1) + "\n")
    else:
        for report in reports:
            _print(report, as_json)
    if strict and any(report["faults"] for report in reports):
        raise typer.Exit(3)


@boundaries.command()
def fetch(
    edition: Annotated[str, typer.Argument(help="The edition to get from HDX.")],
    as_json: Json = False,
) -> None:
    """Download an edition from HDX, verify it, and add it."""
    from tracker.boundary_download import fetch_edition
    from tracker.cli.progress import stage
    from tracker.home import home

    with stage(f"Fetching {edition}"):
        report = fetch_edition(edition, home())
    _print(report, as_json)


def _editions(here: Path) -> pd.DataFrame:
    import pandas as pd

    from geodata.editions import editions, has_geometry
    from geodata.storage import stored_report

    rows = []
    for each in editions(here).values():
        drawn = ", ".join(str(level) for level in each.levels if has_geometry(each.id, level, here))
        source = stored_report(here, each.id).get("derived_from")
        origin = f", made of the communes of {source}" if source else ""
        rows.append(
            {
                "edition": each.id,
                "title": each.title_en,
                "valid_from": each.valid_from,
                "valid_to": each.valid_to,
                "numbering": each.numbering,
                "units": " / ".join(str(count) for count in each.levels.values()),
                "geometry": f"levels {drawn}{origin}" if drawn else "not here",
                "approximate": each.approximate,
                "licence": each.licence,
                "credit": each.credit,
                "url": each.url,
                "defects": "; ".join(each.defects),
                "notes": each.notes,
            }
        )
    return pd.DataFrame(rows)


def _print(report: dict[str, Any], as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=1) + "\n")
        return
    import pandas as pd

    from tracker.cli.listing import show

    *higher, deepest = report["levels"].values()
    units = " / ".join([*(str(count) for count in higher), how_many(deepest, "unit")])
    typer.echo(f"{report['edition']}: {units}, {report['area_km2']:,.0f} km2")
    for key in ("invalid", "overlaps", "gaps", "nested"):
        if key in report:
            typer.echo(f"{key}: {report[key]}")
    for rule, words in report.get("rules", {}).items():
        typer.echo(f"repaired by {rule}: {words}")
    if report.get("derived"):
        typer.echo(f"also drawn from its communes: {', '.join(report['derived'])}")
    if report["faults"]:
        show(pd.DataFrame(report["faults"], columns=_FAULTS), as_json=False, columns=_FAULTS)
    else:
        typer.echo("no faults")
