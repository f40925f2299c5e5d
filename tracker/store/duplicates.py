"""The same figure twice in one input: the first stays, the others are quarantined."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from tracker.problem import Problem
from tracker.store.admissible import text, whereabouts


def repeated(keys: npt.NDArray[np.void]) -> npt.NDArray[np.int64]:
    """Return for each key the position where it stands first (its own when it is the first)."""
    positions = np.arange(len(keys), dtype=np.int64)
    if len(keys) == 0:
        return positions
    head = keys.view(np.uint64).reshape(len(keys), -1)[:, 0]
    suspects = np.flatnonzero(pd.Series(head).duplicated(keep=False).to_numpy())
    first: dict[bytes, int] = {}
    for position in suspects.tolist():
        positions[position] = first.setdefault(keys[position].tobytes(), position)
    return positions


def report(figures: pd.DataFrame, first: npt.NDArray[np.int64]) -> list[Problem]:
    """Return one problem for every figure that repeats an earlier one of the same input."""
    again = np.flatnonzero(first != np.arange(len(first)))
    if len(again) == 0:
        return []
    pairs = zip(
        figures.iloc[again].to_dict("records"), figures.iloc[first[again]].to_dict("records"), strict=True
    )
    return [_problem(row, original) for row, original in pairs]


def _problem(row: dict[Hashable, Any], original: dict[Hashable, Any]) -> Problem:
    value, kept = text(row["value"]), text(original["value"])
    number = text(original["source_row"]) or "?"
    differs = value != kept or row["value_status"] != original["value_status"]
    return Problem(
        code="duplicate_differs" if differs else "duplicate",
        message=(
            f"the same figure stands in row {number}, there with {kept or original['value_status']}"
            if differs
            else f"the same figure stands in row {number}"
        ),
        column=text(row["source_column"]),
        value=value or text(row["value_status"]),
        expected=f"one row for each figure; the first, row {number}, is kept",
        hint="ask the source which of the two is right"
        if differs
        else "nothing is lost; remove the second row",
        **whereabouts(row),
    )
