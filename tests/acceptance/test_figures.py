"""The figures everything else hangs on, asked from outside."""

from __future__ import annotations

from pathlib import Path

import pytest

PEAK = 353_455
OCHA_PAGE_TOTAL = 472_250
IDPS = ("observations", "--indicator", "idp_stock", "--level", "1")


def test_the_peak_of_june_2013_is_the_sum_of_its_regions(listing):
    rows = listing(*IDPS, "--from", "2013-06-01", "--to", "2013-06-30")
    assert len(rows) == 9
    assert sum(row["value"] for row in rows) == PEAK


def test_the_wrong_published_peak_is_nowhere_in_the_record(everything):
    assert len(everything) > 1000
    assert OCHA_PAGE_TOTAL not in {row["value"] for row in everything}


@pytest.mark.parametrize(
    ("month", "south", "north"), [("2014-04", 79_843, 57_253), ("2014-06", 72_125, 56_741)]
)
def test_north_and_south_are_those_iom_printed(listing, month, south, north):
    rows = listing(*IDPS, "--from", f"{month}-01", "--to", f"{month}-30", "--group", "north-south")
    assert {row["group"]: row["value"] for row in rows} == {"south": south, "north": north}
    assert {row["source"] for row in rows} == {"embedded-idps-monthly"}


def test_every_figure_says_where_it_comes_from(everything):
    for row in everything:
        assert row["source"], row
        assert len(row["snapshot_sha256"]) == 64, row
        assert row["source_row"] >= 2, row
        assert row["value_status"] in {"value", "zero"}, row


def test_approximate_figures_are_kept_but_never_summed(listing, everything):
    approximate = [row for row in everything if row["figure_kind"] == "printed_approximate"]
    assert approximate
    assert not [row for row in listing("observations") if row["figure_kind"] == "printed_approximate"]


def test_no_embedded_row_comes_from_a_dtm_workbook(everything):
    assert not [row for row in everything if "orkbook" in (row["source_title"] or "")]


def test_a_published_total_that_differs_from_its_parts_is_a_problem(tracker, listing, shared: Path):
    tracker("ingest", shared / "raw" / "hdx-mali-idps-2012-2014" / "idp_total_data.csv")
    differing = [row for row in listing("problems") if "differs from the sum of its parts" in row["message"]]
    assert len(differing) == 22
    assert all(float(row["value"]) - float(row["expected"].split()[0]) == 118_795 for row in differing)
    stored = listing("observations", "--all-sources", "--level", "0")
    assert OCHA_PAGE_TOTAL not in {row["value"] for row in stored}


def test_the_embedded_tables_equal_the_reference(shared: Path):
    import pandas as pd

    from tracker.embedded import read_embedded

    ours = pd.concat([reading.observations for reading in read_embedded()])
    regions = pd.read_csv(shared / "reference" / "idps_admin1.csv", dtype="str")
    printed = regions[~regions["source_title"].str.contains("orkbook")]
    mine = ours[ours["source"].str.match("embedded-regions-")]
    for column, indicator in (("idps_individuals", "idp_stock"), ("idps_households", "idp_households")):
        expected = sorted(printed[column].dropna().astype(int))
        assert sorted(mine[mine["indicator"] == indicator]["value"].astype(int)) == expected
