"""One indicator of a View as the page decodes it: values, dates, ages, sources, class limits, totals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from maps import encode_values, palette
from maps.encode import Integers, deltas, sparse, text
from maps.payload_told import published, towns
from maps.still_slice import has_rates, representative_slice
from maps.words import LANGS
from tracker.classes import classes_of
from tracker.indicators import Indicator
from tracker.observation import NUMERIC_STATUSES
from tracker.view import View

EPOCH = np.datetime64("1970-01-01")
CROSSWALKS = {"shared": 1, "partial": 2}
"""How the scripts know a figure of which only a part, or not all of the unit, is known."""
CELL_COLUMNS = ["pcode", "slice", "value", "value_status", "age_days", "source", "note", "crosswalk"]
TOTAL_LINES = ("value", "reporting_units", "units", "carried_forward", "unplaced")


@dataclass
class Lists:
    """Texts that the cells of a page refer to by number; 0 means none."""

    sources: list[str]
    notes: list[str]

    def note_numbers(self, notes: pd.Series[Any]) -> Integers:
        """Return the number of each note, adding those not seen before."""
        for note in notes.dropna().unique():
            if str(note) and str(note) not in self.notes:
                self.notes.append(str(note))
        known = {note: index + 1 for index, note in enumerate(self.notes)}
        return np.asarray(notes.map(known).fillna(0), dtype=np.int64)

    def source_numbers(self, sources: pd.Series[Any]) -> Integers:
        """Return the number of each source, 0 for one that the page does not credit."""
        known = {name: index + 1 for index, name in enumerate(self.sources)}
        return np.asarray(sources.map(known).fillna(0), dtype=np.int64)


def days(dates: npt.ArrayLike) -> Integers:
    """Return ISO dates as days since 1970-01-01."""
    moments = pd.to_datetime(pd.Series(np.asarray(dates, dtype=object))).to_numpy("datetime64[D]")
    return np.asarray((moments - EPOCH).astype("int64"), dtype=np.int64)


class Cells:
    """The figures of one indicator laid out as units × slices."""

    def __init__(self, view: View, indicator: str) -> None:
        mine = view.figures.loc[view.figures["indicator"] == indicator, CELL_COLUMNS]
        self.dates = sorted(str(day) for day in mine["slice"].unique())
        unit = pd.Categorical(mine["pcode"], categories=view.units["pcode"]).codes
        step = pd.Categorical(mine["slice"], categories=self.dates).codes
        known = unit >= 0
        self.shape = (len(view.units), len(self.dates))
        self.cell = unit[known].astype(np.int64) * self.shape[1] + step[known]
        self.rows = mine if known.all() else mine[known]
        self.statuses = self.spread(self.rows["value_status"].to_numpy(object), "no_data")
        numbers = self.rows["value"].to_numpy(dtype=float, na_value=np.nan)
        self.values = self.spread(numbers, np.nan)
        self.numeric = np.isin(self.statuses, NUMERIC_STATUSES) & np.isfinite(self.values)
        self.statuses[~self.numeric & np.isin(self.statuses, NUMERIC_STATUSES)] = "no_data"

    def spread(self, column: npt.NDArray[Any], empty: object) -> npt.NDArray[Any]:
        """Return a column of the rows as units × slices."""
        full = np.full(self.shape[0] * self.shape[1], empty, dtype=column.dtype)
        full[self.cell] = column
        return full.reshape(self.shape)

    @property
    def scale(self) -> int:
        """Return 1 for whole figures, else 10: figures are sent as whole numbers of tenths."""
        shown = self.values[self.numeric]
        return 1 if np.array_equal(shown, np.round(shown)) else 10


def _mode(numbers: Integers, chosen: npt.NDArray[np.bool_]) -> Integers:
    """Return the most frequent number of each column among the chosen cells; 0 where none is."""
    found = np.zeros(numbers.shape[1], dtype=np.int64)
    for column in range(numbers.shape[1]):
        here = numbers[chosen[:, column], column]
        if here.size:
            values, counts = np.unique(here, return_counts=True)
            found[column] = values[counts.argmax()]
    return found


def _ages(cells: Cells, day: Integers) -> dict[str, str]:
    """Return ages in days as the usual age of each slice and what differs from it.

    A figure carried forward is expected to be as old as the unit's last number makes it.  The usual
    ages are left out where all are 0.
    """
    age = cells.spread(cells.rows["age_days"].to_numpy(dtype=float, na_value=0.0), 0.0).astype(np.int64)
    fresh = np.isin(cells.statuses, ["value", "zero"]) & cells.numeric
    usual = np.maximum(_mode(age, fresh), 0)
    valid = day[None, :] - age
    _, before = encode_values.previous_number(np.where(cells.numeric, cells.values, np.nan))
    older = np.take_along_axis(valid, np.maximum(before, 0), axis=1)
    carried_age = np.where(before >= 0, day[None, :] - older, 0)
    expected = np.where(cells.statuses == "carried_forward", carried_age, usual[None, :])
    told = text(usual) if usual.any() else ""
    return {"mode": told, "rest": sparse(np.where(cells.numeric, age - expected, 0))}


def _sources(cells: Cells, lists: Lists) -> dict[str, str]:
    number = cells.spread(lists.source_numbers(cells.rows["source"]), 0)
    usual = _mode(number, cells.numeric)
    return {"mode": text(usual), "rest": sparse(np.where(cells.numeric, number - usual[None, :], 0))}


def _totals(view: View, indicator: str, dates: list[str], scale: int, lines: int) -> list[dict[str, object]]:
    mine = view.totals[view.totals["indicator"] == indicator]
    found: list[dict[str, object]] = []
    for (grouping, group), rows in mine.groupby(["grouping", "group"], sort=True):
        table = rows.drop_duplicates("slice").set_index("slice").reindex(dates)
        numbers = np.vstack(
            [pd.to_numeric(table[name]).to_numpy(dtype=float, na_value=np.nan) for name in TOTAL_LINES]
        )
        numbers[[0, 3, 4]] *= scale
        numbers = np.round(numbers)
        statuses = np.where(np.isnan(numbers), "no_data", "value").astype(object)
        hidden = (table["value_status"] == "suppressed").to_numpy(bool)
        statuses[0, hidden] = "suppressed"
        found.append(
            {
                "grouping": grouping,
                "group": group,
                "values": encode_values.encode(numbers[:lines], statuses[:lines]),
            }
        )
    return found


def _slices(view: View, indicator: Indicator, dates: list[str]) -> dict[str, object]:
    table = view.slices[view.slices["indicator"] == indicator.id].drop_duplicates("slice").set_index("slice")
    table = table.reindex(dates)
    day = days(dates)
    found: dict[str, object] = {"slices": deltas(day)}
    starts = table["slice_start"].where(table["slice_start"].notna(), pd.Series(dates, index=dates))
    lengths = day - days(starts)
    if indicator.kind == "flow" and (lengths > 0).any():
        found["lengths"] = text(np.maximum(lengths, 0))
    rounds = [str(name) if pd.notna(name) and name else "" for name in table["round"]]
    if all(name.isdecimal() for name in rounds):
        found["roundNumbers"] = deltas([int(name) for name in rounds])
    elif any(rounds):
        found["rounds"] = rounds
    return found


def record(
    view: View, indicator: Indicator, lists: Lists, lines: int = len(TOTAL_LINES)
) -> dict[str, object]:
    """Return the indicator as inert data: see `static/model.js` for how it is read.

    `lines` of `TOTAL_LINES` are sent for each total.
    """
    cells = Cells(view, indicator.id)
    scale = cells.scale
    opened = representative_slice(view, indicator.id)
    people = np.round(cells.values * scale)
    count = classes_of(view.figures, indicator, measure="value", classing=view.classing)
    rated = has_rates(view, indicator.id)
    rate = (
        classes_of(view.figures, indicator, measure="rate", units=view.units, classing=view.classing)
        if rated
        else None
    )
    shown = cells.values[cells.numeric]
    notes = cells.spread(lists.note_numbers(cells.rows["note"]), 0)
    crosswalk = cells.spread(cells.rows["crosswalk"].map(CROSSWALKS).fillna(0).to_numpy("int64"), 0)
    return {
        "id": indicator.id,
        "kind": indicator.kind,
        "unit": indicator.unit,
        "label": [indicator.label(lang) for lang in LANGS],
        "ramp": palette.ramp_name(indicator.family),
        **_slices(view, indicator, cells.dates),
        "first": cells.dates.index(opened) if opened in cells.dates else len(cells.dates) - 1,
        "scale": scale,
        "values": encode_values.encode(np.where(cells.numeric, people, np.nan), cells.statuses),
        "ages": _ages(cells, days(cells.dates)),
        "from": _sources(cells, lists),
        "remarks": sparse(notes),
        "cross": sparse(crosswalk),
        "rates": rated,
        "breaks": {"count": list(count.limits), "rate": list(rate.limits) if rate else []},
        "rateDecimals": rate.decimals if rate else 0,
        "rateBelow": bool(rate and rate.below),
        "largest": float(shown.max()) if shown.size else 0.0,
        "published": published(view, indicator, cells.dates, lists.sources),
        "towns": towns(view, indicator, cells.dates, lists.sources),
        "totalRows": _totals(view, indicator.id, cells.dates, scale, lines),
    }
