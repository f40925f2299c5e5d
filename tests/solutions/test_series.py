"""A count two publications print is one count."""

from __future__ import annotations

import pandas as pd

from tracker.observation import observation_table
from tracker.slices import per_unit_and_slice


def test_the_same_count_printed_twice_is_not_added() -> None:
    row = {
        "indicator": "idp_returnees_cumulative",
        "value": 526_505.0,
        "value_status": "value",
        "unit": "people",
        "figure_kind": "printed",
        "reference_end": "2018-07-31",
        "level": 0,
        "pcode": "MLI",
        "source": "embedded-returns-reports",
    }
    twice = observation_table([row | {"source_title": "CMP"}, row | {"source_title": "OCHA"}])
    table = per_unit_and_slice(twice.assign(crosswalk="exact"))
    assert table["value"].tolist() == [526_505]


def test_parts_of_one_publication_are_added() -> None:
    row = {
        "indicator": "idp_stock",
        "value_status": "value",
        "unit": "people",
        "figure_kind": "printed",
        "reference_end": "2020-04-30",
        "level": 1,
        "pcode": "ML07",
        "source": "dtm",
        "source_title": "Round 64",
    }
    parts = observation_table([row | {"value": 10.0, "cause": "a"}, row | {"value": 5.0, "cause": "b"}])
    table = per_unit_and_slice(parts.assign(crosswalk="exact"))
    assert pd.to_numeric(table["value"]).tolist() == [15]
