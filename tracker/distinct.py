"""The distinct rows of a wide table: what repeats a million times is looked at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

Codes = npt.NDArray[np.int64]


def distinct_rows(table: pd.DataFrame, columns: list[str]) -> tuple[Codes, pd.DataFrame]:
    """Return for each row which distinct combination of `columns` it holds, and those combinations.

    They stand in order of first appearance, numbered from 0; missing is a value like any other.
    A column is factorised once and the codes of the columns are combined.
    """
    codes: Codes = np.zeros(len(table), dtype=np.int64)
    for name in columns:
        found, values = pd.factorize(table[name])
        if len(values) == 0 or (len(values) == 1 and found.min(initial=0) == 0):
            continue
        codes = pd.factorize(codes * (len(values) + 1) + found + 1)[0].astype(np.int64)
    first = np.flatnonzero(np.diff(np.maximum.accumulate(codes), prepend=-1))
    return codes, table[columns].iloc[first].reset_index(drop=True)
