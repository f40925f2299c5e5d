"""Figures of several source rows added up to the level that is true; the rows added are named."""

from __future__ import annotations

import pandas as pd

from tracker.observation import observation_table
from tracker.read.draft import Draft
from tracker.source_rows import named

MOST_PARTS_PRINTED = 40


def book(figures: pd.DataFrame, keys: list[str], draft: Draft, what: str = "row") -> pd.DataFrame:
    """Return one figure per indicator and `keys`; a single row stays the figure it is.

    Blank cells add nothing; where every cell is blank the sum is "no data".  The rows added up
    are named in the note, the printed parts in reported_value.
    """
    if figures.empty:
        return figures
    figures = figures.reset_index(drop=True)
    codes = figures.groupby(["indicator", "unit", *keys], dropna=False, sort=False).ngroup()
    many = codes.duplicated(keep=False)
    if not many.any():
        return figures
    several = figures[many]
    group = codes[many]
    total = several["value"].groupby(group).sum(min_count=1)
    summed = several[~group.duplicated()].copy()
    order = group[~group.duplicated()]
    summed["value"] = order.map(total).astype("Float64")
    blank = summed["value"].isna()
    zero = (summed["value"] == 0).fillna(False)
    summed["value_status"] = summed["value_status"].where(blank, "value").mask(zero, "zero").astype("str")
    summed["figure_kind"] = "sum_of_source_rows"
    notes, parts = _told(several, group, what)
    summed["note"] = order.map(notes).astype("str")
    summed["reported_value"] = order.map(parts).astype("str")
    return observation_table(pd.concat([figures[~many], summed]).sort_index().reset_index(drop=True))


def _told(several: pd.DataFrame, group: pd.Series, what: str) -> tuple[dict[int, str], dict[int, str | None]]:
    """Return for each group which rows were added up, and the numbers as printed."""
    rows: dict[int, list[int]] = {}
    printed: dict[int, list[str]] = {}
    blank: dict[int, int] = {}
    texts = several["reported_value"].fillna("")
    for key, row, text in zip(group, several["source_row"], texts, strict=True):
        rows.setdefault(key, []).append(int(row))
        if text:
            printed.setdefault(key, []).append(text)
        else:
            blank[key] = blank.get(key, 0) + 1
    notes = {}
    for key, found in rows.items():
        empty = f"; {blank[key]} of them blank" if blank.get(key) and key in printed else ""
        notes[key] = f"sum of {len(found)} {what}s: {named(found)}{empty}"
    return notes, {key: _printed(printed[key]) if key in printed else None for key in rows}


def _printed(parts: list[str]) -> str:
    more = [] if len(parts) <= MOST_PARTS_PRINTED else ["…"]
    return " + ".join([*parts[:MOST_PARTS_PRINTED], *more])


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
