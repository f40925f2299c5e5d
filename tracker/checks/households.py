"""People against the households they live in."""

from __future__ import annotations

import pandas as pd

from geodata.how_many import how_many
from tracker.checks.addable import counted, finding
from tracker.checks.limits import Household, Pair
from tracker.observation import KEY
from tracker.problem import Problem

_SAME = [name for name in KEY if name not in ("indicator", "unit")]


def households(observations: pd.DataFrame, limits: Household) -> list[Problem]:
    """Return a finding for each place whose people per household lie outside the limits.

    People without households, and households without people, are findings too.
    """
    figures = counted(observations)
    return [problem for pair in limits.pairs for problem in _compare(figures, pair, limits)]


def _compare(figures: pd.DataFrame, pair: Pair, limits: Household) -> list[Problem]:
    persons = figures[figures["indicator"] == pair.people]
    homes = figures[figures["indicator"] == pair.households].rename(columns={"value": "homes"})
    both = persons.merge(homes[[*_SAME, "homes"]], on=_SAME)
    size = both["value"] / both["homes"]  # 0 / 0 is missing: nobody in no household is consistent
    wrong = both[(size < limits.smallest) | (size > limits.largest)]
    return [
        finding(
            row,
            "household_size",
            f"{how_many(row['value'], 'person', 'people')} in {how_many(row['homes'], 'household')}"
            + (f": {row['value'] / row['homes']:.1f} people per household" if row["homes"] else ""),
            expected=f"{limits.smallest:g} to {limits.largest:g} people per household",
            hint="the two columns may be swapped or one of them wrong; both are kept as printed",
        )
        for row in wrong.to_dict("records")
    ]
