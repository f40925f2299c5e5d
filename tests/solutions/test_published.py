"""The published figures on intentions, debt, returns and services are in, each with its source."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from tracker.embedded import read_embedded
from tracker.indicators import catalogue
from tracker.observation import observation_table
from tracker.solutions import sites, surveys
from tracker.solutions.debt import debt_burden, least_burden
from tracker.solutions.declared import declared
from tracker.solutions.options import OPTIONS, check, options
from tracker.solutions.secondary import secondary_displacement_rate

TABLES = ("embedded-intentions-iom", "embedded-survey-debt-2020", "embedded-reintegration-reports")
# about several countries, or without any date: shown nowhere rather than booked on Mali or a day
LEFT_OUT = {
    "debt_average_per_migrant",
    "reinsertion_projects_financed_ofii",
    "reintegration_set_up_microbusiness",
    "reintegration_uses_additional_funding",
}


@pytest.fixture(scope="module")
def record() -> pd.DataFrame:
    readings = {reading.source.id: reading for reading in read_embedded()}
    return pd.concat([readings[name].observations for name in TABLES], ignore_index=True)


@pytest.fixture(scope="module")
def shown(record: pd.DataFrame) -> pd.DataFrame:
    national = record["reported_place_name"].isna()
    return surveys(
        record.assign(pcode=pd.Series("MLI", index=record.index).where(national), place_name="Mali")
    )


@pytest.fixture(scope="module")
def points() -> pd.DataFrame:
    (reading,) = [reading for reading in read_embedded() if reading.source.id == "embedded-sites-services"]
    return sites(reading.sites)


def test_every_figure_names_its_source_licence_and_credit(record: pd.DataFrame) -> None:
    for name in ("source", "source_org", "source_title", "licence", "credit", "reported_value"):
        assert record[name].notna().all(), name
    supplied = record["source_url"].isna()
    assert record.loc[supplied, "note"].str.contains("document supplied to the project").all()


def test_every_indicator_is_declared_and_has_its_unit(record: pd.DataFrame) -> None:
    for indicator, unit in record[["indicator", "unit"]].drop_duplicates().itertuples(index=False):
        assert catalogue()[indicator].unit == unit


@pytest.mark.shared
def test_every_row_of_the_reference_files_is_in_or_left_out_by_name(
    record: pd.DataFrame, shared: Path
) -> None:
    with (shared / "reference" / "reintegration.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    places = [row for row in rows if row["unit"] in ("service point", "service location")]
    left = [row for row in rows if row["indicator"] in LEFT_OUT]
    with (shared / "reference" / "intentions.csv").open(encoding="utf-8") as file:
        asked = list(csv.DictReader(file))
    assert len(record) == len(rows) + len(asked) - len(places) - len(left)
    (reading,) = [reading for reading in read_embedded() if reading.source.id == "embedded-sites-services"]
    assert len(reading.sites) == len(places) == 14


def test_the_debt_study_has_456_respondents(shown: pd.DataFrame) -> None:
    indebted = shown[(shown["indicator"] == "debt_indebted_on_return") & shown["sample_size"].notna()].iloc[0]
    assert indebted["value"] == 68
    assert indebted["sample_size"] == 456
    assert (indebted["low"], indebted["high"]) == pytest.approx((63.58, 72.12), abs=0.01)


def test_47_and_33_percent_stay_two_sourced_figures(shown: pd.DataFrame) -> None:
    loans = shown[shown["indicator"] == "debt_new_loan_after_return"]
    assert sorted(loans["value"]) == [33, 47]
    assert loans["note"].nunique() == 2
    assert loans["low"].isna().all()  # neither prints its denominator


def test_a_share_of_an_unprinted_denominator_has_no_interval(shown: pd.DataFrame) -> None:
    lenders = shown[shown["indicator"] == "debt_lender"].set_index("category")
    assert lenders["value"].to_dict() == {"family": 39, "friends": 58}
    assert lenders["low"].isna().all()


def test_the_three_options_of_2013_and_2014_stand_side_by_side(shown: pd.DataFrame) -> None:
    table = options(shown)
    assert table["reference_end"].tolist() == sorted(table["reference_end"])
    december = table[table["reference_end"] == "2014-12-31"].iloc[0]
    assert (december[OPTIONS[0]], december[OPTIONS[1]]) == (56, 43)
    assert december[OPTIONS[2]] is None  # nobody printed it: the remaining 1 % is not booked on it
    assert december["not_printed"] == 1
    assert december["small"] is None
    february = table[table["reference_end"] == "2013-02-04"].iloc[0]
    assert february["small"] is False
    assert february[f"{OPTIONS[0]}_low"] == pytest.approx(91.07, abs=0.02)


def test_few_people_asked_are_marked_small() -> None:
    few = observation_table(
        [
            {
                "indicator": "intention_return",
                "value": 60.0,
                "value_status": "value",
                "unit": "percent",
                "figure_kind": "printed",
                "sample_size": declared().minimum_asked - 1,
                "denominator": declared().minimum_asked - 1,
                "reference_end": "2024-01-31",
                "source": "test",
            }
        ]
    )
    assert options(surveys(few))["small"].tolist() == [True]


def test_options_over_a_hundred_percent_are_a_problem() -> None:
    assert check({"return": 75, "stay": 21}) == []
    (problem,) = check({"return": 75, "stay": 31})
    assert problem.code == "options_over_100"


def test_assisted_returns_make_a_series(shown: pd.DataFrame) -> None:
    series = shown[shown["indicator"] == "avrr_returns"]
    assert series["value"].tolist() == [11000, 19000, 19317]
    assert series["note"].str.contains("approximate").tolist() == [True, True, False]


def test_service_points_stand_where_they_are_published(points: pd.DataFrame) -> None:
    named = points["name"] + points["place_name"]
    for town in ("Bamako", "Kayes", "Kita", "Gao", "Mopti", "Tombouctou"):
        assert named.str.contains(town).any(), town
    assert set(points["site_type"]) <= set(declared().site_types)
    assert set(points["position"]) == {"coarsened", "unit"}
    assert (points.loc[points["position"] == "unit", ["lon", "lat"]].isna()).all().all()


def test_the_debt_burden_says_what_it_assumes() -> None:
    burden = debt_burden(100_000, 40_000)
    assert burden.months == pytest.approx(2.5)
    least = least_burden(100_000, 50_000, 93)
    assert least.months == 2
    assert least.is_least
    assert "93 %" in least.assumption_fr


@pytest.mark.parametrize("arguments", [(100_000, 0), (-1, 50_000), (100_000, float("nan"))])
def test_a_burden_on_no_income_is_refused(arguments: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="got"):
        debt_burden(*arguments)
    with pytest.raises(ValueError, match="median"):
        least_burden(100_000, 50_000, 50)


def test_the_secondary_displacement_rate() -> None:
    assert secondary_displacement_rate(4_673, 74_205) == pytest.approx(6.3, abs=0.01)
    for again, returned in ((1, 0), (11, 10), (-1, 10)):
        with pytest.raises(ValueError, match="returned"):
            secondary_displacement_rate(again, returned)
