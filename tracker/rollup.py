"""Cercles added up to regions, where a source counts by cercle only.  Never two levels of one source."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geodata.crosswalk import straddled
from geodata.crosswalk import table as links_between
from geodata.editions import units
from geodata.how_many import how_many
from tracker.indicators import catalogue
from tracker.observation import SUMMABLE_KINDS

_SAME = [
    "indicator",
    "unit",
    "source",
    "edition",
    "reference_start",
    "reference_end",
    "sex",
    "population_group",
]
_CARRIED = [
    "round", "operation", "assessment_type", "source_title", "source_org", "source_url", "licence", "credit",
    "snapshot_sha256", "source_file", "source_sheet", "recorded_at", "numbering",
]  # fmt: skip


def rolled_up(
    figures: pd.DataFrame, level: int, home: Path | None = None, edition: str | None = None
) -> pd.DataFrame:
    """Return the figures at `level`, with deeper ones added up where a source has none at `level`.

    With `edition`, parts that lie whole in one of its units are added up there, which is finer than
    moving the sums; the others are added up in their own edition, and `lacks_parts` marks the sums
    they are missing from.  Only indicators that may be added over space are rolled up.  The sum
    keeps source, snapshot and period; its note says how many parts it has.
    """
    here = figures[figures["level"] == level]
    addable = {
        name for name, entry in catalogue().items() if entry.add_over_space and entry.flow_kind is None
    }
    deeper = figures[(figures["level"] == level + 1) & figures["pcode"].notna()]
    deeper = deeper[deeper["indicator"].isin(addable) & deeper["figure_kind"].isin(SUMMABLE_KINDS)]
    series = ["source", "indicator", "reference_end"]
    covered = pd.MultiIndex.from_frame(here[series])
    deeper = deeper[~pd.MultiIndex.from_frame(deeper[series]).isin(covered)]
    if deeper.empty:
        return here
    return pd.concat([here, _sums(deeper, level, home, edition)], ignore_index=True)


def _sums(deeper: pd.DataFrame, level: int, home: Path | None, edition: str | None) -> pd.DataFrame:
    lookup = pd.concat([_parents(str(name), level, home, edition) for name in deeper["edition"].unique()])
    keyed = deeper.merge(lookup, on=["edition", "pcode"], how="left", validate="m:1")
    keyed["edition"] = keyed["parent_edition"]
    counted = keyed[keyed["value"].notna() & keyed["parent_pcode"].notna()]
    carried = {name: (name, "first") for name in _CARRIED if name in counted}
    sums = counted.groupby([*_SAME, "parent_pcode"], dropna=False, as_index=False).agg(
        value=("value", "sum"), parts=("pcode", "nunique"), place_name=("parent_name", "first"), **carried
    )
    sums["pcode"] = sums["parent_pcode"]
    sums["level"] = level
    sums["value_status"] = ["zero" if value == 0 else "value" for value in sums["value"]]
    sums["figure_kind"] = "sum_of_source_rows"
    sums["match_method"] = "declared"
    sums["note"] = [f"sum of {how_many(n, 'reported part')}" for n in sums["parts"]]
    columns = list(deeper.columns)
    if edition is not None and level > 0:
        sums["lacks_parts"] = _lacks_parts(sums, keyed, level, edition)
        columns.append("lacks_parts")
    return sums.reindex(columns=columns).astype(deeper.dtypes.to_dict())


def _lacks_parts(sums: pd.DataFrame, parts: pd.DataFrame, level: int, edition: str) -> pd.Series:
    """Return which sums in `edition` miss people: of a unit that lies in several and cannot be split."""
    left = parts[parts["value"].fillna(0).gt(0) & (parts["parent_edition"] != edition)]
    if left.empty:
        return pd.Series(False, index=sums.index)
    split = pd.concat(
        [
            straddled(str(own), edition, level + 1, level).assign(edition=own)
            for own in left["edition"].unique()
        ]
    )
    short = left.merge(split, left_on=["edition", "pcode"], right_on=["edition", "from_pcode"])
    series = ["source", "indicator", "reference_end"]
    missing = pd.MultiIndex.from_frame(short[[*series, "to_pcode"]])
    return pd.Series(pd.MultiIndex.from_frame(sums[[*series, "pcode"]]).isin(missing), index=sums.index)


def _parents(own: str, level: int, home: Path | None, target: str | None) -> pd.DataFrame:
    """Return for each unit of `own` below `level` the unit its figures are added up in, and its edition."""
    table = units(own, level + 1, home)[["pcode", "parent_pcode", "parent_name"]]
    table = table.assign(edition=own, parent_edition=own)
    if target is None or target == own:
        return table
    links = links_between(own, target, level + 1, to_level=level, home=home)
    whole = links[links["kind"] == "exact"].set_index("from_pcode")["to_pcode"]
    moved = table["pcode"].map(whole)
    names = units(target, level, home).set_index("pcode")["name"]
    table["parent_name"] = table["parent_name"].mask(moved.notna(), moved.map(names))
    table["parent_pcode"] = table["parent_pcode"].mask(moved.notna(), moved)
    table["parent_edition"] = table["parent_edition"].mask(moved.notna(), target)
    return table
