"""Every due time one run: through weeks switched off, clocks changed, two schedulers and kills."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from jobs.calendar import rule
from jobs.claim import settle
from jobs.config import Config, Job
from jobs.due import claim_due
from jobs.history import runs, slots
from jobs.ledger import Ledger, open_ledger
from jobs.schedule import Schedule
from jobs.worker import End

WORKER = (sys.executable, "-m", "tests.jobs.effect_worker")


class Simulated:
    """A clock that is set, and a scheduler's rounds against it."""

    def __init__(self, home: Path, job: Job) -> None:
        self.now = datetime(2026, 1, 1, 12, tzinfo=UTC)
        self.job = job
        self.ledger = open_ledger(home, clock=lambda: self.now)
        self.done: list[tuple[str, datetime, int]] = []

    def round(self) -> None:
        found = claim_due(self.ledger, self.job, "test", self.now)
        if found:
            claim, due = found
            with self.ledger.writing() as connection:
                assert settle(connection, claim, "succeeded", self.now)
            self.done.append((claim.due_at, self.now, len(due.coalesced)))

    def pass_time(self, until: datetime, step: timedelta) -> None:
        while self.now < until:
            self.now += step
            self.round()


@pytest.mark.parametrize("zone", ["Africa/Bamako", "Europe/Paris"])
def test_sixty_weeks_with_the_machine_off_and_the_clock_set_back_give_one_run_a_week(
    tracker_home: Path, zone: str
) -> None:
    job = Job(schedule="weekly on Sunday 02:30", timezone=zone)
    machine = Simulated(tracker_home, job)
    start = machine.now
    step = timedelta(hours=7)
    machine.pass_time(start + timedelta(weeks=10), step)
    machine.now += timedelta(weeks=3, days=2)  # switched off
    off_until = machine.now
    machine.round()
    machine.pass_time(start + timedelta(weeks=30), step)
    machine.now -= timedelta(days=9)  # set back
    machine.pass_time(start + timedelta(weeks=45), step)
    machine.now += timedelta(days=1461)  # wrong by four years …
    machine.round()
    machine.now -= timedelta(days=1461)  # … and put right
    machine.pass_time(start + timedelta(weeks=60), step)

    wrong = [entry for entry in machine.done if entry[1] > start + timedelta(weeks=61)]
    assert len(wrong) == 1
    real = [entry for entry in machine.done if entry not in wrong]
    due_weeks = rule(job.schedule, zone).slots(start - timedelta(days=7), machine.now)
    off = [week for week in due_weeks if off_until - timedelta(weeks=3, days=2) < week <= off_until]
    assert len(off) == 3
    expected = [week for week in due_weeks if week not in off[:-1]]
    assert [datetime.fromisoformat(due_at) for due_at, _, _ in real] == expected

    assert sum(entry[2] for entry in real) == 2  # two weeks were made up for by the third
    for due_at, at, coalesced in real:
        if not coalesced and at > start + timedelta(weeks=1):
            assert at - datetime.fromisoformat(due_at) <= step or at < start + timedelta(weeks=30)
    states = Counter(slot["state"] for slot in slots(machine.ledger, job.id, limit=500))
    assert states == {"succeeded": len(machine.done), "coalesced": 2 + wrong[0][2]}


def test_a_week_older_than_the_grace_time_is_not_made_up_for(tracker_home: Path) -> None:
    machine = Simulated(tracker_home, Job(misfire_grace_days=2))
    machine.now = datetime(2026, 1, 8, 12, tzinfo=UTC)  # Thursday; the last Monday is three days ago
    machine.round()
    assert machine.done == []
    machine.now = datetime(2026, 1, 14, 5, tzinfo=UTC)  # Wednesday
    machine.round()
    assert [due_at[:10] for due_at, _, _ in machine.done] == ["2026-01-12"]


