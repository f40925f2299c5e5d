"""What came in is checked at once: against itself, its households, its parts, and the rounds before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tracker.checks import check_record, touched
from tracker.cli import build_app
from tracker.ingest import Ingested, ingest
from tracker.problem import COLUMNS
from tracker.store import Store, open_store

HEADER = "date,admin0Name,admin1Name,admin1Pcode,admin2Name,admin2Pcode,IDPs,households\n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path) as opened:
        yield opened


def load(store: Store, name: str, *rows: tuple[str, int, int], day: int = 1) -> Ingested:
    path = store.home / name
    lines = [f"{date},Mali,Gao,ML07,Gao,ML0703,{people},{homes}" for date, people, homes in rows]
    path.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    at = datetime(2024, 5, day, tzinfo=UTC)
    (result,) = ingest([path], store, recorded_at=at, home=store.home, check=True)
    return result


def codes(result: Ingested) -> list[str]:
    return [finding["code"] for finding in result.findings]


def test_an_implausible_household_is_found_and_the_figure_stands(store: Store) -> None:
    result = load(store, "march.csv", ("2024-03-31", 2000, 50))
    assert codes(result) == ["household_size"]
    assert result.findings[0]["row"] == 2
    assert "household_size" in store.problems()["code"].tolist()
    assert store.observations(indicator="idp_stock")["value"].tolist() == [2000]


def test_a_jump_over_the_round_before_is_found_in_the_newer_file(store: Store) -> None:
    assert codes(load(store, "march.csv", ("2024-03-31", 2000, 400))) == []
    result = load(store, "june.csv", ("2024-06-30", 9000, 1800), day=2)
    assert codes(result) == ["jump", "jump"]
    assert {finding["file"] for finding in result.findings} == {"june.csv"}


def test_a_corrected_file_closes_what_the_faulty_one_left_open(store: Store) -> None:
    load(store, "march.csv", ("2024-03-31", 2000, 50))
    assert codes(load(store, "march.csv", ("2024-03-31", 2000, 400), day=2)) == []
    assert "household_size" not in store.problems()["code"].tolist()


def test_the_same_file_again_is_not_checked_again(store: Store) -> None:
    load(store, "march.csv", ("2024-03-31", 2000, 50))
    before = len(store.loads())
    assert codes(load(store, "march.csv", ("2024-03-31", 2000, 50), day=2)) == []
    assert store.problems()["code"].tolist().count("household_size") == 1
    assert len(store.loads()) == before + 1


def test_the_check_of_the_whole_record_tells_a_finding_once(store: Store) -> None:
    load(store, "march.csv", ("2024-03-31", 2000, 50))
    check_record(store, run_id=None, recorded_at=datetime(2024, 5, 3, tzinfo=UTC))
    load(store, "june.csv", ("2024-06-30", 2500, 50), day=4)
    found = store.problems()
    assert found["code"].tolist().count("household_size") == 2
    assert not found.duplicated(COLUMNS).any()


def test_the_series_of_a_very_large_file_wait_for_the_weekly_run(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(touched, "MOST_FIGURES", 1)
    result = load(store, "march.csv", ("2024-03-31", 2000, 50))
    assert codes(result) == []
    assert any("weekly run" in note for note in result.notes)


CORRECTION = """
[[correction]]
target = {{ source = "pdi-template", source_file = "{file}", reported_admin2_name = "{place}" }}
action = "set"
set = {{ value = 2100 }}
reason = "misprint"
reference = "DNDS, 2 May 2024"
expect = {{ value = {expected}, indicator = "idp_stock" }}
"""


@pytest.mark.parametrize(
    ("file", "place", "expected", "words"),
    [
        ("march.csv", "Gao", 2001, "expected value=2001"),
        ("march.csv", "Kidal", 2000, "matches no figure"),
        ("mars.csv", "Gao", 2000, "matches no figure of the record"),
    ],
    ids=["another value", "another place", "another file"],
)
def test_a_correction_that_fits_nothing_fails_its_file_and_no_other(
    file: str, place: str, expected: int, words: str, tmp_path: Path, tracker_home: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "march.csv").write_text(HEADER + "2024-03-31,Mali,Gao,ML07,Gao,ML0703,2000,\n")
    (folder / "june.csv").write_text(HEADER + "2024-06-30,Mali,Gao,ML07,Gao,ML0703,2200,\n")
    text = CORRECTION.format(file=file, place=place, expected=expected)
    (tracker_home / "corrections.toml").write_text(text, encoding="utf-8")
    result = CliRunner().invoke(build_app(), ["ingest", str(folder)])
    assert result.exit_code == 1
    assert words in result.stderr
    with open_store(tracker_home) as store:
        values = store.observations(indicator="idp_stock", source="pdi-template")["value"].tolist()
    assert values == ([2200] if file == "march.csv" else [2200, 2000])
