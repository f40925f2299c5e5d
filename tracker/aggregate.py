"""From the record to the public tables: one view in one edition at one admin level."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from geodata import context
from geodata.editions import EMBEDDED, best_edition, editions, geometry, has_geometry
from geodata.groupings import groupings, sides_of
from geodata.nations import MALI
from tracker.cities import city_figures
from tracker.flows import anchors, flow_table
from tracker.indicators import catalogue
from tracker.observation import SUMMABLE_KINDS
from tracker.reframe import in_edition
from tracker.rollup import rolled_up
from tracker.select import standing
from tracker.slices import fill, per_unit_and_slice, slice_table
from tracker.solutions import measures as solution_measures
from tracker.solutions import sites as solution_sites
from tracker.solutions import surveys as solution_surveys
from tracker.solutions.people_points import people_points
from tracker.source import sources
from tracker.source_ages import source_table
from tracker.totals import totals
from tracker.view import FIGURE_COLUMNS, SLICE_COLUMNS, TOTAL_COLUMNS, Context, View

if TYPE_CHECKING:
    from tracker.store import Store

_UNIT_KINDS = {"stock"}


def build_view(
    store: Store,
    home: Path | None = None,
    *,
    edition: str | None = None,
    level: int | None = None,
    as_of: str | None = None,
) -> View:
    """Return the tables a page or a layer is drawn from, before disclosure.

    Without `level`, regions.  Without `edition`, regions are drawn in the frame of 2012, which every
    later one adds up to, so that the whole period is comparable; cercles in the best edition whose
    boundaries are here.  With `as_of`, what the record knew on that date.  Figures of a source
    declared restricted stay in the record.
    """
    record = shareable(store.observations(as_of=as_of), home)
    level = level or 1
    edition = edition or usual_edition(level, home)
    figures = figures_at(record, level, edition, home)
    units = _units(figures, edition, level, home)
    shown, slices, sums = _tables(figures, list(units["pcode"]), edition, home)
    flows = flow_table(record, units, edition, level, home)
    as_of_shown = as_of or _newest(record)
    sites = solution_sites(store.sites(as_of=as_of), edition, level, home)
    return View(
        as_of=as_of_shown,
        edition=editions(home)[edition],
        level=level,
        units=units,
        parents=geometry(edition, level - 1, home).rename(columns={"name": "place_name"})
        if level > 1 and has_geometry(edition, level - 1, home)
        else None,
        context=Context(context.countries(), context.rivers(), context.lakes(), context.CREDIT),
        indicators=catalogue(),
        groupings=groupings(home),
        sides=_sides(units, edition, home),
        slices=slices,
        figures=shown,
        totals=sums,
        flows=flows,
        anchors=anchors(flows, units, edition, home),
        sites=sites,
        measures=solution_measures(record),
        surveys=solution_surveys(record),
        national=national_figures(record, home),
        abroad=country_figures(record[record["pcode"] != MALI], home),
        cities=city_figures(record, home),
        points=people_points(record, shown, units, home),
        sources=source_table(record, as_of_shown, sites, home),
    )


def usual_edition(level: int, home: Path | None = None) -> str:
    """Return the edition a publication draws this level in, and everything that names none."""
    return EMBEDDED if level == 1 else best_edition(level, home)


def shareable(record: pd.DataFrame, home: Path | None) -> pd.DataFrame:
    """Return the figures a public view may be made from: none of a source declared restricted."""
    restricted = [name for name, entry in sources(home).items() if entry.sensitivity == "restricted"]
    return record[~record["source"].isin(restricted)] if restricted else record


def figures_at(record: pd.DataFrame, level: int, edition: str, home: Path | None = None) -> pd.DataFrame:
    """Return the standing figures of one level in one edition, deeper levels rolled up.

    The listing with ``--level`` and ``--edition``, the pages and the layers all come through here.
    """
    here = rolled_up(record, level, home, edition)
    return standing(in_edition(here, edition, level, home), home)


def national_figures(record: pd.DataFrame, home: Path | None = None) -> pd.DataFrame:
    """Return the figures published for the whole country; columns FIGURE_COLUMNS."""
    return country_figures(record[record["pcode"] == MALI], home)


def country_figures(record: pd.DataFrame, home: Path | None = None) -> pd.DataFrame:
    """Return the standing figures about whole countries that are no movements; columns FIGURE_COLUMNS."""
    whole = standing(record[(record["level"] == 0) & record["origin_pcode"].isna()], home)
    if whole.empty:
        return pd.DataFrame(columns=FIGURE_COLUMNS)
    return per_unit_and_slice(whole.assign(crosswalk="exact")).reindex(columns=FIGURE_COLUMNS)


def shows_cercles(store: Store, home: Path | None = None) -> bool:
    """Say whether the record has summable stocks of IDPs by cercle, and boundaries to draw them in."""
    if not any(has_geometry(name, 2, home) for name in editions(home)):
        return False
    cercles = store.observations(level=2, indicator="idp_stock")
    return bool(cercles["figure_kind"].isin(SUMMABLE_KINDS).any())


def _newest(record: pd.DataFrame) -> str:
    newest = record["reference_end"].max()
    return "" if pd.isna(newest) else str(newest)


def _units(figures: pd.DataFrame, edition: str, level: int, home: Path | None) -> gpd.GeoDataFrame:
    units = geometry(edition, level, home).rename(columns={"name": "place_name"})
    people = figures[(figures["indicator"] == "population") & (figures["crosswalk"] == "exact")]
    people = people.sort_values("reference_end").drop_duplicates("pcode", keep="last").set_index("pcode")
    units["population"] = units["pcode"].map(people["value"]).astype("Int64")
    units["population_year"] = units["pcode"].map(people["reference_end"].str[:4])
    units["population_source"] = units["pcode"].map(people["credit"])
    units["population_source_id"] = units["pcode"].map(people["source"])
    return units.sort_values("pcode", ignore_index=True)


def _sides(units: gpd.GeoDataFrame, edition: str, home: Path | None) -> dict[str, dict[str, str]]:
    shown = set(units["pcode"])
    return {
        name: {pcode: side for pcode, side in sides_of(grouping, edition, home).items() if pcode in shown}
        for name, grouping in groupings(home).items()
    }


def _tables(
    figures: pd.DataFrame, pcodes: list[str], edition: str, home: Path | None
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    shown = []
    for name, entry in catalogue().items():
        if entry.kind not in _UNIT_KINDS or entry.flow_kind or name == "population":
            continue
        own = figures[(figures["indicator"] == name) & (figures["unit"] == entry.unit)]
        own = own[own["pcode"].isin(pcodes) & (own["crosswalk"] != "not_expressible")]
        if len(own):
            shown.append(fill(per_unit_and_slice(own), pcodes, entry))
    if not shown:
        empty = [pd.DataFrame(columns=names) for names in (FIGURE_COLUMNS, SLICE_COLUMNS, TOTAL_COLUMNS)]
        return empty[0], empty[1], empty[2]
    table = pd.concat(shown, ignore_index=True)
    return table, slice_table(table), totals(table, figures, pcodes, edition, home)
