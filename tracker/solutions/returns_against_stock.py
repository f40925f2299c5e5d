"""Returns against those still away: how much of a unit's displaced population is back."""

from __future__ import annotations

import pandas as pd

RETURNED_COLUMNS = ["pcode", "returned", "still_displaced", "returned_share"]


def returned_share(returned: pd.Series, still_displaced: pd.Series) -> pd.DataFrame:
    """Return the share of a unit's people who are back, where both counts exist.

    Both series are indexed by the P-code people come from: those back there (cumulative), and
    those from there still displaced anywhere, at the same date.  A unit known to one side only is
    left out, as is one with nobody on either.  Columns: RETURNED_COLUMNS, the share in percent.
    """
    both = returned.dropna().index.intersection(still_displaced.dropna().index)
    table = pd.DataFrame(
        {
            "pcode": both,
            "returned": returned.reindex(both).astype("Float64").to_numpy(),
            "still_displaced": still_displaced.reindex(both).astype("Float64").to_numpy(),
        }
    )
    known = table["returned"] + table["still_displaced"]
    table = table[known > 0]
    table["returned_share"] = table["returned"] / (table["returned"] + table["still_displaced"]) * 100
    return table[RETURNED_COLUMNS].reset_index(drop=True)


def tells_origin(origins: pd.Series, hosts: pd.Series) -> bool:
    """Return whether origins say anything: a table that names every host as origin does not."""
    return bool((origins != hosts).any())
