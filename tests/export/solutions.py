"""A public view with survey figures, reach, a programme, site measures and figures of countries."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from tests.export.views import public_view
from tracker.view import FIGURE_COLUMNS, MEASURE_COLUMNS, SURVEY_COLUMNS, View

DAY = "2014-06-30"


def solutions_view() -> View:
    """Return `public_view` with what the layers of solutions are made of."""
    view = public_view()
    return replace(
        view, surveys=_surveys(), measures=_measures(), national=_country("MLI"), abroad=_country("BFA")
    )


def _surveys() -> pd.DataFrame:
    base: dict[str, object] = {
        "reference_end": DAY,
        "source": "synthetic",
        "value_status": "value",
        "unit": "percent",
    }
    reach = [
        {"indicator": "reach_25_km", "pcode": code, "category": kind, "value": value, "denominator": 900.0}
        for code, value in (("ML05", 40.0), ("ML07", 0.0))
        for kind in ("", "psychosocial")
    ]
    asked: dict[str, object] = {"sample_size": 40, "denominator": 40.0, "low": 53.0, "high": 80.0}
    survey = [
        {"indicator": "intention_return", "pcode": "ML05", "place_name": "Mopti", "value": 68.0, **asked},
        {"indicator": "intention_return", "pcode": None, "place_name": "Gao + Kidal", "value": 50.0},
        {"indicator": "debt_indebted_on_return", "pcode": "MLI", "place_name": "Mali", "value": 68.0},
    ]
    steps: dict[str, int | None] = {"assisted": 1400, "referred": 43, "disbursed": None, "repaid": None}
    programme = [
        {
            "indicator": f"funnel_{stage}", "pcode": "ML07", "place_name": "Gao", "category": "Pilote",
            "value": people, "unit": "people", "value_status": "value" if people else "suppressed",
        }
        for stage, people in steps.items()
    ]  # fmt: skip
    rows = [{**base, **row} for row in [*reach, *survey, *programme]]
    table = pd.DataFrame(rows).reindex(columns=SURVEY_COLUMNS)
    return table.astype({"value": "Float64", "low": "Float64", "high": "Float64", "denominator": "Float64"})


def _measures() -> pd.DataFrame:
    rows = [
        ("s1", "reintegration_score", "2014-05-31", 0.6, "value"),
        ("s1", "reintegration_score", DAY, 0.7, "value"),
        ("s2", "return_index", DAY, 80.0, "value"),
        ("s1", "site_caseload", DAY, None, "suppressed"),
    ]
    table = pd.DataFrame(rows, columns=MEASURE_COLUMNS[:5]).assign(source="synthetic")
    return table.reindex(columns=MEASURE_COLUMNS).astype({"value": "Float64"})


def _country(code: str) -> pd.DataFrame:
    indicator = "idp_stock" if code == "MLI" else "refugees_abroad"
    rows = [
        {"indicator": indicator, "pcode": code, "slice": day, "value": 50_000, "value_status": "value",
         "reference_end": day, "source": "synthetic"}
        for day in ("2014-05-31", DAY)
    ]  # fmt: skip
    return pd.DataFrame(rows).reindex(columns=FIGURE_COLUMNS).astype({"value": "Float64"})
