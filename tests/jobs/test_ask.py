"""Sources fail apart: whatever one answers, the other's figures come in and the old ones stay."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_socket import enable_socket, socket_allow_hosts

from jobs.ask import ask_sources
from jobs.history import runs
from jobs.ledger import open_ledger
from tests.jobs.loopback import CHANGED, Service, rows
from tracker.fetch import Fetcher
from tracker.store import Store, open_store

KEY = "canary-9231-geheim"
ASKING = Fetcher(("127.0.0.1",), timeout=0.7, attempts=2, first_wait=0.01, plain_loopback=True)


@pytest.fixture
def service(tracker_home: Path) -> Iterator[Service]:
    enable_socket()
    socket_allow_hosts(["127.0.0.1"], allow_unix_socket=True)
    found = Service()
    for name in ("good", "shaky"):
        found.declare(tracker_home, name)
    yield found
    found.close()


@pytest.fixture
def store(tracker_home: Path) -> Iterator[Store]:
    with open_store(tracker_home) as opened:
        yield opened


class Weeks:
    """Runs the fetch stage week by week."""

    def __init__(self, home: Path, store: Store) -> None:
        self.home, self.store = home, store
        self.now = datetime(2026, 1, 5, 6, tzinfo=UTC)
        self.ledger = open_ledger(home, clock=lambda: self.now)

    def week(self, environment: dict[str, str] | None = None) -> dict[str, str]:
        with self.ledger.run("refresh", "schedule") as run:
            ask_sources(
                run,
                self.store,
                self.home,
                fetcher=ASKING,
                environment={"TEST_SOURCE_KEY": KEY} if environment is None else environment,
            )
        self.now += timedelta(weeks=1)
        return {name: state for name, state in run.sources.items() if name in ("good", "shaky")}


def figures(store: Store, source: str) -> int:
    return len(store.observations(source=source))


@pytest.mark.parametrize(
    ("fault", "state", "word"),
    [
        (429, "failed", "answered with status 429"),
        (500, "failed", "answered with status 500"),
        (403, "failed", "refused the key"),
        ("slow", "failed", "did not answer within 0.7 s"),
        ("truncated", "failed", "broke off"),
        (b'{"data": []}', "empty", "without a single row"),
        (b"", "failed", "no sound JSON"),
        (b"<html>down for maintenance</html>", "failed", "no sound JSON"),
        (CHANGED, "failed", ""),
    ],
    ids=["429", "500", "403", "slow", "truncated", "empty list", "empty body", "html", "columns changed"],
)
def test_one_faulty_source_leaves_the_other_and_its_own_last_good_figures(
    service: Service, store: Store, tracker_home: Path, fault: Any, state: str, word: str
) -> None:
    weeks = Weeks(tracker_home, store)
    service.answers = {"good": rows(1), "shaky": rows(1)}
    assert weeks.week() == {"good": "fetched", "shaky": "fetched"}
    assert figures(store, "shaky") == 3
    service.answers = {"good": rows(2), "shaky": fault}
    for _ in range(2):
        assert weeks.week()["shaky"] == state
    assert figures(store, "good") == 6
    assert figures(store, "shaky") == 3
    run = runs(weeks.ledger)[0]
    assert run["outcome"] == "succeeded_with_problems"
    (entry,) = [row for row in run["sources"] if row["source"] == "shaky"]
    assert word in entry["detail"]
    assert KEY not in json.dumps(runs(weeks.ledger))
    service.answers["shaky"] = rows(3)
    assert weeks.week()["shaky"] == "fetched"


def test_a_source_that_is_down_and_one_without_a_key(
    service: Service, store: Store, tracker_home: Path
) -> None:
    weeks = Weeks(tracker_home, store)
    service.close()
    assert weeks.week() == {"good": "failed", "shaky": "failed"}
    assert weeks.week(environment={}) == {"good": "skipped", "shaky": "skipped"}


def test_a_source_is_asked_when_its_days_are_over_and_the_same_answer_changes_nothing(
    service: Service, store: Store, tracker_home: Path
) -> None:
    weeks = Weeks(tracker_home, store)
    service.answers = {"good": rows(1), "shaky": rows(1)}
    weeks.week()
    before = len(store.snapshots())
    assert weeks.week() == {"good": "unchanged", "shaky": "unchanged"}
    weeks.now -= timedelta(days=5)
    assert weeks.week() == {}
    assert len(store.snapshots()) == before
