"""DTM API answers: sexes are kept beside their totals and never added to them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from tests.benchmarks.dtm_api_rows import HEADER
from tracker.ingest import ingest, read_file
from tracker.listing import Query, listed
from tracker.read import dtm_api
from tracker.store import open_store

NAME = "global-iom-dtm-from-api-admin-0-to-2.csv"


def line(people: int, men: str, women: str, cercle: str = "Gao", code: str = "ML0703", **more: str) -> str:
    reason, origin = more.get("reason", "Conflict"), more.get("origin", "Not available")
    return (
        f"1,Mali Conflict,Mali,MLI,Gao,ML07,{cercle},{code},2,{people},2024-01-31T00:00:00,2024,1,80,"
        f"{reason},{men},{women},{origin},Not available,BA,Active"
    )


def write(folder: Path, *lines: str) -> Path:
    path = folder / NAME
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return path


def sexes(figures: pd.DataFrame) -> dict[tuple[str, str], float]:
    stock = figures[figures["indicator"] == "idp_stock"]
    return {
        (row.reported_admin2_name, "all" if pd.isna(row.sex) else row.sex): row.value
        for row in stock.itertuples()
    }


def test_sexes_are_added_up_over_reasons_like_their_total(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        line(1200, "500", "700"),
        line(300, "100", "200", reason="Natural disaster"),
        line(80, "30", "50", "Ansongo", "ML0701"),
    )
    figures = read_file(path).observations
    assert sexes(figures) == {
        ("Gao", "all"): 1500, ("Gao", "m"): 600, ("Gao", "f"): 900,
        ("Ansongo", "all"): 80, ("Ansongo", "m"): 30, ("Ansongo", "f"): 50,
    }  # fmt: skip
    ansongo = figures["reported_admin2_name"] == "Ansongo"
    women = figures[(figures["sex"] == "f") & ansongo].iloc[0]
    assert (women["source_row"], women["source_column"], women["reported_value"]) == (
        4,
        "numberFemales",
        "50",
    )


def test_sexes_of_an_area_are_kept_only_where_all_its_rows_give_both(tmp_path: Path) -> None:
    path = write(tmp_path, line(1200, "500", "700"), line(300, "", "", reason="Natural disaster"))
    reading = read_file(path)
    assert sexes(reading.observations) == {("Gao", "all"): 1500}
    assert any("sexes of 1 row are not kept" in note for note in reading.notes)


def test_sexes_that_contradict_the_total_are_told(tmp_path: Path) -> None:
    reading = read_file(write(tmp_path, line(1200, "500", "699"), line(80, "x", "50", "Ansongo", "ML0701")))
    told = {(problem.code, problem.row) for problem in reading.problems}
    assert told == {("sexes_not_total", 2), ("sexes_not_read", 3)}
    assert sexes(reading.observations)[("Gao", "all")] == 1200
    assert ("Ansongo", "m") not in sexes(reading.observations)


def test_listings_and_balance_never_add_a_sex_to_its_total(tmp_path: Path) -> None:
    path = write(tmp_path, line(1200, "500", "700"), line(80, "30", "50", "Ansongo", "ML0701"))
    with open_store(tmp_path) as store:
        (result,) = ingest([path], store, recorded_at=datetime(2024, 5, 1, tzinfo=UTC), home=tmp_path)
    assert (result.people_placed, result.people_not_summable) == (1280, 1280)
    stock = {"indicator": "idp_stock", "source": "dtm-api", "level": 2}
    assert listed(Query(**stock), tmp_path)["value"].sum() == 1280
    assert listed(Query(**stock, sex="f"), tmp_path)["value"].sum() == 750
    assert set(listed(Query(**stock, all_sources=True), tmp_path)["sex"].fillna("")) == {"", "f", "m"}
    assert listed(Query(**stock | {"level": 1}, roll_up=True), tmp_path)["value"].tolist() == [1280]


def test_the_sexes_of_a_very_large_file_are_compared_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dtm_api, "SEXES_WITHIN_ROWS", 1)
    path = write(tmp_path, line(1200, "500", "700"), line(80, "30", "51", "Ansongo", "ML0701"))
    reading = read_file(path)
    assert reading.observations["sex"].isna().all()
    assert [problem.code for problem in reading.problems] == ["sexes_not_total"]
