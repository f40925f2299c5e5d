"""The balance of people in one reading: in = placed + unplaced + not summable."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from tracker.indicators import catalogue
from tracker.observation import SUMMABLE_KINDS
from tracker.problem import Problem
from tracker.store.report import People


def balance(
    figures: pd.DataFrame, stored: npt.NDArray[np.int64], quarantined: Iterable[Problem]
) -> dict[str, People]:
    """Return the balance for each indicator that counts people.

    Not summable are figures that were quarantined, approximate or otherwise counted figures
    (`tracker.observation.FIGURE_KINDS`), one sex of a total, and indicators the catalogue forbids
    to add over space.  People named by the reader's own quarantine problems count as in and not
    summable.
    """
    people = figures[(figures["unit"] == "people").fillna(False) & figures["value"].notna()]
    counted = pd.DataFrame(
        {
            "indicator": people["indicator"].astype("str").fillna("unknown"),
            "value": people["value"].astype("float64"),
            "state": _state(people, stored),
        }
    )
    totals = counted.groupby(["indicator", "state"], as_index=False)["value"].sum()
    sums = {(str(name), str(state)): float(value) for name, state, value in totals.itertuples(index=False)}
    for problem in quarantined:
        if problem.severity == "quarantined" and problem.people:
            key = (problem.indicator or "unknown", "not_summable")
            sums[key] = sums.get(key, 0.0) + problem.people
    return {name: _people(sums, name) for name in sorted({name for name, _ in sums})}


def _people(sums: dict[tuple[str, str], float], name: str) -> People:
    placed, unplaced, other = (
        float(sums.get((name, state), 0)) for state in ("placed", "unplaced", "not_summable")
    )
    return People(placed + unplaced + other, placed, unplaced, other)


def _state(people: pd.DataFrame, stored: npt.NDArray[np.int64]) -> npt.NDArray[np.str_]:
    addable = [name for name, entry in catalogue().items() if entry.add_over_space or entry.kind == "flow"]
    summable = (
        people.index.isin(stored)
        & people["figure_kind"].isin(SUMMABLE_KINDS).to_numpy()
        & people["indicator"].isin(addable).to_numpy()
        & (people["sex"].isna() | (people["sex"] == "").fillna(False)).to_numpy()
    )
    placed = (people["pcode"].notna() & (people["pcode"] != "").fillna(False)).to_numpy()
    return np.where(~summable, "not_summable", np.where(placed, "placed", "unplaced"))
