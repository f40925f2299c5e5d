"""Figures of several source rows added up to the level that is true; the rows added are named."""

from __future__ import annotations

import pandas as pd

from tracker.observation import observation_table
from tracker.read.draft import Draft

MOST_ROWS_NAMED = 40


def book(figures: pd.DataFrame, keys: list[str], draft: Draft, what: str = "row") -> pd.DataFrame:
    """Return one figure per indicator and `keys`; a single row stays the figure it is.

    Blank cells add nothing; where every cell is blank the sum is "no data".  A sum over rows of
    which one is quarantined is not made up: it is left out by `leave_incomplete` first.
    """
    grouping = ["indicator", "unit", *keys]
    codes = figures.groupby(grouping, dropna=False, sort=False).ngroup()
    size = codes.map(codes.value_counts())
    alone = figures[size == 1]
    many = figures[size > 1]
    if many.empty:
        return alone
    groups = many.groupby(codes[size > 1], sort=False)
    first = groups.head(1).set_index(codes[size > 1].drop_duplicates())
    total = groups["value"].sum(min_count=1)
    summed = first.copy()
    summed["value"] = total
    summed["value_status"] = _statuses(groups, total)
    summed["figure_kind"] = "sum_of_source_rows"
    summed["reported_value"] = (
        groups["reported_value"].agg(lambda cells: " + ".join(cells.dropna())).replace("", pd.NA)
    )
    named = groups["source_row"].agg(lambda rows: ", ".join(str(row) for row in rows[:MOST_ROWS_NAMED]))
    blank = groups["value"].agg(lambda cells: int(cells.isna().sum()))
    counts = groups.size()
    summed["note"] = [
        f"sum of {counts[key]} {what}s: {named[key]}"
        + (", …" if counts[key] > MOST_ROWS_NAMED else "")
        + (f"; {blank[key]} of them blank" if blank[key] and pd.notna(total[key]) else "")
        for key in summed.index
    ]
    return observation_table(pd.concat([alone, summed], ignore_index=True))


def _statuses(groups: pd.api.typing.DataFrameGroupBy, total: pd.Series) -> pd.Series:
    first = groups["value_status"].first()
    status = first.where(total.isna(), "value").mask((total == 0).fillna(False), "zero")
    return status.astype("str")


def leave_incomplete(
    figures: pd.DataFrame, keys: list[str], lost: pd.DataFrame, draft: Draft
) -> pd.DataFrame:
    """Return the figures without the groups of which a row was quarantined.

    `lost` holds the `keys` of the quarantined rows.  The rows left out with them are quarantined
    too: a sum that lacks a part would be a wrong number with nothing to show it.
    """
    if lost.empty or figures.empty:
        return figures
    marks = set(map(tuple, lost[keys].astype("str").to_numpy()))
    rows = figures[keys].astype("str").apply(tuple, axis=1)
    out = rows.isin(marks)
    for row in sorted(set(figures.loc[out, "source_row"].astype(int))):
        draft.quarantine(
            [row], "incomplete_sum", "another row of the same place is quarantined, so no sum is made"
        )
    return figures[~out]