@pytest.fixture
def scheduler(tracker_home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Schedule:
    monkeypatch.setenv("EFFECT_FILE", str(tmp_path / "effects.txt"))
    job = Job(id="work", command=("work",), schedule="daily at 06:00", retry_after_minutes=0, attempts=2)
    config = Config(job=(job,), out=tmp_path / "site")
    return Schedule(tracker_home, open_ledger(tracker_home), lambda: config, program=WORKER)


def test_once_runs_what_is_due_and_nothing_twice(scheduler: Schedule, tmp_path: Path) -> None:
    assert scheduler.once()
    assert scheduler.once()
    assert len((tmp_path / "effects.txt").read_text().splitlines()) == 1
    (entry,) = runs(scheduler.ledger)
    assert (entry["outcome"], entry["attempt"]) == ("succeeded", 1)
    beat = json.loads((scheduler.home / "heartbeat.json").read_text())
    assert set(beat["next_due"]) == {"work"}


def test_a_failing_worker_is_tried_again_then_given_up_and_told(
    scheduler: Schedule, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("EFFECT_STATUS", "1")
    assert not scheduler.once()
    assert slots(scheduler.ledger, "work")[0]["state"] == "waiting"
    assert not scheduler.once()
    assert slots(scheduler.ledger, "work")[0]["state"] == "failed"
    assert scheduler.once()
    assert len((tmp_path / "effects.txt").read_text().splitlines()) == 2
    alert = json.loads((scheduler.home / "alerts.json").read_text())["job:work"]
    assert "the work went wrong" in alert["title"]


def test_a_worker_over_its_time_limit_is_ended(scheduler: Schedule, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EFFECT_SECONDS", "60")
    job = scheduler.config.job[0].model_copy(update={"time_limit_minutes": 4 / 60, "attempts": 1})
    start = time.monotonic()
    assert scheduler.round(job) is False
    assert time.monotonic() - start < 20
    assert slots(scheduler.ledger, "work")[0]["note"] == "it ran over its time limit"
    assert runs(scheduler.ledger)[0]["outcome"] == "interrupted"


def test_a_watched_inbox_that_fails_ends_the_scheduler_loudly(
    scheduler: Schedule, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_: Path) -> list[Path]:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("jobs.schedule.WATCH_SECONDS", 0)
    monkeypatch.setattr("jobs.schedule.waiting", gone)
    scheduler._watch_inbox()
    assert scheduler.stop.is_set()
    assert "Input/output error" in str(scheduler.failure)


@pytest.mark.parametrize(("minutes", "limit_seconds"), [(7, 420), (None, 7200)])
def test_the_inbox_has_the_time_limit_of_the_job_that_refreshes_or_the_usual_one(
    scheduler: Schedule, monkeypatch: pytest.MonkeyPatch, minutes: float | None, limit_seconds: float
) -> None:
    given: list[float] = []

    def work(_: None, command: list[str], name: str, limit: float) -> End:
        given.append(limit)
        return End(0, None, "", Path(name))

    export = Job(id="export", command=("export",), time_limit_minutes=1)
    refreshing = [Job(time_limit_minutes=minutes)] if minutes else []
    scheduler.config = scheduler.config.model_copy(update={"job": (export, *refreshing)})
    monkeypatch.setattr(scheduler, "_work", work)
    scheduler._take_in()
    assert given == [limit_seconds]


SERVICE = """
import sys
from pathlib import Path
from jobs.config import Config, Job
from jobs.ledger import open_ledger
from jobs.logs import to_stderr
from jobs.schedule import Schedule
to_stderr()
home, every, lease = Path(sys.argv[1]), sys.argv[2], float(sys.argv[3])
job = Job(id="work", command=("work",), schedule=every, lease_seconds=lease, attempts=50,
          retry_after_minutes=0)
config = Config(job=(job,))
ledger = open_ledger(home, patience_seconds=float(sys.argv[4]))
sys.exit(Schedule(home, ledger, lambda: config, program=(sys.executable, "-m", "tests.jobs.effect_worker"),
                  check_seconds=1).forever())
"""


def service(
    home: Path, schedule: str = "daily at 06:00", lease: float = 3, patience: float = 4
) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", SERVICE, str(home), schedule, str(lease), str(patience)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)


def wait_for(happened: object, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not happened():  # type: ignore[operator]
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


def test_sigterm_lets_a_running_job_finish(
    scheduler: Schedule, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("EFFECT_SECONDS", "2")
    process = service(scheduler.home)
    wait_for((tmp_path / "effects.txt").exists)
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 0, errors
    assert [run["outcome"] for run in runs(scheduler.ledger)] == ["succeeded"]
    assert all(json.loads(line)["level"] for line in errors.splitlines())
    assert json.loads((scheduler.home / "heartbeat.json").read_text())["state"] == "stopped"


def test_a_write_lock_on_the_store_ends_the_scheduler_loudly(scheduler: Schedule) -> None:
    with scheduler.ledger.writing():
        process = service(scheduler.home, patience=1)
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "another process is writing" in errors
    assert scheduler.once()


def test_a_killed_leader_is_followed_within_the_lease(
    scheduler: Schedule, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("EFFECT_SECONDS", "30")
    leader = service(scheduler.home, lease=2)
    wait_for(lambda: bool(runs(scheduler.ledger)))
    (worker,) = _children(leader.pid)
    leader.kill()
    os.kill(worker, signal.SIGKILL)
    leader.communicate()
    killed = time.monotonic()
    monkeypatch.setenv("EFFECT_SECONDS", "0")
    follower = service(scheduler.home, lease=2)
    wait_for(lambda: slots(scheduler.ledger, "work")[0]["state"] == "succeeded")
    assert time.monotonic() - killed < 40
    follower.send_signal(signal.SIGTERM)
    follower.communicate(timeout=30)
    assert [run["outcome"] for run in runs(scheduler.ledger)] == ["succeeded", "interrupted"]


def _children(pid: int) -> list[int]:
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return [int(word) for word in found.stdout.split()]


def test_the_ledger_can_be_opened_again(tracker_home: Path) -> None:
    assert isinstance(open_ledger(tracker_home), Ledger)
    assert ZoneInfo("Africa/Bamako")


def test_once_says_that_nothing_was_due_and_when_the_next_run_is(
    tracker_home: Path, scheduler: Schedule, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime(2026, 1, 7, 12, tzinfo=UTC)
    job = scheduler.config.job[0].model_copy(update={"timezone": "Europe/Paris", "retry_after_minutes": 30})
    scheduler.config = scheduler.config.model_copy(update={"job": (job,)})
    scheduler.ledger = open_ledger(tracker_home, clock=lambda: now)
    said: list[str] = []
    monkeypatch.setenv("EFFECT_STATUS", "1")
    scheduler.once(said.append)
    assert said[0].startswith(
        "work: failed, `tracker runs` says why; its last attempt failed; the next one is"
    )
    assert scheduler.once(said.append)
    assert said[1].startswith(
        "work: nothing was due; its last attempt failed; the next one is after 2026-01-07"
    )
    now += timedelta(hours=1)
    monkeypatch.delenv("EFFECT_STATUS")
    assert scheduler.once(said.append)
    assert scheduler.once(said.append)
    assert said[2:] == [
        "work: done; next run 2026-01-08 06:00 (Europe/Paris)",
        "work: nothing was due; next run 2026-01-08 06:00 (Europe/Paris)",
    ]
