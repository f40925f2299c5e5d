"""Rows of the record for tests: say what matters, the rest is filled."""

from __future__ import annotations

from typing import Any

import pandas as pd

from tracker.observation import observation_table

DEFAULTS: dict[str, Any] = {
    "indicator": "idp_stock",
    "unit": "people",
    "value_status": "value",
    "figure_kind": "printed",
    "reference_start": "2014-04-01",
    "reference_end": "2014-04-30",
    "level": 1,
    "edition": "cod-ab-2021",
    "source": "embedded-idps-monthly",
    "match_method": "name",
    "source_row": 2,
}


def record(*rows: dict[str, Any]) -> pd.DataFrame:
    """Return observations as the store gives them, with the columns a test does not care about filled."""
    table = observation_table([DEFAULTS | row for row in rows])
    return table.assign(snapshot_sha256="0" * 64, recorded_at="2026-01-01T00:00:00Z", natural_key="")
