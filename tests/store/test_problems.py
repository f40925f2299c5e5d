"""What is open, what a run met, and sites beside figures."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
import typer
from typer.testing import CliRunner

from tests.store.readings import MONDAY, TUESDAY, WEDNESDAY, Declared, figure, read
from tracker.cli.problems import register
from tracker.problem import COLUMNS, Problem
from tracker.store import Store, open_store

BAD = Problem("not_a_number", "no number", file="a.csv", sheet="S", row=7, column="PDI", value="ND?",
              expected="a whole number", hint="write ND", source="dtm", people=None)  # fmt: skip


def codes(store: Store, **asked: str) -> list[str]:
    return store.problems(**asked)["code"].tolist()


def test_every_field_of_a_problem_is_kept(store: Store):
    store.load(read(figure(), problems=[BAD], rows_quarantined=1), run_id="r1", recorded_at=MONDAY)
    row = store.problems().iloc[0]
    assert {name: None if pd.isna(row[name]) else row[name] for name in COLUMNS} == BAD.record()
    assert (row["run_id"], row["recorded_at"]) == ("r1", "2024-03-04T06:00:00.000000Z")


def test_a_better_file_closes_what_its_predecessor_left_open(store: Store):
    def load(problems: list[Problem], when, run: str, name: str = "a.csv", source: str = "dtm"):
        reading = read(figure(source_file=name), problems=problems, source=Declared(source))
        store.load(reading, run_id=run, recorded_at=when)

    load([BAD], MONDAY, "r1")
    load([BAD], TUESDAY, "r2")
    load([Problem("other", "elsewhere")], TUESDAY, "r2", name="b.csv")
    assert codes(store) == ["not_a_number", "other"]
    load([], WEDNESDAY, "r3")
    assert codes(store) == ["other"]
    assert codes(store, run_id="r1") == ["not_a_number"]
    assert codes(store, run_id="r2") == ["not_a_number", "other"]
    assert codes(store, run_id="r3") == []
    assert codes(store, source="nobody") == []


def test_the_last_check_replaces_the_one_before(store: Store):
    for found, when, run in (([BAD], MONDAY, "r1"), ([], TUESDAY, "r2"), ([BAD, BAD], WEDNESDAY, "r3")):
        store.add_problems(run, found, recorded_at=when)
        assert len(store.problems()) == len(found)
    assert len(store.problems(run_id="r1")) == 1
    assert len(store.problems(source="dtm")) == 2


def test_sites_supersede_like_figures(store: Store):
    def load(when, *rows: dict[str, object]):
        return store.load(read(sites=pd.DataFrame(rows)), run_id=None, recorded_at=when)

    school = {
        "site_id": "s1",
        "name": "École",
        "site_type": "service_point",
        "lon": -0.05,
        "lat": 16.27,
        "source": "dtm",
        "organisation": "DNDS",
        "places": 40,
        "attributes": '{"eau": "oui"}',
    }
    assert load(MONDAY, school, {**school, "site_id": "s2"}).sites_new == 2
    assert load(TUESDAY, school, {**school, "site_id": "s2"}).sites_unchanged == 2
    assert load(WEDNESDAY, {**school, "status": "closed"}).sites_superseded == 1
    table = store.sites().set_index("site_id")
    assert table["status"].fillna("").to_dict() == {"s1": "closed", "s2": ""}
    assert store.sites(as_of="2024-03-05").set_index("site_id")["status"].isna().all()
    assert table.loc["s1", "operator"] == "DNDS"
    assert json.loads(table.loc["s1", "attributes"]) == {"eau": "oui", "places": "40"}
    assert (table.loc["s1", "lon"], table.loc["s1", "lat"]) == (-0.05, 16.27)


def test_a_site_twice_or_nameless_is_quarantined(store: Store):
    ids = ["s1", "s1", None]
    rows = [{"site_id": name, "source": "dtm", "source_row": row} for row, name in enumerate(ids, 2)]
    report = store.load(read(sites=pd.DataFrame(rows)), run_id=None, recorded_at=MONDAY)
    assert report.sites_new == 1
    assert codes(store) == ["duplicate", "empty_column"]


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    return app


def test_the_command_lists_and_strict_leaves_with_three(app: typer.Typer, tracker_home: Path):
    run = CliRunner().invoke
    assert run(app, ["problems", "--strict", "--json"]).exit_code == 0
    with open_store(tracker_home) as store:
        store.add_problems("r0", [Problem("unchanged", "as before", severity="note")], recorded_at=MONDAY)
    assert run(app, ["problems", "--strict"]).exit_code == 0, "a note is nothing to do"
    with open_store(tracker_home) as store:
        store.load(read(figure(), problems=[BAD]), run_id="r1", recorded_at=MONDAY)
    answer = run(app, ["problems", "--strict", "--json", "--run", "r1"])
    assert answer.exit_code == 3
    (found,) = json.loads(answer.stdout)
    assert {name: found[name] for name in COLUMNS} == BAD.record()
    assert len(json.loads(run(app, ["problems", "--json"]).stdout)) == 2
    assert len(json.loads(run(app, ["problems", "--json", "--no-notes"]).stdout)) == 1
    assert json.loads(run(app, ["problems", "--json", "--source", "ocha-5w"]).stdout) == []
    assert "not_a_number" in run(app, ["problems"]).stdout
