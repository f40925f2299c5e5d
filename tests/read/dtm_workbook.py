"""Writes DTM baseline workbooks of rounds that are not in the folder: invented figures, drifting layouts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook

# region, cercle, commune, households, people
ROWS = [
    ("Kayes", "Kayes", "Kayes Commune", 6, 21),
    ("Koulikoro", "Kati", "Kambila", 12, 60),
    ("Segou", "Segou", "Pelengana", 31, 140),
    ("Mopti", "Mopti", "Mopti", 300, 1500),
    ("Mopti", "Mopti", "Socoura", 210, 1100),
    ("Mopti", "Bankass", "Bankass", 95, 480),
    ("Tombouctou", "Gourma-Rharous", "Haribomo", 44, 260),
    ("Gao", "Gao", "Gao", 77, 401),
    ("Gao", "Ansongo", "Ouattagouna", 50, 290),
    ("Kidal", "Kidal", "Kidal", 9, 30),
    ("Bamako", "Bamako", "Commune I", 20, 95),
    ("Bamako", "Bamako", "Commune II", 25, 130),
]
CERCLES = {
    "Kayes": 21, "Kati": 60, "Segou": 140, "Mopti": 2600, "Bankass": 480, "Gourma-Rharous": 260, "Gao": 401,
    "Ansongo": 290, "Kidal": 30, "Bamako": 225,
}  # fmt: skip
PEOPLE = sum(CERCLES.values())
HOUSEHOLDS = sum(row[3] for row in ROWS)
# What each later layout called the columns of the first.
OLD = [
    "Snapshot Date", "Survey Date", "Admin 0", "Admin 0 pcode", "Admin 1", "Admin 1 pcode", "Admin 2",
    "Admin 2 pcode", "Admin 3", "Admin 3 pcode", "Lowest Admin Level", "Total No# of IDPs HH",
    "Total No# of IDPs Ind#", "Total No# of Returnees HH#", "Total No# of Returnees Ind#",
    "Admin 1 Area of Origin of IDP", "Type of Displacement", "RoundNo",
]  # fmt: skip


def cells(row: tuple[Any, ...], day: object, round_number: int | None) -> dict[str, Any]:
    region, cercle, commune, homes, people = row
    return {
        "Snapshot Date": day, "Survey Date": day, "Admin 0": "Mali", "Admin 0 pcode": "MLI",
        "Admin 1": region, "Admin 2": cercle, "Admin 3": commune, "Lowest Admin Level": 3,
        "Total No# of IDPs HH": homes, "Total No# of IDPs Ind#": people, "Total No# of Returnees HH#": 0,
        "Total No# of Returnees Ind#": 0, "Admin 1 Area of Origin of IDP": region,
        "Type of Displacement": "Conflict", "RoundNo": round_number,
    }  # fmt: skip


def write(
    path: Path,
    *,
    columns: list[str] | None = None,
    renamed: dict[str, str] | None = None,
    day: object = date(2018, 6, 30),
    round_number: int | None = 45,
    sheet_name: str = "data",
    tags: dict[str, str] | None = None,
    change: Callable[[Any, Any], None] | None = None,
    rows: list[tuple[Any, ...]] | None = None,
) -> Path:
    """Write the rows with these columns, under new names where `renamed`, and tags below the header."""
    wanted = columns or OLD
    book = Workbook()
    sheet = book.active
    sheet.title = sheet_name
    sheet.append([(renamed or {}).get(name, name) for name in wanted])
    if tags:
        sheet.append([tags.get(name) for name in wanted])
    for row in rows or ROWS:
        known = cells(row, day, round_number)
        sheet.append([known.get(name) for name in wanted])
    if change:
        change(book, sheet)
    book.save(path)
    return path
