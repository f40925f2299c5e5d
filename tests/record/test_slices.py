"""Every unit in every slice, with its status and its age."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.record.rows import record
from tracker.indicators import indicator
from tracker.slices import fill, per_unit_and_slice, slice_of, slice_table

IDPS = indicator("idp_stock")


def filled(*rows, pcodes=("ML01", "ML09")):
    table = record(*rows).assign(crosswalk="exact")
    return fill(per_unit_and_slice(table), list(pcodes), IDPS).set_index(["pcode", "slice"])


def on(day: str, **more):
    return {"reference_start": day, "reference_end": day} | more


def test_a_unit_that_did_not_report_carries_its_last_figure_with_its_age():
    table = filled(on("2014-01-31", pcode="ML01", value=50), on("2014-03-31", pcode="ML09", value=70))
    carried = table.loc[("ML01", "2014-03-31")]
    assert (carried["value"], carried["value_status"], carried["age_days"]) == (50, "carried_forward", 59)
    assert carried["reference_end"] == "2014-01-31"


def test_a_figure_too_old_to_carry_is_no_data():
    table = filled(on("2013-01-31", pcode="ML01", value=50), on("2014-03-31", pcode="ML09", value=70))
    assert table.loc[("ML01", "2014-03-31"), "value_status"] == "no_data"
    assert pd.isna(table.loc[("ML01", "2014-03-31"), "value"])


def test_nothing_is_carried_backwards():
    table = filled(on("2014-01-31", pcode="ML01", value=50), on("2014-03-31", pcode="ML09", value=70))
    assert table.loc[("ML09", "2014-01-31"), "value_status"] == "no_data"


def test_zero_is_zero_and_a_blank_is_not():
    table = filled(
        on("2014-01-31", pcode="ML01", value=0, value_status="zero"),
        on("2014-01-31", pcode="ML09", value=None, value_status="not_assessed"),
    )
    assert table["value_status"].tolist() == ["zero", "not_assessed"]


def test_parts_are_added_and_the_later_of_two_rounds_in_a_month_stands():
    table = filled(
        on("2014-01-10", pcode="ML01", value=5),
        on("2014-01-31", pcode="ML01", value=7, cause="Conflict"),
        on("2014-01-31", pcode="ML01", value=8, cause="Flood"),
        pcodes=["ML01"],
    )
    assert table["value"].tolist() == [15]


@pytest.mark.parametrize(("day", "end"), [("2012-02-01", "2012-02-29"), ("2013-12-31", "2013-12-31")])
def test_a_slice_is_named_by_the_last_day_of_its_month(day, end):
    assert slice_of(pd.Series([day], dtype="str")).tolist() == [end]


def test_the_slice_table_says_how_many_units_reported():
    table = filled(on("2014-01-31", pcode="ML01", value=50), on("2014-03-31", pcode="ML09", value=70))
    slices = slice_table(table.reset_index())
    assert slices["reporting_units"].tolist() == [1, 1]
    assert slices["units"].tolist() == [2, 2]


def test_the_round_of_a_slice_is_that_of_the_figures_reported_in_it():
    table = filled(
        on("2020-08-31", pcode="ML01", value=50, round="67"),
        on("2020-10-31", pcode="ML09", value=70, round="68"),
    )
    assert table.reset_index()["round"].tolist().count("67") == 2, "ML01 is carried forward"
    assert slice_table(table.reset_index())["round"].tolist() == ["67", "68"]
