"""Narrowing a view: which indicators, dates, groups, places and sources a set of layers holds."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd
import shapely

from geodata.groupings import group_of
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


def narrowed(view: View, filters: Filters) -> View:
    """Return the view with only what the filters keep.

    Raises
    ------
    ExportError
        For an unknown indicator, group or source, naming those that exist.
    """
    _check(view, filters)
    keep = set(_places(view, filters))
    figures = _dated(_named(view.figures, filters), filters, "slice", "slice")
    flows = _dated(_named(view.flows, filters), filters, "period_start", "period_end")
    sites = view.sites[view.sites["pcode"].isin(keep)] if filters.group or filters.bbox else view.sites
    if filters.group or filters.bbox:
        figures = figures[figures["pcode"].isin(keep)]
        flows = flows[flows["origin"].isin(keep) | flows["destination"].isin(keep)]
    if filters.sources:
        figures, flows, sites = (
            table[table["source"].isin(filters.sources)] for table in (figures, flows, sites)
        )
    return replace(
        view,
        units=view.units[view.units["pcode"].isin(keep)].reset_index(drop=True),
        figures=figures,
        flows=flows,
        sites=sites,
        slices=_dated(_named(view.slices, filters), filters, "slice", "slice"),
        totals=_dated(_named(view.totals, filters), filters, "slice", "slice"),
    )


def _check(view: View, filters: Filters) -> None:
    known = set(view.figures["indicator"]) | set(view.flows["indicator"])
    if unknown := sorted(set(filters.indicators) - known):
        raise ExportError(
            f"no figures of indicator {', '.join(unknown)}; there are: {', '.join(sorted(known))}"
        )
    sources = {name for table in (view.figures, view.flows, view.sites) for name in table["source"].dropna()}
    if unknown := sorted(set(filters.sources) - sources):
        raise ExportError(
            f"nothing from source {', '.join(unknown)}; there are: {', '.join(sorted(sources))}"
        )


def _named(table: pd.DataFrame, filters: Filters) -> pd.DataFrame:
    return table[table["indicator"].isin(filters.indicators)] if filters.indicators else table


def _dated(table: pd.DataFrame, filters: Filters, start: str, end: str) -> pd.DataFrame:
    """Keep rows that overlap the period asked for."""
    if filters.start:
        table = table[table[end].astype("str") >= filters.start]
    if filters.end:
        table = table[table[start].fillna(table[end]).astype("str") <= filters.end]
    return table


def _places(view: View, filters: Filters) -> list[str]:
    units = view.units
    if filters.bbox:
        units = units[shapely.intersects(units.geometry.to_numpy(), shapely.box(*filters.bbox))]
    if filters.group:
        grouping, group = _group(view, filters.group)
        units = units[[group_of(grouping, pcode, view.edition.id) == group for pcode in units["pcode"]]]
    return list(units["pcode"])


def _group(view: View, wanted: str) -> tuple[str, str]:
    """Return grouping and group of ``north-south:north``, or of ``north`` where it is first declared."""
    grouping, _, group = wanted.rpartition(":")
    for name, declared in view.groupings.items():
        for entry in declared.groups:
            if entry.id == group and grouping in {"", name}:
                return name, group
    known = [f"{name}:{entry.id}" for name, declared in view.groupings.items() for entry in declared.groups]
    raise ExportError(f"no group {wanted!r}; declared are: {', '.join(known)}")
