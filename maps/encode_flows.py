"""Flows of one kind: pairs of places sent once, then gaps in time and numbers.

A pair is the place it starts from and the place it ends at, as indexes into the page's places; index
0 is the unknown place.  A move is one number: people plus one (0 for a suppressed flow) times eight,
plus the slices skipped since the pair's last move; seven means that the rest of the gap follows.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from maps.encode import Integers, text, zigzag

LONG = 7


def encode(origin: Integers, destination: Integers, time: Integers, number: npt.ArrayLike) -> dict[str, str]:
    """Return ``pairs`` and ``moves`` of flows given by indexes; `number` is -1 when suppressed.

    Each (origin, destination, time) may occur once.

    Raises ``ValueError`` when one occurs twice: adding them up is the record's business.
    """
    people = np.asarray(number, dtype=np.int64)
    order = np.lexsort((time, destination, origin))
    origin, destination, time, people = (column[order] for column in (origin, destination, time, people))
    new_pair = np.append(True, (np.diff(origin) != 0) | (np.diff(destination) != 0))
    if (~new_pair[1:] & (np.diff(time) == 0)).any():
        raise ValueError("a flow occurs twice for one pair and period")
    first = np.flatnonzero(new_pair)
    count = np.diff(np.append(first, origin.size))
    step = np.diff(origin[first], prepend=0)
    there = np.where(step == 0, np.diff(destination[first], prepend=0), destination[first])
    gaps = np.where(new_pair, time, np.diff(time, prepend=0) - 1)
    far = gaps >= LONG
    moves = np.insert(
        (people + 1) * (LONG + 1) + np.minimum(gaps, LONG), np.flatnonzero(far) + 1, gaps[far] - LONG
    )
    return {
        "pairs": text(np.column_stack([step, zigzag(there), count])),
        "moves": text(moves),
    }
