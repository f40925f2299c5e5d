"""The commands `tracker boundaries` and `tracker places`, as a person types them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import typer
from typer.testing import CliRunner

from geodata.aliases import Alias, accept
from geodata.editions import geometry
from geodata.errors import BoundaryError
from tracker.cli import boundaries, places
from tracker.observation import observation_table
from tracker.unplaced import names_met, unplaced_names


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer()
    boundaries.register(app)
    places.register(app)
    return app


def run(app: typer.Typer, *words: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result.stdout


def run_json(app: typer.Typer, *words: str) -> Any:
    return json.loads(run(app, *words, "--json"))


@pytest.fixture
def regions(tmp_path: Path) -> Path:
    path = tmp_path / "mli_adm1.geojson"
    frame = geometry("ne-2013", 1)[["pcode", "name", "geometry"]]
    frame.rename(columns={"pcode": "adm1_pcode", "name": "adm1_name"}).to_file(path)
    return path


def test_editions_are_listed(app: typer.Typer, tracker_home: Path) -> None:
    listed = run_json(app, "boundaries", "list")
    assert [row["edition"] for row in listed] == ["ne-2013", "cod-2012", "cod-ab-2021", "reform-2023"]
    assert listed[0]["geometry"] == "levels 1"
    assert "cod-ab-2021" in run(app, "boundaries", "list")


def test_boundaries_are_added_and_checked(app: typer.Typer, tracker_home: Path, regions: Path) -> None:
    report = run_json(app, "boundaries", "add", str(regions), "--edition", "cod-2012")
    assert report["levels"] == {"1": 9}
    checked = run_json(app, "boundaries", "check", "--edition", "cod-2012")
    assert checked[0]["overlaps"] == 0
    assert "no faults" in run(app, "boundaries", "check", "--strict")
    assert "9 units" in run(app, "boundaries", "add", str(regions), "--edition", "cod-2012")


def test_what_cannot_be_added_or_checked_is_an_error(
    app: typer.Typer, tracker_home: Path, tmp_path: Path
) -> None:
    with pytest.raises(BoundaryError, match="does not exist"):
        run(app, "boundaries", "add", str(tmp_path / "none.shp"), "--edition", "cod-2012")
    with pytest.raises(BoundaryError, match="tracker boundaries add PATH --edition cod-ab-2021"):
        run(app, "boundaries", "check", "--edition", "cod-ab-2021")


def test_names_and_codes_are_matched(app: typer.Typer, tracker_home: Path) -> None:
    decided = run_json(app, "places", "match", "Timbuktu", "Boni", "--level", "2")
    assert [each["pcode"] for each in decided] == ["ML0605", None]
    coded = run_json(app, "places", "match", "Gao", "--code", "MLI0701", "--numbering", "dtm-2014")
    assert coded[0]["method"] == "code_and_name"
    assert "ML0403" in run(app, "places", "match", "Cercle de Macina", "--level", "2")
    run(app, "places", "match", code=2)
    run(app, "places", "match", "Gao", "Kidal", "--code", "MLI0701", code=2)


OBSERVED = [
    {"level": 2, "reported_admin2_name": "Bandiagra", "reported_admin1_name": "Mopti", "value": 70},
    {"level": 2, "reported_admin2_name": "Bandiagra", "reported_admin1_name": "Mopti", "value": 5},
    {"level": 2, "reported_admin2_name": "Gao", "reported_admin1_name": "Gao", "pcode": "ML0703", "value": 9},
    {"level": 1, "reported_admin1_name": "Gondor", "value": 3, "unit": "percent"},
    {"reported_place_name": "Camp Nord", "value": 1},
]
COMMON = {"indicator": "idp_stock", "unit": "people", "origin_pcode": "MLI", "edition": "cod-ab-2021"}


def observed() -> pd.DataFrame:
    return observation_table([COMMON | row for row in OBSERVED])


def test_names_without_a_place_are_gathered_once_with_what_hangs_on_them() -> None:
    names = unplaced_names(observed()).set_index("name")
    assert names.loc["Bandiagra", ["level", "within", "rows", "people"]].tolist() == [2, "Mopti", 2, 75.0]
    assert names.loc["Gondor", "people"] == 0.0, "percentages are no people"
    assert set(names.index) == {"Bandiagra", "Gondor", "Camp Nord"}
    assert names_met(observed()) == {"Bandiagra", "Mopti", "Gao", "Gondor", "Camp Nord"}


def test_review_accepts_a_suggestion_and_reports_unused_aliases(
    app: typer.Typer, tracker_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = observed()
    monkeypatch.setattr(places, "_names", lambda here: (unplaced_names(table), names_met(table)))
    waiting = run_json(app, "places", "review")
    assert waiting[0]["name"] == "Bandiagra"
    assert waiting[0]["suggestion_pcode"] == "ML0501"
    after = run_json(app, "places", "review", "--accept", "Bandiagra")
    assert "Bandiagra" not in {row["name"] for row in after}
    run(app, "places", "review", "--accept", "Gondor", "--pcode", "ML07")
    assert "Gondor,1,Gao,,accepted in review" in (tracker_home / "aliases.csv").read_text()
    run(app, "places", "review", "--accept", "Gondor", "--accept", "Camp Nord", "--pcode", "ML07", code=2)
    accept(tracker_home, Alias("Mordor", 1, "Gao", "", "test"))
    result = CliRunner().invoke(app, ["places", "review"])
    assert "that no source uses: Mordor" in result.stderr


def test_review_of_an_empty_record_is_empty(app: typer.Typer, tracker_home: Path) -> None:
    assert run_json(app, "places", "review") == []


def test_names_go_into_pipes_as_utf8_whatever_the_locale(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tracker", "places", "match", "Segou", "--json"]
    narrow = os.environ | {"PYTHONIOENCODING": "ascii", "TRACKER_HOME": str(tmp_path)}
    done = subprocess.run(command, env=narrow, capture_output=True, check=True)
    assert "Ségou" in done.stdout.decode("utf-8")
