"""Sources fail apart: whatever one answers, the other's figures come in and the old ones stay."""

from __future__ import annotations

import http.server
import json
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_socket import enable_socket, socket_allow_hosts

from jobs.ask import ask_sources
from jobs.history import runs
from jobs.ledger import open_ledger
from tracker.fetch import Fetcher
from tracker.store import Store, open_store

KEY = "canary-9231-geheim"
ASKING = Fetcher(("127.0.0.1",), timeout=0.7, attempts=2, first_wait=0.01, plain_loopback=True)
REGIONS = {"ML05": "Mopti", "ML06": "Tombouctou", "ML07": "Gao"}


def rows(round_number: int, people: int = 1000) -> bytes:
    """Return one round as HDX HAPI sends it."""
    day = f"2024-{round_number:02d}-28"
    data = [
        {
            "location_code": "MLI",
            "provider_admin1_name": name,
            "provider_admin2_name": "",
            "admin1_code": code,
            "admin2_code": "",
            "operation": "Mali",
            "assessment_type": "BA",
            "population": people + number,
            "reporting_round": round_number,
            "reference_period_start": day,
            "reference_period_end": day,
            "warning": "",
            "error": "",
        }
        for number, (code, name) in enumerate(REGIONS.items())
    ]
    return json.dumps({"data": data}).encode()


class Service:
    """Answers each path as it is told: a body, a status, or a fault."""

    def __init__(self) -> None:
        self.answers: dict[str, Any] = {}
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.answer(self)

            def log_message(self, *_: object) -> None:
                """Stay silent."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"

    def answer(self, request: http.server.BaseHTTPRequestHandler) -> None:
        told = self.answers[request.path.split("?")[0].strip("/")]
        status, body = (told, b"") if isinstance(told, int) else (200, told)
        if told == "slow":
            time.sleep(1.5)
            return
        if told == "truncated":
            body = rows(9)[:200]
        request.send_response(status)
        request.send_header("Content-Length", str(len(body) + (500 if told == "truncated" else 0)))
        if status == 429:
            request.send_header("Retry-After", "0")
        request.end_headers()
        request.wfile.write(body)


@pytest.fixture
def service(tracker_home: Path) -> Iterator[Service]:
    enable_socket()
    socket_allow_hosts(["127.0.0.1"], allow_unix_socket=True)
    found = Service()
    (tracker_home / "sources").mkdir()
    for name in ("good", "shaky"):
        (tracker_home / "sources" / f"{name}.toml").write_text(
            f"""
id = "{name}"
title = "{name}"
organisation = "test"
reader = "hapi-idps"
default_for_reader = false
numbering = "by-name"
edition = "ne-2013"
licence = "test"
credit = "test"
[live]
connector = "hapi"
url = "{found.address}/{name}"
hosts = ["127.0.0.1"]
key_env = "TEST_SOURCE_KEY"
key_header = "X-Key"
"""
        )
    yield found
    found.server.shutdown()
    found.server.server_close()


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


CHANGED = json.dumps({"data": [{"place": "Gao", "how_many": 7}]}).encode()


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
    service.server.shutdown()
    service.server.server_close()
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
