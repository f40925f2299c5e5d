"""Who is left behind: a unit's share of the displaced against its share of assistance."""

from __future__ import annotations

import pandas as pd

GAP_COLUMNS = [
    "pcode",
    "displaced",
    "assistance",
    "share_of_displaced",
    "share_of_assistance",
    "coverage_gap",
    "unassisted",  # displaced people and nothing reported for them
    "rank",  # 1 is the unit most left behind
]


def shares(counts: pd.Series) -> pd.Series:
    """Return each count as a percentage of their sum; missing counts stay missing.

    Raises
    ------
    ValueError
        For a negative count, or when the counts sum to nothing: there is no share of nobody.
    """
    known = counts.astype("Float64")
    if (known.dropna() < 0).any():
        raise ValueError(f"a count cannot be negative; got {known.min()}")
    total = float(known.sum())
    if total <= 0:
        raise ValueError("the counts sum to 0: there is no share of nobody")
    return known / total * 100


def coverage_gap(displaced: pd.Series, assistance: pd.Series) -> pd.DataFrame:
    """Return share of the displaced − share of assistance per unit, most left behind first.

    Both series are indexed by P-code.  A unit the assistance table does not name has none
    reported (0); a unit without a count of displaced people has no gap.  Units with displaced
    people and no assistance stand first, then the widest gap.  Columns: GAP_COLUMNS, shares in
    percent, the gap in percentage points.
    """
    units = displaced.index.union(assistance.index)
    table = pd.DataFrame({"pcode": units})
    table["displaced"] = displaced.reindex(units).astype("Float64").to_numpy()
    table["assistance"] = assistance.reindex(units).astype("Float64").fillna(0).to_numpy()
    table["share_of_displaced"] = shares(table["displaced"])
    table["share_of_assistance"] = shares(table["assistance"])
    table["coverage_gap"] = table["share_of_displaced"] - table["share_of_assistance"]
    table["unassisted"] = ((table["displaced"] > 0) & (table["assistance"] == 0)).fillna(False).astype("bool")
    table = table.sort_values(
        ["unassisted", "coverage_gap", "pcode"],
        ascending=[False, False, True],
        na_position="last",
        ignore_index=True,
    )
    table["rank"] = table.index + 1
    return table[GAP_COLUMNS]


def by_side(gaps: pd.DataFrame, sides: dict[str, str]) -> pd.DataFrame:
    """Return the gap of each side of a grouping; `sides` gives the group of a P-code.

    Counts are added, shares are those of the sums.  A unit on no side is under ``""``.
    """
    side = gaps["pcode"].map(sides).fillna("")
    added = gaps.groupby(side)[["displaced", "assistance"]].sum(min_count=1)
    return coverage_gap(added["displaced"], added["assistance"]).rename(columns={"pcode": "group"})
