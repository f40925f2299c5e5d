"""`tracker sources`: asked by hand as by the weekly run, and due by what the ledger knows of both."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from jobs.history import runs
from jobs.ledger import open_ledger
from tests.jobs.loopback import CHANGED, Service, rows
from tracker.cli import sources
from tracker.errors import DeclarationError
from tracker.live.pulling import answer_path, pull_source
from tracker.source import source
from tracker.source import sources as declared
from tracker.store import open_store


@pytest.fixture
def service(tracker_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """Answer for two declared sources, the only ones that are asked."""
    found = Service()
    for name in ("good", "shaky"):
        found.declare(tracker_home, name, more="within_reach = true\nattempts = 1")
    found.answers = {"good": rows(1), "shaky": rows(1)}
    mine = {name: entry for name, entry in declared(tracker_home).items() if name in ("good", "shaky")}
    monkeypatch.setattr("tracker.source.sources", lambda _: mine)
    monkeypatch.setenv("TEST_SOURCE_KEY", "canary-1704-geheim")
    yield found
    found.close()


def tracker(*words: str, code: int = 0) -> list[dict[str, Any]]:
    app = typer.Typer()
    sources.register(app)
    done = CliRunner().invoke(app, ["sources", *words, "--json"], catch_exceptions=False)
    assert done.exit_code == code, done.output
    document: list[dict[str, Any]] = json.loads(done.stdout)
    return document


def states(document: list[dict[str, Any]]) -> list[str]:
    return [entry["state"] for entry in document]


def test_an_answer_the_reader_refuses_is_a_failed_source(service: Service, tracker_home: Path) -> None:
    service.answers["shaky"] = CHANGED
    good, shaky = tracker("fetch", code=1)
    assert (good["state"], good["message"]) == ("fetched", "3 of 3 rows kept, 3 figures new")
    assert shaky["state"] == "failed"
    assert shaky["message"] == shaky["ingest"][0]["reason"]
    (run,) = runs(open_ledger(tracker_home))
    assert (run["job"], run["outcome"]) == ("fetch", "succeeded_with_problems")
    assert {row["source"]: row["state"] for row in run["sources"]} == {"good": "fetched", "shaky": "failed"}


@pytest.mark.parametrize(("answer", "state"), [(500, "failed"), (b'{"data": []}', "empty")])
def test_a_source_that_gives_nothing_ends_with_status_1_after_the_others(
    service: Service, answer: object, state: str
) -> None:
    service.answers["good"] = answer
    assert states(tracker("fetch", code=1)) == [state, "fetched"]


def test_an_answer_that_cannot_be_kept_stops_no_other_source(service: Service, tracker_home: Path) -> None:
    answer_path(tracker_home, source("good", tracker_home)).mkdir(parents=True)
    assert states(tracker("fetch", code=1)) == ["failed", "fetched"]


def test_a_known_answer_the_record_does_not_hold_is_loaded(service: Service, tracker_home: Path) -> None:
    pull_source(source("good", tracker_home), tracker_home)
    assert states(tracker("fetch", "good")) == ["fetched"]
    with open_store(tracker_home) as store:
        assert len(store.observations(source="good")) == 3
    assert states(tracker("fetch", "good")) == ["unchanged"]


def test_a_source_without_an_address_is_refused_and_not_entered(tracker_home: Path) -> None:
    with pytest.raises(DeclarationError, match="tracker ingest"):
        tracker("fetch", "dtm-mali-baseline")
    assert runs(open_ledger(tracker_home)) == []


@pytest.mark.parametrize(("days", "due"), [(5, False), (6, True)])
def test_an_unchanged_answer_counts_as_one_and_is_due_when_the_weekly_run_asks_again(
    service: Service, tracker_home: Path, days: int, due: bool
) -> None:
    then = datetime.now(UTC).replace(microsecond=0) - timedelta(days=days)
    with open_ledger(tracker_home, clock=lambda: then).run("refresh") as run:
        run.source("good", "unchanged")
    good, shaky = tracker("check")
    assert (good["last_answer"], good["due"]) == (then.isoformat(), due)
    assert (shaky["last_answer"], shaky["due"]) == (None, True)
    assert good["key"] == "TEST_SOURCE_KEY is set"


def test_check_says_in_words_who_is_asked(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    app = typer.Typer()
    sources.register(app)

    def said() -> str:
        return CliRunner().invoke(app, ["sources", "check"], catch_exceptions=False).stdout

    due = said()
    assert "never" in due
    assert " yes " in due
    assert "2 declarations of sources read, all sound" in due
    assert "True" not in due
    monkeypatch.delenv("TEST_SOURCE_KEY")
    assert "not asked without its key" in said()
