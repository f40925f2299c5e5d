"""What was measured at sites over time."""

from __future__ import annotations

import pandas as pd

from tracker.solutions.tables import SITE_MEASURES
from tracker.view import MEASURE_COLUMNS


def measures(observations: pd.DataFrame) -> pd.DataFrame:
    """Return the measures of sites; the category of such a figure is the id of its site.

    Columns: MEASURE_COLUMNS, the slice is the day the measure is valid for.
    """
    own = observations[observations["indicator"].isin(SITE_MEASURES) & observations["category"].notna()]
    table = own.rename(columns={"category": "site_id", "reference_end": "slice"})
    return table.reindex(columns=MEASURE_COLUMNS).sort_values(
        ["site_id", "indicator", "slice"], ignore_index=True
    )
