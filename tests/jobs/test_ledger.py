"""The ledger remembers what happened, also to runs that could not say so themselves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from jobs import ledger_tables as tables
from jobs.claim import Claim, claim_slot, renew, retry_later, settle
from jobs.errors import LeaseLost, LedgerError
from jobs.gather import TROUBLED
from jobs.history import runs
from jobs.ledger import Ledger, open_ledger
from jobs.ledger_tables import SOURCE_STATES
from maps.words import word
from tracker.errors import FetchFailed, StoreError

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
WANTED = Claim("refresh", "2026-11-23T06:00:00.000000+00:00", 0, "a", lease_seconds=60)


@pytest.fixture
def ledger(tracker_home: Path) -> Ledger:
    return open_ledger(tracker_home, clock=lambda: NOON)


def test_a_run_is_entered_with_its_stages_sources_laws_and_outcome(ledger: Ledger) -> None:
    with ledger.run("refresh") as run:
        with run.stage("read") as stage:
            stage.count(rows=3)
            stage.count(rows=4, files=1)
        run.source("dtm-mali", "fetched", sha256="ab")
        run.source("unhcr", "unchanged")
        run.conserve("rows", 7, {"kept": 6, "quarantined": 1})
    (entry,) = runs(ledger)
    assert entry["outcome"] == "succeeded"
    assert entry["trigger"] == "hand"
    assert [(stage["name"], stage["counts"]) for stage in entry["stages"]] == [
        ("read", {"rows": 7, "files": 1})
    ]
    assert {row["source"]: row["state"] for row in entry["sources"]} == {
        "dtm-mali": "fetched",
        "unhcr": "unchanged",
    }
    assert entry["laws"]["rows"]["kept"]
    assert entry["code_version"]


def test_a_failed_source_makes_a_run_succeed_with_problems(ledger: Ledger) -> None:
    with ledger.run("refresh") as run:
        run.source("dtm-mali", "failed", "no answer within 30 s")
    assert runs(ledger)[0]["outcome"] == "succeeded_with_problems"


def test_a_faulty_run_keeps_its_one_line_without_the_secret(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DTM_API_KEY", "canary-4711")
    with pytest.raises(FetchFailed), ledger.run("refresh") as run, run.stage("fetch"):
        raise FetchFailed("https://example.org/?key=canary-4711 answered 500")
    (entry,) = runs(ledger)
    assert (entry["outcome"], entry["stages"][0]["outcome"]) == ("failed", "failed")
    assert "answered 500" in entry["error"]
    assert "canary" not in str(entry)


def test_a_broken_conservation_law_fails_the_run(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="10 went in and 9 came out"), ledger.run("refresh") as run:
        run.conserve("people", 10, {"placed": 8, "unplaced": 1})
    assert runs(ledger)[0]["outcome"] == "failed"
    assert not runs(ledger)[0]["laws"]["people"]["kept"]


def test_a_slot_is_taken_once_and_again_when_its_lease_ran_out(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        first = claim_slot(connection, WANTED, NOON, attempts=5)
        assert first is not None
        assert first.attempt == 1
        assert claim_slot(connection, WANTED, NOON + timedelta(seconds=59), attempts=5) is None
        assert renew(connection, first, NOON + timedelta(seconds=30))
        assert claim_slot(connection, WANTED, NOON + timedelta(seconds=61), attempts=5) is None
        second = claim_slot(connection, WANTED, NOON + timedelta(seconds=91), attempts=5)
        assert second is not None
        assert second.attempt == 2
        assert not renew(connection, first, NOON + timedelta(seconds=92))
        assert not settle(connection, first, "succeeded", NOON)
        assert retry_later(connection, second, NOON + timedelta(hours=1), "failed")
        assert claim_slot(connection, WANTED, NOON + timedelta(minutes=59), attempts=5) is None
        third = claim_slot(connection, WANTED, NOON + timedelta(minutes=61), attempts=3)
        assert third is not None
        assert settle(connection, third, "succeeded", NOON)
        assert claim_slot(connection, WANTED, NOON + timedelta(days=9), attempts=9) is None


def test_an_attempt_that_lost_its_slot_does_not_count(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        old = claim_slot(connection, WANTED, NOON, attempts=5)
        assert old is not None

    def late() -> None:
        with ledger.run("refresh", "schedule", claim=old) as run:
            with ledger.writing() as connection:
                assert claim_slot(connection, WANTED, NOON + timedelta(hours=1), attempts=5)
            run.check_lease()

    with pytest.raises(LeaseLost):
        late()
    assert runs(ledger)[0]["outcome"] == "failed"
    with ledger.reading() as connection:
        assert connection.scalar(sa.select(tables.slot.c.state)) == "running"


def test_a_run_killed_is_interrupted_by_the_next_start(ledger: Ledger, tracker_home: Path) -> None:
    code = (
        "import time, jobs.ledger as l\n"
        "with l.open_ledger().run('refresh'):\n    print('up', flush=True)\n    time.sleep(60)"
    )
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=os.environ)
    assert child.stdout
    child.stdout.readline()
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert runs(ledger)[0]["outcome"] == "running"
    with ledger.run("refresh"):
        pass
    assert sorted(run["outcome"] for run in runs(ledger)) == ["interrupted", "succeeded"]


def test_two_runs_of_a_job_do_not_overlap(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_WAIT_SECONDS", "0.1")
    other = Ledger(ledger.engine, ledger.home)
    with ledger.run("refresh"), pytest.raises(LedgerError, match="under way"), other.run("refresh"):
        pass


def test_a_lock_held_longer_than_our_patience_is_an_error(tracker_home: Path) -> None:
    impatient = open_ledger(tracker_home, patience_seconds=0.2)
    holder = open_ledger(tracker_home)
    start = time.monotonic()
    with (
        holder.writing(),
        pytest.raises(StoreError, match="another process is writing"),
        impatient.writing(),
    ):
        pass
    assert time.monotonic() - start < 3


def test_a_run_asked_to_end_is_settled_as_interrupted(ledger: Ledger, tracker_home: Path) -> None:
    code = (
        "import time, jobs.ledger as l\n"
        "with l.open_ledger().run('refresh'):\n    print('up', flush=True)\n    time.sleep(60)"
    )
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=os.environ)
    assert child.stdout
    child.stdout.readline()
    child.terminate()
    assert child.wait(timeout=30) == 143
    child.stdout.close()
    assert runs(ledger)[0]["outcome"] == "interrupted"


def test_the_portal_has_words_for_every_state_of_a_source() -> None:
    for state in SOURCE_STATES:
        assert word(f"state.{state}", "fr") != word(f"state.{state}", "en")
    for state in TROUBLED:
        assert word(f"state.never_{state}", "fr") != word(f"state.never_{state}", "en")
