"""Sums over units: the country and the sides of each grouping, from reported figures only."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geodata.groupings import groupings, sides_of
from geodata.nations import MALI
from tracker.indicators import catalogue
from tracker.slices import slice_of
from tracker.view import TOTAL_COLUMNS


def totals(
    figures: pd.DataFrame,
    reported: pd.DataFrame,
    pcodes: list[str],
    edition: str,
    home: Path | None = None,
) -> pd.DataFrame:
    """Return one row per indicator, slice and group (and one for the country).

    Indicators that do not add over space (an organisation at work in two regions is one) have none.

    `figures` are the filled slices, `reported` the selected observations (for people without a
    place).  A sum holds what was reported for the slice; older figures standing in are counted
    apart in `carried_forward`.  Columns: TOTAL_COLUMNS.
    """
    added = [name for name, entry in catalogue().items() if entry.add_over_space]
    figures = figures[figures["indicator"].isin(added)]
    parts = [_sums(figures.assign(grouping="country", group=MALI))]
    for name, grouping in groupings(home).items():
        sides = sides_of(grouping, edition, home)
        parts.append(_sums(figures.assign(grouping=name, group=figures["pcode"].map(sides))))
    table = pd.concat(parts, ignore_index=True)
    return _with_unplaced(table, reported, set(pcodes)).reindex(columns=TOTAL_COLUMNS)


def _sums(figures: pd.DataFrame) -> pd.DataFrame:
    spoken = figures["value_status"].isin(["value", "zero"])
    carried = figures["value_status"] == "carried_forward"
    counted = figures.assign(
        own=figures["value"].where(spoken),
        older=figures["value"].where(carried),
        reporting=spoken.astype("int64"),
    )
    keys = ["indicator", "slice", "grouping", "group"]
    sums = counted.groupby(keys, as_index=False).agg(
        value=("own", lambda values: values.sum(min_count=1)),
        carried_forward=("older", "sum"),
        reporting_units=("reporting", "sum"),
        units=("pcode", "nunique"),
    )
    sums["value_status"] = ["no_data" if pd.isna(v) else "zero" if v == 0 else "value" for v in sums["value"]]
    return sums


def _with_unplaced(table: pd.DataFrame, reported: pd.DataFrame, pcodes: set[str]) -> pd.DataFrame:
    lost = reported[~reported["pcode"].isin(pcodes) | (reported["crosswalk"] == "not_expressible")]
    lost = lost.assign(slice=slice_of(lost["reference_end"])) if len(lost) else lost.assign(slice="")
    unplaced = lost.groupby(["indicator", "slice"])["value"].sum().rename("unplaced").reset_index()
    table = table.merge(unplaced, on=["indicator", "slice"], how="left")
    table["unplaced"] = table["unplaced"].where(table["grouping"] == "country").fillna(0)
    return table
