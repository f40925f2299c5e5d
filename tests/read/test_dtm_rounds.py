"""DTM workbooks of rounds that are not in the folder: layouts drift, the figures stay right."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.read.dtm_workbook import CERCLES, HOUSEHOLDS, OLD, PEOPLE, ROWS, write
from tracker.ingest import read_file
from tracker.reading import Reading

TAGS = {
    "Snapshot Date": "#date+reported", "Admin 0": "#country+name", "Admin 0 pcode": "#country+code",
    "Admin 1": "#adm1+name", "Admin 1 pcode": "#adm1+code", "Admin 2": "#adm2+name",
    "Admin 2 pcode": "#adm2+code", "Total No# of IDPs HH": "#affected+idps+hh",
    "Total No# of IDPs Ind#": "#affected+idps+ind", "RoundNo": "#round",
}  # fmt: skip
NEWER = {"Total No# of IDPs Ind#": "Total No. of IDPs Ind.", "Total No# of IDPs HH": "Total No. of IDPs HH"}
LONGER = {
    "Total No# of IDPs Ind#": "Total Number of IDPs Individuals",
    "Total No# of IDPs HH": "Total Number of IDPs Households",
    "Admin 1": "admin1Name_fr",
    "Admin 2": "admin2Name_fr",
}


def cercles(reading: Reading) -> dict[str, float]:
    stock = reading.observations[reading.observations["indicator"] == "idp_stock"]
    assert stock["pcode"].notna().all()
    assert stock["reference_end"].unique().tolist() == ["2018-06-30"]
    return dict(zip(stock["reported_admin2_name"], stock["value"], strict=True))


@pytest.mark.parametrize(
    "layout",
    [
        {},
        {"sheet_name": "DTM_R45_Dataset"},
        {"columns": ["Snapshot Date", "Admin 1", "Admin 2", "Admin 3", "Admin 3 pcode", OLD[12]]},
        {"columns": OLD[:-1], "round_number": None, "day": "30-06-2018"},
        {"columns": OLD[::-1]},
        {"renamed": NEWER, "day": "30/06/2018"},
        {"renamed": LONGER, "day": datetime(2018, 6, 30)},  # noqa: DTZ001
        {"renamed": {"Total No# of IDPs Ind#": "IDP_Ind", "Total No# of IDPs HH": "IDP_HH"}},
        {"tags": TAGS},
        {"rows": [(r, c.replace("no", "No"), m, h, p) for r, c, m, h, p in ROWS]},
        {"change": lambda _, sheet: sheet.insert_rows(1, 3)},
        {"change": lambda _, sheet: sheet.insert_cols(3, 19)},
        {"change": lambda _, sheet: sheet.cell(1_000, 37, "").value},
    ],
    ids=[
        "as in round 12", "another sheet name", "six columns", "no round and text dates", "another order",
        "newer headers", "longer headers", "short headers", "tags", "damaged words", "title rows",
        "37 columns", "large dimension",
    ],
)  # fmt: skip
def test_layouts_drift_and_cercles_stay_right(layout: dict[str, Any], tmp_path: Path) -> None:
    reading = read_file(write(tmp_path / "round_45.xlsx", **layout))
    assert reading.source.id == "dtm-mali-baseline"
    found = {name.replace("NioNo", "Niono"): value for name, value in cercles(reading).items()}
    assert found == CERCLES
    assert reading.rows_kept == len(ROWS)
    assert not reading.rows_quarantined


def test_a_total_below_the_rows_is_compared_and_never_added(tmp_path: Path) -> None:
    def change(_: Any, sheet: Any) -> None:
        sheet.append(["TOTAL", *[None] * 10, HOUSEHOLDS, PEOPLE - 1])

    reading = read_file(write(tmp_path / "round_45.xlsx", change=change))
    assert cercles(reading) == CERCLES
    assert [problem.code for problem in reading.problems] == ["total_mismatch"]


def test_the_first_rounds_name_regions_only(tmp_path: Path) -> None:
    rows = [
        (region, None, None, homes, people) for region, _, _, homes, people in (ROWS[0], ROWS[3], ROWS[9])
    ]
    figures = read_file(write(tmp_path / "round_1.xlsx", rows=rows)).observations
    stock = figures[figures["indicator"] == "idp_stock"]
    assert stock["level"].unique().tolist() == [1]
    assert dict(zip(stock["pcode"], stock["value"], strict=True)) == {"ML01": 21, "ML05": 1500, "ML08": 30}


def pivot(book: Any, people: int) -> None:
    sheet = book.create_sheet("Verification")
    sheet.append(["Row Labels", "Sum of Total No# of IDPs HH", "Sum of Total No# of IDPs Ind#"])
    for row in (("Mopti", 605, 3080), ("Bankass", 95, 480), ("Grand Total", HOUSEHOLDS, people)):
        sheet.append(row)


def two_words(book: Any, people: int) -> None:
    sheet = book.create_sheet("Feuil2")
    for place, value in {"B3": "Total PDI", "C3": people, "B4": "Total ménages", "C4": HOUSEHOLDS}.items():
        sheet[place] = value
    sheet["B6"], sheet["C6"] = "Round", 45


def regions_first(book: Any, people: int) -> None:
    sheet = book.create_sheet("Totaux", 0)
    for row in (("Région", "Ménages", "Individus"), ("Kayes", 6, 21), ("TOTAL", HOUSEHOLDS, people)):
        sheet.append(row)


def by_cercle(book: Any, people: int) -> None:
    sheet = book.create_sheet("Total par cercle")
    sheet.append(["Snapshot Date", "Admin 1", "Admin 2", "Total No# of IDPs HH", "Total No# of IDPs Ind#"])
    sheet.append([date(2018, 6, 30), "Mopti", "Bankass", 95, 480])
    sheet.append([date(2018, 6, 30), "Mopti", "Mopti", 510, 2600 + people - PEOPLE])


@pytest.mark.parametrize("totals", [pivot, two_words, regions_first, by_cercle])
def test_verification_totals_of_another_sheet_are_compared(totals: Any, tmp_path: Path) -> None:
    for people, differing in ((PEOPLE, 0), (PEOPLE + 7, 1)):
        path = write(
            tmp_path / "round_45.xlsx",
            change=lambda book, _, people=people: totals(book, people),  # type: ignore[misc]
        )
        reading = read_file(path)
        assert cercles(reading) == CERCLES
        assert [problem.code for problem in reading.problems] == ["verification_differs"] * differing
        assert any(f"that differ: {differing}" in note for note in reading.notes)
    (problem,) = reading.problems
    assert problem.sheet != "data"
    assert problem.row is not None
    assert problem.severity == "warning"


def test_another_sheet_without_totals_is_told(tmp_path: Path) -> None:
    def change(book: Any, _: Any) -> None:
        book.create_sheet("Lisez-moi")["A1"] = "Population recensée en 2009"
        book["Lisez-moi"]["B1"] = 14_528_662

    reading = read_file(write(tmp_path / "round_45.xlsx", change=change))
    assert not reading.problems
    assert any("'Lisez-moi' holds no total" in note for note in reading.notes)
