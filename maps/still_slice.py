"""The figures of one slice beside its units, ready to be drawn or listed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import geopandas as gpd
import pandas as pd

from maps import number
from maps.coverage import WORTH_SHOWING
from tracker.classes import Classes, classes_of, rates
from tracker.observation import NUMERIC_STATUSES
from tracker.view import View

Measure = Literal["rate", "count"]


@dataclass(frozen=True)
class SliceFigures:
    """One row per unit of the view, in its order, with the figure of the slice and its class.

    `rows` has the columns of `View.units` without geometry, and value, value_status, rate,
    class_index (0 for zero, -1 without a figure), reference_end, age_days, source.
    """

    indicator: str
    slice_date: str
    measure: Measure
    classes: Classes
    rows: pd.DataFrame
    largest: float
    """Largest figure of any unit over all slices: the scale of the circles."""

    @property
    def statuses(self) -> list[str]:
        """Return the value statuses that occur in the slice."""
        return list(pd.unique(self.rows["value_status"]))

    @property
    def reported(self) -> pd.DataFrame:
        """Return the rows of the units that reported a figure, a zero included."""
        return self.rows[self.rows["value_status"].isin(["value", "zero"])]


def representative_slice(view: View, indicator: str) -> str | None:
    """Return the latest slice in which most of the units that ever report did; None without slices."""
    mine = view.slices[view.slices["indicator"] == indicator].sort_values("slice")
    counts = pd.to_numeric(mine["reporting_units"]).fillna(0)
    if mine.empty or counts.max() == 0:
        return None
    return str(mine[counts >= WORTH_SHOWING * counts.max()]["slice"].iloc[-1])


def has_rates(view: View, indicator: str) -> bool:
    """Return whether people of this indicator can be set against residents."""
    known = view.indicators[indicator]
    population = pd.to_numeric(view.units["population"], errors="coerce")
    return known.unit == "people" and bool((population > 0).any())


def slice_words(view: View, indicator: str, slice_date: str, lang: str) -> str:
    """Return what a slice is a figure of: the day of a stock, the period of a flow."""
    mine = view.slices[(view.slices["indicator"] == indicator) & (view.slices["slice"] == slice_date)]
    starts = mine["slice_start"].dropna()
    if view.indicators[indicator].kind == "flow" and len(starts):
        return number.period_words(str(starts.iloc[0]), slice_date, lang)
    return number.date_words(slice_date, lang)


def slice_figures(view: View, indicator: str, slice_date: str) -> SliceFigures:
    """Return the figures of one slice, classed by ``rate``; by ``count`` where nobody counted residents."""
    rated = has_rates(view, indicator)
    measure: Measure = "rate" if rated else "count"
    every = view.figures[view.figures["indicator"] == indicator]
    units: gpd.GeoDataFrame = view.units
    one = every[every["slice"] == slice_date]
    keep = ["pcode", "value", "value_status", "reference_end", "age_days", "source", "crosswalk"]
    rows = pd.DataFrame(units.drop(columns="geometry")).merge(
        one[keep].drop_duplicates("pcode"), on="pcode", how="left"
    )
    rows["value"] = rows["value"].astype("Float64")
    lost = rows["value_status"].isin(NUMERIC_STATUSES) & rows["value"].isna()
    rows["value_status"] = rows["value_status"].mask(lost).fillna("no_data").astype(str)
    rows.loc[(rows["value_status"] == "value") & (rows["value"] == 0), "value_status"] = "zero"
    rows["rate"] = rates(rows, units) if rated else pd.Series(pd.NA, index=rows.index, dtype="Float64")
    classes = classes_of(
        every,
        view.indicators[indicator],
        measure="rate" if rated else "value",
        units=units,
        classing=view.classing,
    )
    shown = rows["rate"] if rated else rows["value"]
    rows["class_index"] = classes.index(shown.to_numpy(dtype=float, na_value=float("nan")))
    values = pd.to_numeric(every["value"]).dropna()
    largest = float(values.max()) if len(values) else 0.0
    return SliceFigures(indicator, slice_date, measure, classes, rows, largest)
