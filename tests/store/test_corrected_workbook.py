"""A corrected edition of a real workbook supersedes what it changes, and nothing else."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from tests.store.readings import MONDAY, TUESDAY
from tracker.ingest import Ingested, ingest
from tracker.store import Store, open_store

pytestmark = pytest.mark.shared

ROUND_64 = "raw/dtm/DTM_Mali_Baseline_Assessment_Round_64_April_2020.xlsx"
TOTAL = 250_998


def corrected(original: Path, copy: Path, changes: dict[tuple[str, str], object]) -> None:
    """Write a copy with other cells: {(cercle, header): cell}."""
    book = openpyxl.load_workbook(original)
    sheet = book.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[1]}
    rows = {sheet.cell(row, columns["Admin 2"]).value: row for row in range(sheet.max_row, 1, -1)}
    for (cercle, header), value in changes.items():
        sheet.cell(rows[cercle], columns[header]).value = value
    book.save(copy)


def load(store: Store, path: Path, home: Path, when: object) -> Ingested:
    (account,) = ingest([path], store, recorded_at=when, home=home)  # type: ignore[arg-type]
    return account


def stock(store: Store, **when: str) -> pd.DataFrame:
    return store.observations(indicator="idp_stock", **when).set_index("reported_admin2_name")


def test_another_number_supersedes_that_figure_only(shared: Path, tmp_path: Path):
    copy = tmp_path / "corrected" / Path(ROUND_64).name
    copy.parent.mkdir()
    corrected(shared / ROUND_64, copy, {("Bafoulabe", "Total No# of IDPs Ind#"): 22})
    with open_store(tmp_path / "home") as store:
        first = load(store, shared / ROUND_64, store.home, MONDAY)
        again = load(store, copy, store.home, TUESDAY)
        assert (again.new, again.superseded, again.unchanged) == (0, 1, first.new - 1)
        now, before = stock(store), stock(store, as_of="2024-03-04")
    assert (now.loc["Bafoulabe", "value"], before.loc["Bafoulabe", "value"]) == (22, 21)
    assert (now["value"].sum(), before["value"].sum()) == (TOTAL + 1, TOTAL)


def test_another_commune_supersedes_the_figures_of_the_cercle(shared: Path, tmp_path: Path):
    """The figures are the cercle's; the commune they are booked on is how the source books them."""
    copy = tmp_path / "corrected" / Path(ROUND_64).name
    copy.parent.mkdir()
    moved = {
        ("Bafoulabe", "Admin 3"): "Bafoulabe Commune",
        ("Bafoulabe", "Admin 3 pcode"): "MLI00100201",
        ("Bafoulabe", "Total No# of IDPs Ind#"): 30,
    }
    corrected(shared / ROUND_64, copy, moved)
    with open_store(tmp_path / "home") as store:
        first = load(store, shared / ROUND_64, store.home, MONDAY)
        again = load(store, copy, store.home, TUESDAY)
        everything, old = store.observations(), store.observations(as_of="2024-03-04")
        now, before = stock(store), stock(store, as_of="2024-03-04")
    mine = everything[everything["reported_admin2_name"] == "Bafoulabe"]
    assert (again.new, again.superseded) == (0, len(mine))
    assert again.unchanged == first.new - len(mine)
    assert len(everything) == len(old) == first.new
    assert set(mine["reported_admin3_name"].dropna()) == {"Bafoulabe Commune"}
    assert (now["value"].sum(), before["value"].sum()) == (TOTAL + 9, TOTAL)
