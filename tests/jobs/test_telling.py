"""People are told once of each trouble and of its end, and no secret leaves the environment."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_socket import enable_socket, socket_allow_hosts

from jobs.alerts import Alerts
from jobs.config import Config, Notifications, load_config
from jobs.errors import PublicationRefused
from jobs.heartbeat import ping
from jobs.hidden import HideSecrets, scrub, secrets
from jobs.ledger import open_ledger
from jobs.notify import Message, notify
from jobs.schedule import Schedule
from jobs.telling import told_when_it_fails
from tests.jobs.loopback import Receiver

CANARY = "canary-4711-geheim"
NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)


@pytest.fixture
def loopback() -> None:
    """Allow sockets to this machine, and to it only."""
    enable_socket()
    socket_allow_hosts(["127.0.0.1"], allow_unix_socket=True)


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch, loopback: None) -> Iterator[Receiver]:
    found = Receiver()
    monkeypatch.setenv("TRACKER_NOTIFY_URLS", f"json://user:{CANARY}@{found.address}/hook")
    yield found
    found.close()


def test_a_refusal_is_told_once_and_its_end_too(receiver: Receiver, tracker_home: Path) -> None:
    ledger = open_ledger(tracker_home)
    for _ in range(2):
        with pytest.raises(PublicationRefused), ledger.run("refresh"):
            raise PublicationRefused("places of idps: 4 of last time's 9")
    assert len(receiver.titles) == 1
    assert "was refused: places of idps: 4 of last time's 9" in receiver.titles[0]
    assert "old publication stays" in receiver.messages[0][1]
    with ledger.run("refresh"):
        pass
    with ledger.run("refresh"):
        pass
    assert receiver.titles[1:] == ["refresh works again"]


JOB = """
[[job]]
id = "work"
command = ["work"]
schedule = "daily at 06:00"
attempts = 2
retry_after_minutes = 0
"""


@pytest.mark.parametrize(("error", "words"), [("failed", "failed"), ("refused", "was refused")])
def test_two_attempts_that_say_what_went_wrong_are_told_once_in_their_own_words(
    receiver: Receiver, tracker_home: Path, monkeypatch: pytest.MonkeyPatch, error: str, words: str
) -> None:
    monkeypatch.setenv("EFFECT_ERROR", error)
    (tracker_home / "tracker.toml").write_text(JOB)
    program = (sys.executable, "-m", "tests.jobs.effect_worker")
    scheduler = Schedule(
        tracker_home, open_ledger(tracker_home), lambda: load_config(tracker_home), program=program
    )
    assert [scheduler.once(), scheduler.once(), scheduler.once()] == [False, False, True]
    assert receiver.titles == [f"work {words}: four places of nine"]
    assert "It is tried again. The old publication stays." in receiver.messages[0][1]
    (trouble,) = json.loads((tracker_home / "alerts.json").read_text()).values()
    assert trouble["event"] == error


def test_the_same_trouble_is_told_again_after_days(receiver: Receiver, tmp_path: Path) -> None:
    alerts = Alerts(tmp_path, Config())
    for day in (0, 1, 5, 7, 8):
        alerts.open("job:refresh", "failed", "no answer", "", NOW + timedelta(days=day))
    assert len(receiver.messages) == 2
    assert alerts.current()["job:refresh"]["since"] == "2026-11-23T06:00:00+00:00"


def test_a_silent_and_then_stale_source_is_told_by_name(receiver: Receiver, tracker_home: Path) -> None:
    clock = [NOW]
    ledger = open_ledger(tracker_home, clock=lambda: clock[0])
    for week, state in enumerate(["fetched", "failed", *["empty"] * 6, "unchanged"]):
        clock[0] = NOW + timedelta(weeks=week)
        with ledger.run("refresh") as run:
            run.source("dtm-mali", state, "HTTP 500")
    assert receiver.titles == [
        "source dtm-mali did not answer as it should",
        "source dtm-mali answered without any data",
        "source dtm-mali answered without any data",
        *["source dtm-mali answered without any data"] * 4,
        "source dtm-mali has given no data since 2026-11-23",
        "source dtm-mali answers again",
        "source dtm-mali is fresh again",
    ]


def test_a_source_that_is_not_asked_has_not_recovered(receiver: Receiver, tracker_home: Path) -> None:
    clock = [NOW]
    ledger = open_ledger(tracker_home, clock=lambda: clock[0])
    for day, state in enumerate(("failed", "skipped")):
        clock[0] = NOW + timedelta(days=day)
        with ledger.run("refresh") as run:
            run.source("hapi-idps", state, "no key")
    assert receiver.titles[-1] == "source hapi-idps is not asked any more"
    assert not [title for title in receiver.titles if "again" in title or "fresh" in title]


def test_a_source_that_never_answered_keeps_nothing(receiver: Receiver, tracker_home: Path) -> None:
    with open_ledger(tracker_home, clock=lambda: NOW).run("refresh") as run:
        run.source("dtm-mali", "failed", "HTTP 500")
    told = "\n".join(message[1] for message in receiver.messages)
    assert "It has not answered so far." in told
    assert "What pages show of it, if anything, was read from files." in told
    assert "last good figures" not in told


def test_a_failure_before_the_ledger_opens_is_told(receiver: Receiver, tracker_home: Path) -> None:
    (tracker_home / "record.sqlite").write_bytes(b"not a database, just some bytes" * 99)

    def start() -> None:
        with told_when_it_fails(tracker_home, "refresh"):
            open_ledger(tracker_home)

    with pytest.raises(Exception, match="damaged"):
        start()
    assert "damaged" in receiver.titles[0]


def test_a_dry_run_and_a_missing_address_are_logged(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, receiver: Receiver
) -> None:
    message = Message("failed", "refresh failed", "see logs")
    assert not notify(message, Notifications(dry_run=True))
    monkeypatch.delenv("TRACKER_NOTIFY_URLS")
    assert not notify(message, Notifications())
    assert not notify(message, Notifications(on=()))
    assert [record.getMessage()[:40] for record in caplog.records] == [
        "not sent (dry run): [failed] refresh fai",
        "not sent (TRACKER_NOTIFY_URLS is not set",
    ]
    assert receiver.messages == []


def test_a_deaf_receiver_does_not_fail_and_is_not_named(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, loopback: None
) -> None:
    monkeypatch.setenv("TRACKER_NOTIFY_URLS", f"json://user:{CANARY}@127.0.0.1:9/hook nonsense://{CANARY}")
    assert not notify(Message("failed", f"with {CANARY}", ""), Notifications())
    assert "not every receiver" in caplog.text
    assert CANARY not in caplog.text


def test_the_watchdog_is_pinged(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_PING_URL", f"http://{receiver.address}/check/{CANARY}")
    assert all(ping("TRACKER_PING_URL", event) for event in ("start", "success", "fail"))
    assert [path.rsplit("/", 1)[1] for path, _ in receiver.messages] == ["start", CANARY, "fail"]
    monkeypatch.setenv("TRACKER_PING_URL", "http://127.0.0.1:9/check")
    assert not ping("TRACKER_PING_URL", "success")


def test_secrets_are_known_by_the_name_of_their_variable() -> None:
    environment = {
        "DTM_API_KEY": "abc123def",
        "HOME": "/home/somebody",
        "TRACKER_NOTIFY_URLS": "tgram://998877:AAEEbb_longtoken/12345 mailto://me:s3cretword@example.org?smtp=x",
        "TRACKER_DATABASE_URL": "postgresql://tracker:pgpassword@db/record",
        "OTHER_KEY": "short",
    }
    text = "abc123def s3cretword pgpassword /home/somebody AAEEbb_longtoken short record"
    assert scrub(text, environment) == "••• ••• ••• /home/somebody ••• short record"
    assert "abc123def" in secrets(environment)


def test_log_records_and_their_tracebacks_are_masked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DTM_API_KEY", CANARY)
    try:
        raise ValueError(f"https://example.org/?key={CANARY}")
    except ValueError as error:
        record = logging.LogRecord(
            "x", 40, "f", 1, "%s failed", (CANARY,), (ValueError, error, error.__traceback__)
        )
    assert HideSecrets().filter(record)
    assert CANARY not in record.getMessage() + str(record.exc_text)
