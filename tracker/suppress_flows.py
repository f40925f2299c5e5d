"""Small movements, hidden beyond recovery from the figures of the places people left and reached."""

from __future__ import annotations

from collections.abc import Hashable

import pandas as pd

from geodata.nations import MALI
from tracker.margins import UNIT, System

HIDDEN = "suppressed"
_KEY = ["indicator", "origin", "destination", "period_start", "period_end", "source"]


def suppress_flows(
    flows: pd.DataFrame, published: pd.DataFrame, threshold: int, previous: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return the movements with counts from 1 to `threshold` − 1 hidden, and others where those follow.

    `flows` has FLOW_COLUMNS and counts people or households; `published` are all public figures
    (columns pcode, slice, value; country totals with pcode MLI).  A small movement follows when
    the movements to its destination, from its origin, or altogether add up to such a figure of the
    same month; then the smallest other one is hidden too.  `previous` are the movements as
    published before: what was hidden stays hidden.
    """
    shown = {
        (pcode, str(when)[:7], float(value))
        for pcode, when, value in zip(published["pcode"], published["slice"], published["value"], strict=True)
        if pd.notna(value)
    }
    keys = _keys(flows)
    earlier = set() if previous is None else set(_keys(previous[previous["value_status"] == HIDDEN]))
    values = flows["value"].astype("Float64").fillna(0.0).astype(float)
    small = (values > 0) & (values < threshold)
    sticky = pd.Series([key in earlier for key in keys], index=flows.index, dtype=bool) & (values > 0)
    hidden = small | sticky
    for _, rows in flows.groupby(["indicator", "period_end", "source"], dropna=False):
        if hidden[rows.index].any():
            hidden[rows.index] |= _with_partners(rows, values, hidden, shown, threshold)
    public = flows.copy()
    public.loc[hidden, "value"] = pd.NA
    public.loc[hidden, "value_status"] = HIDDEN
    public.loc[hidden, "note"] = pd.NA
    return public


def _keys(flows: pd.DataFrame) -> list[Hashable]:
    return list(flows[_KEY].fillna("").astype("str").itertuples(index=False, name=None))


def _with_partners(
    rows: pd.DataFrame,
    values: pd.Series,
    hidden: pd.Series,
    shown: set[tuple[str, str, float]],
    threshold: int,
) -> pd.Series:
    system = System()
    for place in rows.index:
        system.cell(place, float(values[place]), UNIT, hidden=bool(hidden[place]))
    month = str(rows["period_end"].iloc[0])[:7]
    margins = [(MALI, list(rows.index))]
    for end in ("origin", "destination"):
        margins += [(str(code), list(inside.index)) for code, inside in rows.groupby(end)]
    for code, inside in margins:
        if (code, month, float(values[inside].sum())) in shown:
            system.total(None, [system.places[place] for place in inside])
    system.protect(threshold)
    return pd.Series(system.hidden, index=pd.Index(system.keys))
