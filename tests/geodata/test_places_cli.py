"""The commands `tracker boundaries` and `tracker places`, as a person types them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from geodata.editions import geometry
from geodata.errors import BoundaryError
from tracker.cli import boundaries, places


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


def test_review_of_an_empty_record_is_empty(app: typer.Typer, tracker_home: Path) -> None:
    assert run_json(app, "places", "review") == []
