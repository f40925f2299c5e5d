"""`tracker observations`: figures with their provenance."""

from __future__ import annotations

from typing import Annotated

import typer

SHOWN = [
    "indicator",
    "value",
    "unit",
    "place_name",
    "pcode",
    "edition",
    "reference_start",
    "reference_end",
    "source",
]
FIRST = [
    "indicator", "value", "value_status", "unit", "pcode", "place_name", "level", "edition",
    "reference_start", "reference_end", "round", "source", "snapshot_sha256", "source_file",
    "source_sheet", "source_row", "source_rows", "source_column", "match_method", "crosswalk",
]  # fmt: skip


def register(app: typer.Typer) -> None:
    app.command("observations")(observations)


def observations(
    indicator: Annotated[str | None, typer.Option(help="Id of the indicator, e.g. idp_stock.")] = None,
    place: Annotated[str | None, typer.Option(help="P-code of one place.")] = None,
    level: Annotated[
        int | None, typer.Option(min=0, max=3, help="0 country, 1 region, 2 cercle, 3 commune.")
    ] = None,
    edition: Annotated[
        str | None, typer.Option(help="Re-express the figures in this boundary edition.")
    ] = None,
    start: Annotated[str | None, typer.Option("--from", help="First day, YYYY-MM-DD.")] = None,
    end: Annotated[str | None, typer.Option("--to", help="Last day, YYYY-MM-DD.")] = None,
    group: Annotated[
        str | None, typer.Option(help="Sum by the sides of a grouping, e.g. north-south.")
    ] = None,
    source: Annotated[str | None, typer.Option(help="Only this source.")] = None,
    sex: Annotated[
        str | None, typer.Option(help="f or m: the women or the men; without it the total they belong to.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(help="What the record knew on this day, or at this moment (UTC).")
    ] = None,
    all_sources: Annotated[
        bool,
        typer.Option(
            "--all-sources", help="Also the figures that another source or rule keeps off the maps."
        ),
    ] = False,
    roll_up: Annotated[
        bool,
        typer.Option("--roll-up", help="With --level: add up deeper levels where a source has none at it."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """List figures with place, period, source, file and row, as the record has them.

    Counts too small to publish are among them: pages and layers hide those, this listing does not.
    """
    from tracker.cli.listing import show
    from tracker.home import home
    from tracker.listing import Query, listed

    query = Query(
        indicator=indicator, place=place, level=level, edition=edition, start=start, end=end, group=group,
        source=source, sex=sex, as_of=as_of, all_sources=all_sources, roll_up=roll_up,
    )  # fmt: skip
    table = listed(query, home())
    columns = [*[name for name in FIRST if name in table], *[name for name in table if name not in FIRST]]
    shown = [*(["group"] if group else []), *SHOWN, *(["crosswalk"] if edition else [])]
    show(table[columns], as_json=as_json, columns=shown)
