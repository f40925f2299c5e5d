"""What is derived from a view uses disclosed figures only, and says what it stands on."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from tests.maps.synthetic import synthetic_view
from tracker.solutions import complete
from tracker.solutions.coverage_figures import SHOWN, coverage_figures
from tracker.view import FIGURE_COLUMNS, MEASURE_COLUMNS, SITE_COLUMNS, SURVEY_COLUMNS, View


def _figure(
    indicator: str, pcode: str, day: str, value: float | None, status: str = "value"
) -> dict[str, object]:
    row: dict[str, object] = dict.fromkeys(FIGURE_COLUMNS)
    row |= {"indicator": indicator, "pcode": pcode, "slice": day, "value": value, "value_status": status}
    return row | {"reference_end": day, "source": "test", "crosswalk": "exact"}


def _figures() -> pd.DataFrame:
    rows = [
        _figure("idp_stock", "ML07", "2020-04-30", 700),
        _figure("idp_stock", "ML06", "2020-04-30", 300),
        _figure("idp_stock", "ML08", "2020-04-30", None, "suppressed"),
        _figure("idp_stock", "ML05", "2020-04-30", None, "no_data"),
        _figure("idp_stock", "ML07", "2014-12-31", 5),
        _figure("assistance_activities", "ML06", "2022-03-31", 30),
        _figure("assistance_activities", "ML05", "2022-03-31", 70),
        _figure("assistance_activities", "ML07", "2022-03-31", None, "no_data"),
        _figure("assistance_activities", "ML08", "2022-03-31", None, "no_data"),
    ]
    return pd.DataFrame(rows, columns=FIGURE_COLUMNS)


def test_the_gap_is_of_the_newest_count_before_the_assistance() -> None:
    figures, slices = coverage_figures(_figures(), pd.DataFrame())
    gap = figures[figures["indicator"] == "coverage_gap"].set_index("pcode")
    assert gap.loc["ML07", "value"] == pytest.approx(70)
    assert gap.loc["ML06", "value"] == pytest.approx(0)
    assert gap.loc["ML08", "value_status"] == "suppressed"
    assert gap.loc["ML05", "value_status"] == "no_data"
    assert gap.loc["ML07", "age_days"] == 700
    assert "2020-04-30" in gap.loc["ML07", "note"]
    assert set(slices["indicator"]) == set(SHOWN)
    for side in ("share_of_displaced", "share_of_assistance"):
        own = figures[(figures["indicator"] == side) & figures["value"].notna()]
        assert float(own["value"].sum()) == pytest.approx(100)


def test_assistance_without_any_count_before_it_has_no_gap() -> None:
    later = _figures()
    later.loc[later["indicator"] == "idp_stock", "slice"] = "2023-01-31"
    figures, slices = coverage_figures(later, pd.DataFrame())
    assert figures.empty
    assert slices.empty


def _view() -> View:
    site = dict.fromkeys(SITE_COLUMNS)
    exact = site | {
        "site_id": "s1",
        "name": "Site",
        "site_type": "psychosocial",
        "lon": -0.04472,
        "lat": 16.27167,
    }
    exact |= {
        "position": "exact",
        "status": "working",
        "pcode": "ML07",
        "place_name": "Gao",
        "source": "test",
    }
    survey = dict.fromkeys(SURVEY_COLUMNS) | {"indicator": "funnel_repaid", "category": "P", "unit": "people"}
    surveys = [
        survey | {"value": 6.0, "value_status": "value", "pcode": "ML07"},
        survey | {"value": 43.0, "value_status": "value", "pcode": "ML07", "indicator": "funnel_referred"},
    ]
    return replace(
        synthetic_view(9, slices=3),
        sites=pd.DataFrame([exact], columns=SITE_COLUMNS),
        surveys=pd.DataFrame(surveys, columns=SURVEY_COLUMNS),
        measures=pd.DataFrame(
            [["s1", "site_caseload", "2020-04-30", 4, "value", "test", ""]], columns=MEASURE_COLUMNS
        ),
    )


def test_small_counts_of_programmes_and_sites_are_taken_out() -> None:
    done = complete(_view())
    funnel = done.surveys.set_index("indicator")
    assert funnel.loc["funnel_repaid", "value_status"] == "suppressed"
    assert pd.isna(funnel.loc["funnel_repaid", "value"])
    assert funnel.loc["funnel_referred", "value"] == 43
    assert done.measures["value_status"].tolist() == ["suppressed"]


def test_an_exact_position_leaves_coarsened() -> None:
    done = complete(_view())
    (position,) = done.sites["position"]
    assert position == "coarsened"
    assert done.sites[["lon", "lat"]].astype(float).to_numpy().tolist() == [[-0.0, 16.3]]


def test_reach_is_there_for_every_unit_with_people_and_completing_twice_changes_nothing() -> None:
    once = complete(_view())
    reach = once.surveys[(once.surveys["indicator"] == "reach_25_km") & (once.surveys["category"] == "")]
    assert set(reach["pcode"]) <= set(once.units["pcode"])
    assert reach.set_index("pcode").loc["ML07", "value"] == 100
    twice = complete(once)
    assert len(twice.surveys) == len(once.surveys)
    assert len(twice.figures) == len(once.figures)


def test_a_gap_of_a_count_carried_forward_is_marked_with_the_day_and_age_of_that_count() -> None:
    counted = _figures()
    old = (counted["pcode"] == "ML06") & (counted["indicator"] == "idp_stock")
    counted.loc[old, ["value_status", "reference_end"]] = "carried_forward", "2020-01-31"
    figures, slices = coverage_figures(counted, pd.DataFrame())
    by_unit = figures.set_index(["indicator", "pcode"])
    for name in ("coverage_gap", "share_of_displaced"):
        row = by_unit.loc[(name, "ML06")]
        assert row["value_status"] == "carried_forward"
        assert row["reference_start"] == "2020-01-31"
        assert row["age_days"] == 790
        assert row["note"] == "PDI : 2020-01-31 ; assistance : 2022-03-31"
    assert by_unit.loc[("coverage_gap", "ML06"), "value"] == pytest.approx(0)
    assert by_unit.loc[("share_of_assistance", "ML06"), "value_status"] == "value"
    assert by_unit.loc[("coverage_gap", "ML07"), "value_status"] == "value"
    assert slices.set_index("indicator").loc["coverage_gap", "reporting_units"] == 1
