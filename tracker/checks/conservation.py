"""The laws that hold at every step: nobody is lost and nobody is counted twice."""

from __future__ import annotations

import pandas as pd

from tracker.errors import TrackerError


class PeopleLost(TrackerError):
    """A step of the path changed the number of people or of figures."""


def same_people(before: pd.DataFrame, after: pd.DataFrame, step: str) -> None:
    """Check that a join or a placing kept every figure and every person of each indicator.

    Both tables have the columns `indicator`, `unit` and `value`.

    Raises
    ------
    PeopleLost
        Naming the step, the indicator and both sums.
    """
    if len(before) != len(after):
        raise PeopleLost(
            f"{step}: {len(before)} figures went in and {len(after)} came out; nothing was stored"
        )
    left, right = _sums(before), _sums(after)
    for (name, unit), value in left.items():
        if right.get((name, unit)) != value:
            raise PeopleLost(
                f"{step}: {name} went in with {value:,.0f} {unit} and came out with "
                f"{right.get((name, unit), 0):,.0f}; nothing was stored"
            )


def _sums(table: pd.DataFrame) -> dict[tuple[str, str], float]:
    sums = table.groupby(["indicator", "unit"], as_index=False, dropna=False)["value"].sum()
    return {
        (str(name), str(unit)): round(float(value), 3) for name, unit, value in sums.itertuples(index=False)
    }
