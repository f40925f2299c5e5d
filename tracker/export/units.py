"""Layers of units: through time, and at the latest slice.  Rows are joined part by part, as they are written.

700 units in 750 slices are half a million rows; what a row shares with others (border, names,
credit, period) is looked up when the row is written and never held for all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from tracker.classes import classes_of_numbers, rates
from tracker.export.fields import conformed
from tracker.export.layer import Layer, Part, Places
from tracker.export.shapes import Shapes, credits_of, in_order, periods, same, sensitivity, tidy
from tracker.indicators import Indicator
from tracker.view import View

UNIT_NAMES = {1: ("région", "region"), 2: ("cercle", "cercle"), 3: ("commune", "commune")}
RATED = "people"  # residents are people: households are set against nobody
_NOT_OF_A_FEATURE = ["geometry", "label_lon", "label_lat", "source"]


def unit_layers(view: View) -> list[Layer]:
    """Return two layers per indicator: one feature per unit and slice, and the latest slice only."""
    units = view.units.reset_index(drop=True)
    borders = tidy(units.geometry)
    placed = _placed(view.figures, units)
    partial = view.figures["crosswalk"].eq("partial").fillna(False).to_numpy(dtype=bool)
    found = []
    for name in in_order(view, view.figures):
        order = placed.of(name)
        last = order[placed.slice[order] == placed.slice[order].max(initial=-1)]
        numbers = placed.value[order]
        people = np.where(partial[order], np.nan, _numbers(units["population"])[placed.unit[order]])
        for temporal, chosen in ((True, order), (False, last)):
            rows = UnitRows(view, view.indicators[name], units, placed.unit, chosen, temporal)
            found.append(_layer(view, rows, numbers, people, borders))
    return found


@dataclass(frozen=True)
class _Placed:
    """Where each figure stands: number of its indicator, unit (−1 elsewhere) and slice, and its value."""

    names: list[str]
    indicator: Places
    unit: Places
    slice: Places
    rank: Places
    value: npt.NDArray[np.float64]

    def of(self, name: str) -> Places:
        """Return the positions of one indicator's figures, by slice and P-code."""
        own = np.flatnonzero((self.indicator == self.names.index(name)) & (self.unit >= 0))
        return own[np.lexsort((self.rank[self.unit[own]], self.slice[own]))]


def _placed(figures: pd.DataFrame, units: gpd.GeoDataFrame) -> _Placed:
    indicator, names = pd.factorize(figures["indicator"])
    code, pcodes = pd.factorize(figures["pcode"])
    when, _ = pd.factorize(figures["slice"], sort=True)
    unit = np.append(pd.Index(units["pcode"]).get_indexer(pd.Index(pcodes)), -1)[code]
    rank = np.argsort(np.argsort(units["pcode"].to_numpy(dtype=object), kind="stable"), kind="stable")
    return _Placed(list(names), indicator, unit, when, rank, _numbers(figures["value"]))


def _numbers(column: pd.Series[Any]) -> npt.NDArray[np.float64]:
    return np.asarray(
        pd.to_numeric(column).astype("Float64").to_numpy(dtype=float, na_value=np.nan), dtype=np.float64
    )


@dataclass(frozen=True)
class UnitRows:
    """Figures of one indicator with everything a feature says, joined when asked for."""

    view: View
    indicator: Indicator
    units: gpd.GeoDataFrame
    unit: Places
    """Unit of each figure of the view."""
    order: Places
    """Positions of the figures, in the order of the features."""
    temporal: bool

    def __len__(self) -> int:
        return len(self.order)

    def places(self) -> Places:
        return self.unit[self.order]

    def sources(self) -> set[str]:
        return set(self.view.figures["source"].iloc[self.order].dropna().astype("str").unique())

    def part(self, start: int, stop: int) -> Part:
        chosen = self.order[start:stop]
        place = self.unit[chosen]
        rows = self.view.figures.iloc[chosen].reset_index(drop=True)
        columns: dict[str, pd.Series[Any]] = {str(name): rows[name] for name in rows.columns}
        named = self.units.drop(columns=_NOT_OF_A_FEATURE, errors="ignore")
        columns |= {str(name): named[name].take(place).reset_index(drop=True) for name in named.columns}
        for other, key in ((periods(self.view, self.indicator), "slice"), (credits_of(self.view), "source")):
            at = pd.Series(pd.Index(other[key]).get_indexer(pd.Index(rows[key])))
            columns |= {
                str(name): at.map(other[name].reset_index(drop=True)) for name in other.columns if name != key
            }
        columns["start"] = columns["slice_start"].astype("object").fillna(rows["slice"])
        columns["end"] = rows["slice"]
        fixed = {
            "unit": self.indicator.unit,
            "edition": self.view.edition.id,
            "sensitivity": sensitivity(self.view),
        }
        columns |= {name: same(text, rows.index) for name, text in fixed.items()}
        if self.indicator.unit == RATED:
            columns["rate_per_1000"] = rates(rows, self.units).round(3)
        columns["id"] = f"{self.indicator.id}:{self.view.edition.id}:" + rows["pcode"].astype("str")
        if self.temporal:
            columns["id"] = columns["id"] + ":" + rows["slice"].astype("str")
        return Part(conformed(columns, "units"), place)


def _layer(
    view: View,
    rows: UnitRows,
    numbers: npt.NDArray[np.float64],
    people: npt.NDArray[np.float64],
    borders: Shapes,
) -> Layer:
    indicator = rows.indicator
    level_fr, level_en = UNIT_NAMES.get(view.level, (f"adm{view.level}", f"adm{view.level}"))
    variant = "" if rows.temporal else "_latest"
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.where(people > 0, numbers * 1000 / people, np.nan)
    return Layer(
        name=f"{indicator.id}_adm{view.level}{variant}",
        kind="units",
        title_fr=f"{indicator.label_fr}, par {level_fr}" + ("" if rows.temporal else ", dernière tranche"),
        title_en=f"{indicator.label_en}, by {level_en}" + ("" if rows.temporal else ", latest slice"),
        description=indicator.definition_en,
        shape="MultiPolygon",
        rows=rows,
        geometries=borders,
        indicator=indicator,
        classes=classes_of_numbers(numbers, indicator, classing=view.classing),
        rate_classes=classes_of_numbers(rate, indicator, measure="rate", classing=view.classing)
        if indicator.unit == RATED
        else None,
        largest=float(np.nanmax(numbers)) if np.isfinite(numbers).any() else 0.0,
        temporal=rows.temporal,
    )
