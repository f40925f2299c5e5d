"""`tracker export`: layers for GIS staff."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from geodata.how_many import how_many


class Resolution(StrEnum):
    web = "web"
    full = "full"


class Language(StrEnum):
    fr = "fr"
    en = "en"


def register(app: typer.Typer) -> None:
    app.command("export")(export)


def export(
    out: Annotated[Path, typer.Option(help="Folder to write into.")],
    formats: Annotated[
        str,
        typer.Option("--format", help="Any of geojson, gpkg, geoparquet, fgb, csv, hxl, flowmap, by commas."),
    ] = "geojson",
    indicator: Annotated[list[str] | None, typer.Option(help="Only this indicator; may be repeated.")] = None,
    level: Annotated[int | None, typer.Option(min=1, max=3, help="1 regions, 2 cercles, 3 communes.")] = None,
    edition: Annotated[str | None, typer.Option(help="Boundary edition of the P-codes.")] = None,
    start: Annotated[str | None, typer.Option("--from", help="First day, YYYY-MM-DD.")] = None,
    end: Annotated[str | None, typer.Option("--to", help="Last day, YYYY-MM-DD.")] = None,
    group: Annotated[
        str | None, typer.Option(help="Only units of a group: north, or GROUPING:GROUP.")
    ] = None,
    bbox: Annotated[str | None, typer.Option(help="West,south,east,north in degrees.")] = None,
    source: Annotated[list[str] | None, typer.Option(help="Only this source; may be repeated.")] = None,
    geometry: Annotated[
        Resolution, typer.Option(help="Simplified for the web, or as added.")
    ] = Resolution.web,
    curved: Annotated[bool, typer.Option("--curved", help="Bend the lines of movements.")] = False,
    lang: Annotated[
        Language, typer.Option(help="Language of legends and field names in styles.")
    ] = Language.fr,
    as_of: Annotated[str | None, typer.Option(help="What the record knew on this day, YYYY-MM-DD.")] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace files that are there.")] = False,
) -> None:
    """Write documented layers, disclosed as the pages are, with styles and metadata beside them."""
    from tracker.cli.progress import counted, stage
    from tracker.cli.published import published_before
    from tracker.embedded.load import ensure_embedded
    from tracker.export import Filters, write
    from tracker.home import home
    from tracker.public import public_view
    from tracker.store import open_store

    filters = Filters(tuple(indicator or ()), start, end, group, _box(bbox), tuple(source or ()))
    with stage("Reading the record"), open_store(home()) as store:
        ensure_embedded(store, home())
        before = published_before(home(), level, edition)
        view = public_view(store, home(), edition=edition, level=level, as_of=as_of, previous=before)
    wanted = [name.strip() for name in formats.split(",") if name.strip()]
    with counted("Writing layers") as tell:
        files = write(
            view,
            out,
            formats=wanted,
            filters=filters,
            geometry="full" if geometry is Resolution.full else "web",
            curved=curved,
            lang="en" if lang is Language.en else "fr",
            home=home(),
            overwrite=overwrite,
            progress=tell,
        )
    size = sum(path.stat().st_size for path in files)
    typer.echo(
        f"{out}: {how_many(len(files), 'file')}, {size / 1e6:.1f} MB, edition {view.edition.id}, "
        f"level {view.level}, as of {view.as_of}, counts below {view.disclosure_threshold} suppressed"
    )


def _box(text: str | None) -> tuple[float, float, float, float] | None:
    if text is None:
        return None
    try:
        west, south, east, north = (float(number) for number in text.split(","))
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no box; give west,south,east,north in degrees") from None
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise typer.BadParameter(f"{text!r} is no box: west must be below east, south below north")
    return west, south, east, north
