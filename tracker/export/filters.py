"""Narrowing a view: which indicators, dates, groups, places and sources a set of layers holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import shapely

from geodata.groupings import Grouping, sides_of
from tracker.errors import ExportError
from tracker.view import View


@dataclass(frozen=True)
class Filters:
    """What to keep; everything by default.  Dates are ISO 8601 text, `bbox` is west, south, east, north."""

    indicators: tuple[str, ...] = ()
    start: str | None = None
    end: str | None = None
    group: str | None = None
    bbox: tuple[float, float, float, float] | None = None
    sources: tuple[str, ...] = ()

    @property
    def narrows_places(self) -> bool:
        """Whether sums over units no longer are the published totals."""
        return bool(self.group or self.bbox or self.sources)


def narrowed(view: View, filters: Filters, home: Path | None = None) -> View:
    """Return the view with only what the filters keep; `home` is where editions of the user are declared.

    Raises
    ------
    ExportError
        For an unknown indicator, group or source, naming those that exist.
    """
    _check(view, filters)
    keep = set(_places(view, filters, home))
    in_places = bool(filters.group or filters.bbox)
    figures, measures, national, abroad = (
        _dated(_named(table, filters), filters, "slice", "slice")
        for table in (view.figures, view.measures, view.national, view.abroad)
    )
    flows = _dated(_named(view.flows, filters), filters, "period_start", "period_end")
    surveys = _dated(_named(view.surveys, filters), filters, "reference_start", "reference_end")
    sites = view.sites if "service_points" in (filters.indicators or ("service_points",)) else view.sites[:0]
    if in_places:
        figures, surveys, sites = (table[table["pcode"].isin(keep)] for table in (figures, surveys, sites))
        flows = flows[flows["origin"].isin(keep) | flows["destination"].isin(keep)]
        national, abroad = national[:0], abroad[:0]
    if filters.sources:
        figures = _of_sources(figures, filters.sources)
        flows, surveys, measures, national, abroad = (
            table[table["source"].isin(filters.sources)]
            for table in (flows, surveys, measures, national, abroad)
        )
        sites = sites[sites["source"].isin(filters.sources) | sites["site_id"].isin(measures["site_id"])]
    named = _named(view.totals, filters)
    return replace(
        view,
        units=view.units[view.units["pcode"].isin(keep)].reset_index(drop=True) if in_places else view.units,
        figures=figures,
        flows=flows,
        sites=sites,
        measures=measures[measures["site_id"].isin(sites["site_id"])],
        surveys=surveys,
        national=national,
        abroad=abroad,
        slices=_dated(_named(view.slices, filters), filters, "slice", "slice"),
        totals=view.totals[:0] if filters.narrows_places else _dated(named, filters, "slice", "slice"),
    )


def _of_sources(figures: pd.DataFrame, sources: tuple[str, ...]) -> pd.DataFrame:
    """Return every unit in the slices the sources speak of; what others said is no data of theirs."""
    own = figures["source"].isin(sources)
    spoken = figures.loc[own, ["indicator", "slice"]].drop_duplicates()
    here = pd.MultiIndex.from_frame(figures[["indicator", "slice"]]).isin(pd.MultiIndex.from_frame(spoken))
    kept, others = figures[here].copy(), ~own[here] & figures.loc[here, "source"].notna()
    said = [name for name in kept.columns if name not in {"indicator", "pcode", "slice", "value_status"}]
    for name in said:
        kept[name] = kept[name].mask(others)
    kept["value_status"] = kept["value_status"].mask(others, "no_data")
    return kept


def _check(view: View, filters: Filters) -> None:
    tables = (view.figures, view.flows, view.surveys, view.measures, view.national, view.abroad)
    known = {name for table in tables for name in table["indicator"].dropna().unique()}
    if unknown := sorted(set(filters.indicators) - known):
        raise ExportError(
            f"no figures of indicator {', '.join(unknown)}; there are: {', '.join(sorted(known))}"
        )
    sources = {name for table in (*tables, view.sites) for name in table["source"].dropna().unique()}
    if unknown := sorted(set(filters.sources) - sources):
        raise ExportError(
            f"nothing from source {', '.join(unknown)}; there are: {', '.join(sorted(sources))}"
        )


def _named(table: pd.DataFrame, filters: Filters) -> pd.DataFrame:
    if not filters.indicators:
        return table
    wanted = table["indicator"].isin(filters.indicators)
    return table if wanted.all() else table[wanted]


def _dated(table: pd.DataFrame, filters: Filters, start: str, end: str) -> pd.DataFrame:
    """Keep rows that overlap the period asked for."""
    if filters.start:
        table = table[table[end].astype("str") >= filters.start]
    if filters.end:
        first, last = table[start].astype("object"), table[end].astype("object")
        table = table[first.where(first.notna(), last).astype("str") <= filters.end]
    return table


def _places(view: View, filters: Filters, home: Path | None) -> list[str]:
    units = view.units
    if filters.bbox:
        units = units[shapely.intersects(units.geometry.to_numpy(), shapely.box(*filters.bbox))]
    if filters.group:
        grouping, group = _group(view, filters.group)
        sides = sides_of(grouping, view.edition.id, home)
        units = units[units["pcode"].map(sides) == group]
    return list(units["pcode"])


def _group(view: View, wanted: str) -> tuple[Grouping, str]:
    """Return grouping and group of ``north-south:north``, or of ``north`` where it is first declared."""
    grouping, _, group = wanted.rpartition(":")
    for name, declared in view.groupings.items():
        for entry in declared.groups:
            if entry.id == group and grouping in {"", name}:
                return declared, group
    known = [f"{name}:{entry.id}" for name, declared in view.groupings.items() for entry in declared.groups]
    raise ExportError(f"no group {wanted!r}; declared are: {', '.join(known)}")
