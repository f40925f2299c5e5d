"""How few people are too few to be told."""

from __future__ import annotations

import pandas as pd


def few(values: pd.Series, threshold: int) -> pd.Series:
    """Tell which counts are above 0 and below the threshold; no count is not few."""
    counts = pd.to_numeric(values).astype("Float64")
    return ((counts > 0) & (counts < threshold)).fillna(False).astype(bool)
