"""Totals against the sum of their parts: admin levels within a source, and published totals."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from pathlib import Path
from typing import Any

import pandas as pd

from geodata.editions import units
from geodata.errors import PlaceError
from geodata.nations import MALI
from tracker.checks.addable import counted, finding, people
from tracker.checks.limits import Total
from tracker.indicators import catalogue
from tracker.problem import Problem

_SAME = ["indicator", "unit", "population_group", "category", "reference_end"]
_SET = ["source", "source_title", "operation", "assessment_type", "edition"]
# A round lists only the cercles where somebody is displaced, 35 to 46 of 49: from this share of them on
# their sum is held against a national figure printed elsewhere.
CERCLES_REPORTED = 0.7


def parts(
    observations: pd.DataFrame, limits: Total, home: Path | None = None, about: Collection[str] | None = None
) -> list[Problem]:
    """Return a finding for each total that the sum of its parts contradicts.

    A total is a figure of a country, region or cercle; its parts are the figures of the level
    below for the same indicator, group and date.  Within one source a sum above the total, or
    below it with every part reported, is a finding.  A total of another source is compared only
    when every part is reported, or most cercles of the country.  Nothing is altered: totals on the
    pages are recomputed.  With `about`, only comparisons that one of these sources takes part in.
    """
    places = _places(observations)
    sums = _sums(places, home)
    if sums.empty:
        return []
    pairs = places.merge(sums, on=[*_SAME, "level", "pcode"], suffixes=("", "_of_parts"))
    same_level = pairs["edition"].fillna("") == pairs["edition_of_parts"].fillna("")
    pairs = pairs[same_level | (pairs["level"] == 0)]
    if about is not None:
        pairs = pairs[pairs["source"].isin(about) | pairs["source_of_parts"].isin(about)]
    own = pairs["source"] == pairs["source_of_parts"]
    gap = pairs["value"] - pairs["sum_of_parts"]
    needed = pairs["cercles"].map({True: CERCLES_REPORTED, False: 1.0}).mask(own, 1.0)
    complete = pairs["parts"] >= pairs["all_parts"] * needed
    off = gap.abs() > limits.largest_difference
    wrong = pairs[off & (complete | (own & (gap < 0)))]
    return [_problem(row) for row in wrong.to_dict("records")]


def _places(observations: pd.DataFrame) -> pd.DataFrame:
    """Return one row per place, date and set of figures; breakdowns by cause or origin summed.

    Where a source gives both a figure without cause or origin and figures by cause or origin,
    the former is the total and stands alone.
    """
    addable = [name for name, entry in catalogue().items() if entry.add_over_space and entry.kind == "stock"]
    figures = counted(observations)
    figures = figures[
        figures["indicator"].isin(addable)
        & figures["pcode"].notna()
        & figures["level"].notna()
        & figures["sex"].isna()
        & figures["reported_place_name"].isna()
    ]
    place = [*_SAME, *_SET, "level", "pcode"]
    whole = figures["cause"].isna() & figures["reported_origin_name"].isna()
    same = figures.assign(whole=whole).groupby(place, dropna=False, sort=False)
    chosen = figures[whole == same["whole"].transform("any")]
    kept = ["source_file", "source_sheet", "source_row", "source_column", "place_name"]
    columns = {name: (name, "first") for name in kept}
    return chosen.groupby(place, dropna=False, sort=False, as_index=False).agg(
        value=("value", "sum"), **columns
    )


def _sums(places: pd.DataFrame, home: Path | None) -> pd.DataFrame:
    """Return, for each place that has parts, their sum, their number, and how many there are."""
    lower = places[(places["level"] > 0) & places["edition"].notna()]
    kinds = lower[["edition", "level"]].drop_duplicates().itertuples(index=False)
    found = []
    for edition, level in kinds:
        chosen = lower[(lower["edition"] == edition) & (lower["level"] == level)]
        found += [table for table in _summed(chosen, str(edition), int(level), home) if not table.empty]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame()


def _summed(figures: pd.DataFrame, edition: str, level: int, home: Path | None) -> list[pd.DataFrame]:
    """Return the sums by the units above; those of cercles also for the country."""
    try:
        known = units(edition, level, home)
    except PlaceError:
        return []
    country = pd.Series(MALI, known["pcode"])
    if level == 1:
        return [_by_parent(figures, country, 0)]
    sums = [_by_parent(figures, known.set_index("pcode")["parent_pcode"], level - 1)]
    return [*sums, _by_parent(figures, country, 0).assign(cercles=True)] if level == 2 else sums


def _by_parent(figures: pd.DataFrame, parent: pd.Series, level: int) -> pd.DataFrame:
    figures = figures[figures["pcode"].isin(parent.index)]
    figures = figures.assign(pcode=figures["pcode"].map(parent), level=level)
    sums = figures.groupby([*_SAME, *_SET, "level", "pcode"], dropna=False, sort=False, as_index=False).agg(
        sum_of_parts=("value", "sum"), parts=("value", "size")
    )
    sums["level"] = sums["level"].astype("Int64")
    sums["all_parts"] = sums["pcode"].map(parent.value_counts())
    return sums.assign(cercles=False)


def _problem(row: dict[Hashable, Any]) -> Problem:
    own = row["source"] == row["source_of_parts"]
    whose = "its own parts" if own else f"the parts given by {row['source_of_parts']}"
    return finding(
        row,
        "total_differs_from_parts" if own else "published_total_differs",
        f"the total says {people(row['value'])}, {whose} add up to {people(row['sum_of_parts'])} "
        f"({row['parts']} of {row['all_parts']})",
        expected=people(row["sum_of_parts"]),
        hint="totals are recomputed from their parts; the printed one is kept beside them",
        severity="warning" if own else "note",
    )
