"""A count two publications print is one count."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from maps.reintegration_series import few_dates
from tracker.observation import observation_table
from tracker.slices import per_unit_and_slice
from tracker.view import View


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


def test_few_dates_of_returns_are_explained_in_both_languages(embedded_view: View) -> None:
    assert "par unité administrative\u00a0: 2. Les chiffres" in few_dates(embedded_view, "fr")
    assert "tracker ingest" in few_dates(embedded_view, "en")
    own = embedded_view.figures[embedded_view.figures["indicator"] == "idp_returnees_cumulative"]
    more = [embedded_view.figures, own.assign(slice="2018-12-31"), own.assign(slice="2020-04-30")]
    assert few_dates(replace(embedded_view, figures=pd.concat(more)), "fr") == ""
