"""The coverage gap as figures of the map: displaced people of one date against assistance of another."""

from __future__ import annotations

from datetime import date

import pandas as pd

from tracker.observation import NUMERIC_STATUSES
from tracker.solutions.coverage_gap import coverage_gap
from tracker.view import FIGURE_COLUMNS, SLICE_COLUMNS

DISPLACED = "idp_stock"
ASSISTANCE = "assistance_activities"
PART_OF_ASSISTANCE = "share_of_assistance"
SHOWN = ("share_of_displaced", PART_OF_ASSISTANCE, "coverage_gap")


def coverage_figures(figures: pd.DataFrame, slices: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the figures and slices of both shares and the gap, one slice per assistance table.

    `figures` has FIGURE_COLUMNS and is disclosed already: a suppressed count has no share, and the
    shares are of the counts that are printed, so none can be worked out.  Assistance of a date is
    set against the newest count of displaced people at or before it, however old; both dates are
    in the note.  A unit whose own figure was carried into that count has its share and its gap
    carried forward as well, with the day and the age of that figure.  Without any count before it
    there is no gap.
    """
    assisted = figures[(figures["indicator"] == ASSISTANCE) & figures["value_status"].isin(["value", "zero"])]
    displaced = figures[(figures["indicator"] == DISPLACED) & figures["value_status"].isin(NUMERIC_STATUSES)]
    found: list[pd.DataFrame] = []
    told: list[dict[str, object]] = []
    for day, activities in assisted.groupby("slice", sort=True):
        earlier = sorted(when for when in displaced["slice"].unique() if when <= day)
        if not earlier:
            continue
        people = displaced[displaced["slice"] == earlier[-1]]
        table = _gap(people, activities)
        if table.empty:
            continue
        pcodes = figures.loc[(figures["indicator"] == ASSISTANCE) & (figures["slice"] == day), "pcode"]
        for indicator in SHOWN:
            own = _figures(indicator, table, people, activities, str(earlier[-1]), str(day))
            if indicator != PART_OF_ASSISTANCE:
                own = _carried(own, people)
            found.append(_every_unit(own, pcodes, figures, indicator, str(earlier[-1]), str(day)))
            told.append(_slice(indicator, found[-1], str(day)))
    if not found:
        return pd.DataFrame(columns=FIGURE_COLUMNS), pd.DataFrame(columns=SLICE_COLUMNS)
    return pd.concat(found, ignore_index=True), pd.DataFrame(told, columns=SLICE_COLUMNS)


def _gap(people: pd.DataFrame, activities: pd.DataFrame) -> pd.DataFrame:
    counts = people.set_index("pcode")["value"].astype("Float64")
    assistance = activities.set_index("pcode")["value"].astype("Float64")
    if not counts.sum() > 0 or not assistance.sum() > 0:
        return pd.DataFrame()
    return coverage_gap(counts, assistance)


def _figures(
    indicator: str,
    table: pd.DataFrame,
    people: pd.DataFrame,
    activities: pd.DataFrame,
    counted: str,
    day: str,
) -> pd.DataFrame:
    known = table[table[indicator].notna()]
    counts = {"share_of_displaced": [people], "share_of_assistance": [activities]}
    owed = pd.concat([table["source"] for table in counts.get(indicator, [people, activities])])
    sources = sorted(owed.dropna().unique())
    own = pd.DataFrame({name: pd.Series(pd.NA, index=known.index, dtype="object") for name in FIGURE_COLUMNS})
    own["indicator"], own["pcode"], own["slice"] = indicator, known["pcode"], day
    own["value"] = known[indicator].astype("Float64").round(9)
    own["value_status"] = ["zero" if value == 0 else "value" for value in own["value"]]
    own["reference_start"], own["reference_end"] = counted, day
    own["age_days"] = _days(counted, day)
    own["source"] = sources[-1] if sources else pd.NA
    own["crosswalk"], own["figure_kind"] = "exact", "sum_of_source_rows"
    own["note"] = _note(counted, day)
    return own


def _note(counted: str, day: str) -> str:
    return f"PDI : {counted} ; assistance : {day}"


def _days(earlier: str, later: str) -> int:
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days


def _carried(own: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Return `own` with the status, day and age of the figures in `people` that are carried forward."""
    older = people[people["value_status"] == "carried_forward"].set_index("pcode")["reference_end"]
    carried = own["pcode"].isin(older.index)
    if not carried.any():
        return own
    table = own.copy()
    days = [(str(older[code]), str(day)) for code, day in own.loc[carried, ["pcode", "slice"]].to_numpy()]
    table.loc[carried, "value_status"] = "carried_forward"
    table.loc[carried, "reference_start"] = [counted for counted, _ in days]
    table.loc[carried, "age_days"] = [_days(*both) for both in days]
    table.loc[carried, "note"] = [_note(*both) for both in days]
    return table


def _every_unit(
    own: pd.DataFrame, pcodes: pd.Series, figures: pd.DataFrame, indicator: str, counted: str, day: str
) -> pd.DataFrame:
    """Return `own` with a row for each unit left over: suppressed where its count is, else no data."""
    there = figures[(figures["indicator"] == DISPLACED) & (figures["slice"] == counted)]
    hidden = set(there.loc[there["value_status"] == "suppressed", "pcode"])
    left = [pcode for pcode in pcodes.unique() if pcode not in set(own["pcode"])]
    rest = pd.DataFrame(
        {name: pd.Series(pd.NA, index=range(len(left)), dtype="object") for name in FIGURE_COLUMNS}
    )
    rest["indicator"], rest["pcode"], rest["slice"], rest["crosswalk"] = indicator, left, day, "exact"
    rest["value_status"] = ["suppressed" if pcode in hidden else "no_data" for pcode in left]
    return pd.concat([own, rest], ignore_index=True) if left else own


def _slice(indicator: str, figures: pd.DataFrame, day: str) -> dict[str, object]:
    return {
        "indicator": indicator,
        "slice": day,
        "slice_start": day,
        "slice_end": day,
        "round": None,
        "reporting_units": int(figures["value_status"].isin(["value", "zero"]).sum()),
        "units": len(figures),
    }
