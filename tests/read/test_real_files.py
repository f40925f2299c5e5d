"""The real files: every workbook to the person, every total checked, no foreign figure in Mali."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from tracker.errors import NotRecognised
from tracker.ingest import files_of, ingest, read_file
from tracker.read import read
from tracker.read.published_totals import check_totals
from tracker.reading import Reading
from tracker.source_rows import named, rows_of, with_rows
from tracker.store import open_store

pytestmark = pytest.mark.shared

TOTALS = {
    "2014-12-31": 61_621,
    "2015-11-30": 61_920,
    "2016-01-31": 49_883,
    "2016-12-31": 36_690,
    "2017-12-31": 38_172,
    "2020-04-30": 250_998,
}


@pytest.fixture(scope="module")
def baselines(shared: Path) -> list[Reading]:
    return [read_file(path) for path in sorted((shared / "raw/dtm").glob("*.xlsx"))]


@pytest.fixture(scope="module")
def stock(baselines: list[Reading]) -> pd.DataFrame:
    figures = pd.concat([reading.observations for reading in baselines], ignore_index=True)
    return figures[figures["indicator"] == "idp_stock"]


def test_national_totals_of_the_six_workbooks(stock: pd.DataFrame) -> None:
    assert stock.groupby("reference_end")["value"].sum().to_dict() == TOTALS


def test_every_cercle_equals_the_reference(stock: pd.DataFrame, shared: Path) -> None:
    reference = pd.read_csv(shared / "reference/idps_admin2.csv", dtype=str)
    reference = reference[reference["source_title"].str.contains("workbook")]
    expected = {
        (row.report_date, row.name_as_printed, row.pcode_as_printed): row.idps_individuals
        for row in reference.itertuples()
    }
    found = {
        (row.reference_end, row.reported_admin2_name, row.reported_admin2_code): row.value
        for row in stock.itertuples()
    }
    assert set(found) == set(expected)
    for key, value in found.items():
        assert (None if pd.isna(value) else str(int(value))) == (
            None if pd.isna(expected[key]) else expected[key]
        )


def test_every_cercle_is_placed(baselines: list[Reading]) -> None:
    for reading in baselines:
        assert reading.observations["pcode"].notna().all()


def test_every_figure_of_the_workbooks_is_the_cells_it_names(baselines: list[Reading], shared: Path) -> None:
    from openpyxl import load_workbook

    checked = 0
    for reading in baselines:
        book = load_workbook(shared / "raw/dtm" / reading.path.name, data_only=True)
        placed = with_rows(reading.observations)
        for figure in placed[placed["indicator"].ne("flow_displacement_by_origin")].to_dict("records"):
            rows, column = figure["source_rows"], figure["source_column"]
            cells = [book[figure["source_sheet"]][f"{column}{row}"].value for row in rows]
            numbers = [cell for cell in cells if cell is not None]
            assert rows[0] == figure["source_row"]
            assert (sum(numbers) if numbers else None) == (
                None if pd.isna(figure["value"]) else figure["value"]
            )
            assert (figure["figure_kind"] == "sum_of_source_rows") == (len(rows) > 1)
            checked += 1
    assert checked > 1000


@pytest.mark.parametrize("rows", [[2], [2, 3], [2, 3, 4, 9], [1, 5, 6, 7, 8, 20]])
def test_rows_named_in_a_note_are_listed_again(rows: list[int]) -> None:
    note = f"sum of {len(rows)} commune rows: {named(rows)}; 1 of them blank"
    assert rows_of(note, rows[0]) == rows
    assert rows_of("booked on the commune Djenné as reported", 7) == [7]
    assert rows_of("sum of 3 reported parts", None) is None


def test_names_of_staff_are_never_read(baselines: list[Reading]) -> None:
    newest = max(baselines, key=lambda reading: reading.observations["reference_end"].max())
    assert "personal_data_dropped" in {problem.code for problem in newest.problems}
    assert not newest.observations.astype("str").apply(lambda column: column.str.contains("Issa")).any().any()


def test_returnees_are_not_counted_twice(baselines: list[Reading]) -> None:
    newest = max(baselines, key=lambda reading: reading.observations["reference_end"].max()).observations
    sums = newest.groupby("indicator")["value"].sum()
    assert (
        sums["idp_returnees_cumulative"] + sums["returnees_from_abroad"] == sums["idp_and_abroad_returnees"]
    )


def test_22_published_totals_are_not_the_sum_of_their_parts(shared: Path) -> None:
    folder = shared / "raw/hdx-mali-idps-2012-2014"
    parts = read(folder / "output_2.csv").observations
    problems = check_totals(read(folder / "idp_total_data.csv").observations, parts)
    assert len(problems) == 22
    assert all("118,795 too high" in problem.message for problem in problems)


def test_the_three_twins_of_the_monthly_table_agree(shared: Path) -> None:
    folder = shared / "raw/hdx-mali-idps-2012-2014"
    names = ("output_2.csv", "idp_data_timeseries.csv", "mali-idps-by-region-sept12-jul14.xlsx")
    tables = []
    for name in names:
        figures = read(folder / name).observations
        figures = figures[figures["indicator"] == "idp_stock"]
        tables.append(
            figures.set_index(["reported_admin1_name", "reference_end"])["value"].sort_index().to_dict()
        )
    assert tables[0] == tables[1] == tables[2]
    assert len(tables[0]) == 9 * 23


def test_blank_is_not_zero_in_the_file_with_tags_only(shared: Path) -> None:
    figures = read_file(shared / "raw/hdx-iom-dtm-2019-20/alldata2.csv").observations
    menaka = figures[figures["reported_admin1_name"] == "Menaka"]
    assert menaka["value_status"].unique().tolist() == ["no_data"]
    assert figures[figures["reported_admin1_name"] == "Koulikouro"]["pcode"].unique().tolist() == ["ML02"]
    assert figures[figures["indicator"] == "idp_stock"]["value"].sum() == 287_496


def test_a_zero_of_idmc_is_none_recorded_and_blanks_are_no_figures(shared: Path) -> None:
    path = shared / "raw/idmc/Internal Displacements (New Displacements) – IDPs.csv"
    figures = read_file(path).observations.set_index(["indicator", "reference_end"])
    none = figures.loc[("new_displacement_conflict_year", "2015-12-31")]
    assert (none["value"], none["value_status"]) == (0, "zero")
    assert "none recorded" in none["note"]
    assert figures.loc[("idp_stock_idmc_year_end", "2015-12-31"), "value"] == 49_883
    assert figures["note"].notna().sum() == 1


def test_files_about_other_countries_are_told_apart(shared: Path) -> None:
    for name in (
        "iom-dtm-api-v3/displacement-admin2-admin0pcode-tcd.json",
        "iom-dtm-api-v3/hdx_hapi_idps_global.csv",
        "hdx-hornafrica/idps_somalia_data-unhcr-prmn-displacement-dataset.xlsx",
    ):
        with pytest.raises(NotRecognised, match="Mali"):
            read_file(shared / "raw" / name)


@pytest.mark.slow
def test_everything_twice_adds_nothing(shared: Path, tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        first = ingest([shared / "raw"], store, recorded_at=datetime(2024, 5, 1, tzinfo=UTC), home=tmp_path)
        second = ingest([shared / "raw"], store, recorded_at=datetime(2024, 5, 2, tzinfo=UTC), home=tmp_path)
        places = store.observations()
    assert len(first) == len(files_of([shared / "raw"]))
    assert {result.state for result in first} == {"loaded", "not recognised"}
    assert all("not recognised, because" in result.reason for result in first if result.state != "loaded")
    assert sum(result.new for result in first) > 0
    assert sum(result.new + result.superseded for result in second) == 0
    at_home = places[places["level"].fillna(0) > 0]
    assert at_home["pcode"].dropna().str.startswith(("ML", "group:")).all()
