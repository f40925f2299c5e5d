"""Small undisclosed tables: figures with every status, and the totals that follow from them."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from tracker.sums import Tables
from tracker.view import FIGURE_COLUMNS, TOTAL_COLUMNS

UNITS = [f"ML{number:02d}" for number in range(1, 11)]
GROUPS = {
    "north-south": {code: "north" if code in {"ML06", "ML07", "ML08", "ML10"} else "south" for code in UNITS},
    "north-centre-south": {
        code: "north"
        if code in {"ML06", "ML07", "ML08", "ML10"}
        else "centre"
        if code in {"ML04", "ML05"}
        else "south"
        for code in UNITS
    },
}
Cells = Mapping[tuple[str, str, str], int | None]
"""(indicator, pcode, slice) → people reported in that slice, None for no report."""


def tables(cells: Cells, groups: Mapping[str, Mapping[str, str]] = GROUPS, unplaced: int = 0) -> Tables:
    """Return figures (carrying the last one forward where there is none) and exact totals."""
    rows: list[dict[str, object]] = []
    last: dict[tuple[str, str], tuple[int, str]] = {}
    for (indicator, pcode, when), people in sorted(cells.items(), key=lambda item: item[0][2]):
        row: dict[str, object] = {"indicator": indicator, "pcode": pcode, "slice": when, "note": "as printed"}
        if people is not None:
            last[indicator, pcode] = (people, when)
            row |= {"value": people, "value_status": "value" if people else "zero", "reference_end": when}
        elif (indicator, pcode) in last:
            older, day = last[indicator, pcode]
            row |= {"value": older, "value_status": "carried_forward", "reference_end": day}
        else:
            row |= {"value": None, "value_status": "no_data", "reference_end": None}
        rows.append(row)
    figures = pd.DataFrame(rows).reindex(columns=FIGURE_COLUMNS).astype({"value": "Float64"})
    return Tables(figures, totals(figures, groups, unplaced))


def totals(figures: pd.DataFrame, groups: Mapping[str, Mapping[str, str]], unplaced: int = 0) -> pd.DataFrame:
    """Return the country and group totals of the figures, slice by slice."""
    rows = []
    for (indicator, when), inside in figures.groupby(["indicator", "slice"]):
        shares = {"country": dict.fromkeys(inside["pcode"], "MLI"), **groups}
        for grouping, members in shares.items():
            for group in sorted(set(members.values())):
                mine = inside[inside["pcode"].map(dict(members)) == group]
                counted = mine["value_status"].isin({"value", "zero"})
                value = float(mine.loc[counted, "value"].sum())
                rows.append(
                    {
                        "indicator": indicator,
                        "slice": when,
                        "grouping": grouping,
                        "group": group,
                        "value": value if counted.any() else None,
                        "value_status": "no_data" if not counted.any() else "value" if value else "zero",
                        "reporting_units": int(counted.sum()),
                        "units": len(mine),
                        "carried_forward": float(mine.loc[~counted, "value"].sum()),
                        "unplaced": float(unplaced) if grouping == "country" else 0.0,
                    }
                )
    frame = pd.DataFrame(rows).reindex(columns=TOTAL_COLUMNS)
    return frame.astype(dict.fromkeys(["value", "carried_forward", "unplaced"], "Float64"))
