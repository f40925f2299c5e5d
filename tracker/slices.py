"""Every unit in every slice: reported, zero, carried forward with its age, or no data."""

from __future__ import annotations

import calendar
from datetime import date

import pandas as pd

from tracker.indicators import Indicator
from tracker.view import FIGURE_COLUMNS, SLICE_COLUMNS

_DIMENSIONS = ["indicator", "pcode", "slice"]


def slice_of(reference_end: pd.Series) -> pd.Series:
    """Return the slice a date belongs to: the last day of its month, ISO 8601."""
    ends = {day: _month_end(day) for day in reference_end.dropna().unique()}
    return reference_end.map(ends).astype("str")


def _month_end(day: str) -> str:
    year, month = int(day[:4]), int(day[5:7])
    return f"{year:04d}-{month:02d}-{calendar.monthrange(year, month)[1]:02d}"


def per_unit_and_slice(figures: pd.DataFrame) -> pd.DataFrame:
    """Return one figure per indicator, unit and slice.

    Parts of one count (by cause, by origin) are added; of two rounds in one month the later
    stands.  Columns: FIGURE_COLUMNS without `age_days`.
    """
    whole = figures[
        figures["sex"].isna() & figures["population_group"].isna() & figures["pcode"].notna()
    ].copy()
    whole["slice"] = slice_of(whole["reference_end"])
    latest = whole.groupby(_DIMENSIONS)["reference_end"].transform("max")
    whole = _one_publication(whole[whole["reference_end"] == latest])
    whole["reported_name"] = whole["reported_admin2_name"].where(
        whole["level"] == 2, whole["reported_admin1_name"]
    )
    whole["reported_code"] = whole["reported_admin2_code"].where(
        whole["level"] == 2, whole["reported_admin1_code"]
    )
    carried = [
        name for name in FIGURE_COLUMNS if name not in {*_DIMENSIONS, "value", "value_status", "age_days"}
    ]
    added = whole.groupby(_DIMENSIONS, as_index=False).agg(
        value=("value", lambda values: values.sum(min_count=1)),
        value_status=("value_status", _status),
        **{name: (name, "first") for name in carried},
    )
    added.loc[added["value"].notna(), "value_status"] = "value"
    added.loc[added["value"] == 0, "value_status"] = "zero"
    return added


def _one_publication(figures: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of one publication per indicator, unit and slice.

    Two publications that print the same count are alternatives, not parts of it: the first by
    title stands, the others stay in the record.
    """
    title = figures["source_title"].fillna("")
    first = title.groupby([figures[name] for name in _DIMENSIONS]).transform("min")
    return figures[title == first]


def _status(statuses: pd.Series) -> str:
    return next(
        (status for status in ("value", "zero", "not_assessed") if (statuses == status).any()), "no_data"
    )


def fill(reported: pd.DataFrame, pcodes: list[str], indicator: Indicator) -> pd.DataFrame:
    """Return a row for every unit in every slice of one indicator, with its status and age.

    A unit without a figure in a slice carries its last one forward when that is not older than the
    indicator allows; otherwise it has no data.  Nothing is interpolated.
    """
    slices = sorted(reported["slice"].unique())
    grid = pd.MultiIndex.from_product([pcodes, slices], names=["pcode", "slice"])
    table = reported.set_index(["pcode", "slice"]).reindex(grid).reset_index()
    table["indicator"] = indicator.id
    missing = table["value_status"].isna()
    table.loc[missing, "value_status"] = "no_data"
    if indicator.carry_forward_days:
        table = _carry_forward(table, missing, indicator.carry_forward_days)
    table["age_days"] = _days(table["reference_end"], table["slice"])
    return table.reindex(columns=FIGURE_COLUMNS)


def _carry_forward(table: pd.DataFrame, missing: pd.Series, limit_days: int) -> pd.DataFrame:
    known = table["value"].notna()
    blanked = table.where(known)
    carried = [name for name in table.columns if name not in {"pcode", "slice", "indicator", "value_status"}]
    older = blanked.groupby(table["pcode"])[carried].ffill()
    age = _days(older["reference_end"], table["slice"])
    stands_in = missing & older["value"].notna() & (age <= limit_days)
    for name in carried:
        table[name] = table[name].mask(stands_in, older[name])
    table["value_status"] = table["value_status"].mask(stands_in, "carried_forward")
    return table


def _days(earlier: pd.Series, later: pd.Series) -> pd.Series:
    gap = pd.to_datetime(later) - pd.to_datetime(earlier)
    return gap.dt.days.clip(lower=0).astype("Int64")


def slice_table(figures: pd.DataFrame) -> pd.DataFrame:
    """Return one row per indicator and slice, with how many units reported.  Columns: SLICE_COLUMNS.

    The round is that of the figures reported in the slice, never of one carried into it.
    """
    if figures.empty:
        return pd.DataFrame(columns=SLICE_COLUMNS)
    spoken = figures["value_status"].isin(["value", "zero"])
    counted = figures.assign(
        spoken=spoken,
        start=figures["reference_start"].where(spoken),
        round=figures["round"].where(spoken),
    )
    table = counted.groupby(["indicator", "slice"], as_index=False).agg(
        slice_start=("start", "min"),
        reporting_units=("spoken", "sum"),
        units=("pcode", "nunique"),
        round=("round", "first"),
    )
    table["slice_end"] = table["slice"]
    first_day = table["slice"].str[:8] + "01"
    table["slice_start"] = table["slice_start"].fillna(first_day)
    return table.reindex(columns=SLICE_COLUMNS)


def age_in_days(day: str, as_of: str) -> int:
    """Return how many days lie between two ISO dates; 0 when the first is the later."""
    return max((date.fromisoformat(as_of) - date.fromisoformat(day)).days, 0)
