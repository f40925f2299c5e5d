"""Questions about what does not exist are answered with one line and status 1, not with an empty table."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from geodata.errors import TrackerError
from tracker.cli import build_app
from tracker.ingest import ingest
from tracker.store import open_store


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (["observations", "--place", "ZZ"], "no place has the code 'ZZ'"),
        (["observations", "--source", "nope"], "no source 'nope'"),
        (["observations", "--sex", "x"], "neither f nor m"),
        (["problems", "--run", "nope"], "no run 'nope'"),
        (["problems", "--source", "nope"], "no source 'nope'"),
        (["boundaries", "check", "nope"], "no edition 'nope'"),
    ],
)
def test_what_does_not_exist_is_told(question: list[str], words: str, tracker_home: Path) -> None:
    result = CliRunner().invoke(build_app(), question)
    assert isinstance(result.exception, TrackerError)
    assert words in str(result.exception)
    assert not result.stdout


def test_a_place_without_figures_is_no_error(tracker_home: Path) -> None:
    question = ["observations", "--place", "ML0703", "--from", "2030-01-01", "--json"]
    result = CliRunner().invoke(build_app(), question)
    assert result.exit_code == 0
    assert json.loads(result.stdout) == []


def test_the_listing_in_another_edition_tells_how_each_figure_moved(tracker_home: Path) -> None:
    question = ["observations", "--indicator", "idp_stock", "--level", "1", "--from", "2014-07-01"]
    shown = CliRunner().invoke(build_app(), [*question, "--edition", "cod-ab-2021"])
    assert "crosswalk" in shown.stdout
    assert "crosswalk" not in CliRunner().invoke(build_app(), question).stdout


def test_a_code_given_as_a_name_is_taken_for_a_code() -> None:
    result = CliRunner().invoke(build_app(), ["places", "match", "ML0703", "MLI001", "Kidal", "--json"])
    first, second, third = json.loads(result.stdout)
    assert (first["pcode"], first["method"], first["level"]) == ("ML0703", "code", 2)
    assert (second["pcode"], second["level"]) == ("ML01", 1)
    assert (third["name"], third["code"]) == ("Kidal", None)


def test_the_record_of_an_earlier_moment_of_the_same_day_is_shown(tmp_path: Path, tracker_home: Path) -> None:
    path = tmp_path / "march.csv"
    for moment, people in (("2024-05-01T09:00:00", 1200), ("2024-05-01T10:00:00", 1250)):
        path.write_text(f"date,Region,PDI\n2024-03-31,Gao,{people}\n", encoding="utf-8")
        with open_store(tracker_home) as store:
            ingest([path], store, recorded_at=datetime.fromisoformat(f"{moment}+00:00"), home=tracker_home)

    def asked(*more: str) -> list[int]:
        question = ["observations", "--source", "pdi-template", "--json", *more]
        return [figure["value"] for figure in json.loads(CliRunner().invoke(build_app(), question).stdout)]

    assert asked() == [1250]
    assert asked("--as-of", "2024-05-01T09:30") == [1200]
    assert asked("--as-of", "2024-05-01") == [1250]
    assert asked("--as-of", "2024-04-30") == []
