"""Values of one indicator over units and slices, delta-coded in time, every status kept apart.

Tokens: 0 no data, 1 not assessed, 2 suppressed, 3 the last number carried forward, 4 another number
carried forward (its zigzag difference follows), 5 the last token again (times follow), from 6 the
zigzag difference to the unit's last number plus 6.  A number 0 is the status zero.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from maps.encode import Integers, text, zigzag
from tracker.observation import NUMERIC_STATUSES

SPECIAL = {"no_data": 0, "not_assessed": 1, "suppressed": 2}
CARRIED, CARRIED_OTHER, AGAIN, NUMBER = 3, 4, 5, 6
SHORTEST_REPEAT = 4

Floats = npt.NDArray[np.float64]
Words = npt.NDArray[np.object_]


def previous_number(values: Floats) -> tuple[Floats, Integers]:
    """Return, for each cell, the last number before it in its row (0 when none) and its slice (-1)."""
    units, slices = values.shape
    here = np.where(np.isfinite(values), np.arange(slices), -1)
    last = np.maximum.accumulate(here, axis=1)
    index = np.column_stack([np.full(units, -1), last[:, :-1]]).astype(np.int64)
    number = np.take_along_axis(np.nan_to_num(values), np.maximum(index, 0), axis=1)
    return np.where(index >= 0, number, 0.0), index


def encode(values: Floats, statuses: Words) -> str:
    """Return the text of units × slices; `values` are whole numbers, NaN where there is none.

    Raises ``ValueError`` when a value, a zero or a carried figure has no number.
    """
    numeric = np.isin(statuses, NUMERIC_STATUSES)
    if np.isnan(values[numeric]).any():
        raise ValueError("a figure with the status value, zero or carried_forward has no number")
    shown = np.where(numeric, values, np.nan)
    before, index = previous_number(shown)
    steps = zigzag(np.where(numeric, np.nan_to_num(shown) - before, 0).astype(np.int64))
    tokens = steps + NUMBER
    for status, token in SPECIAL.items():
        tokens[statuses == status] = token
    carried = statuses == "carried_forward"
    same = carried & (index >= 0) & (steps == 0)
    tokens[carried] = CARRIED_OTHER
    tokens[same] = CARRIED
    return text(_runs(tokens, steps))


def _runs(tokens: Integers, steps: Integers) -> Integers:
    """Return the token stream, repeats shortened, row after row."""
    slices = tokens.shape[1]
    flat, extra = tokens.ravel(), steps.ravel()
    first = np.append(True, (flat[1:] != flat[:-1]) | (flat[1:] == CARRIED_OTHER))
    first[::slices] = True
    start = np.flatnonzero(first)
    length = np.diff(np.append(start, flat.size))
    token, other = flat[start], flat[start] == CARRIED_OTHER
    long = length >= SHORTEST_REPEAT
    emitted = np.where(long, 3, length) + other
    offset = np.cumsum(emitted) - emitted
    out = np.repeat(token, emitted)
    out[offset[long] + 1] = AGAIN
    out[offset[long] + 2] = length[long] - 1
    out[offset[other] + 1] = extra[start][other]
    return out
