"""A trouble ends when what failed comes through, whatever the job is called and whoever starts it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from jobs.alerts import Alerts
from jobs.config import Config, load_config
from jobs.errors import PublicationFailed
from jobs.history import runs, slots
from jobs.ledger import Ledger, open_ledger
from jobs.schedule import Schedule
from jobs.state import state_of

JOB = """
out = "site"
[[job]]
id = "friday"
command = ["{command}"]
schedule = "daily at 06:00"
attempts = 3
retry_after_minutes = 0
time_limit_minutes = {minutes}
"""


def scheduler(
    home: Path, command: str = "refresh", minutes: float = 5, module: str = "tests.jobs.effect_worker"
) -> Schedule:
    (home / "tracker.toml").write_text(JOB.format(command=command, minutes=minutes))
    return Schedule(
        home, open_ledger(home), lambda: load_config(home), program=(sys.executable, "-m", module)
    )


def titles(home: Path) -> list[str]:
    return [entry["title"] for entry in Alerts(home, Config()).current().values()]


def refresh(ledger: Ledger, site: Path) -> None:
    with ledger.run("refresh", site=site):
        pass


@pytest.mark.parametrize("setting", [("EFFECT_ERROR", "failed"), ("EFFECT_STATUS", "1")])
def test_a_refresh_of_another_id_closes_what_it_opened(
    tracker_home: Path, monkeypatch: pytest.MonkeyPatch, setting: tuple[str, str]
) -> None:
    runner = scheduler(tracker_home)
    monkeypatch.setenv(*setting)
    assert not runner.once()
    (title,) = titles(tracker_home)
    assert title.startswith("refresh failed: ")
    monkeypatch.delenv(setting[0])
    assert runner.once()
    assert titles(tracker_home) == []


def test_a_refresh_by_hand_closes_what_a_job_past_its_time_limit_opened(
    tracker_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EFFECT_SECONDS", "60")
    runner = scheduler(tracker_home, minutes=2 / 60)
    assert not runner.once()
    assert titles(tracker_home) == ["refresh failed: it ran over its time limit"]
    refresh(runner.ledger, tracker_home / "site")
    assert titles(tracker_home) == []


def test_a_refresh_of_another_site_closes_nothing(tracker_home: Path, tmp_path: Path) -> None:
    ledger = open_ledger(tracker_home)
    with pytest.raises(PublicationFailed), ledger.run("refresh", site=tmp_path / "mounted"):
        raise PublicationFailed("read-only file system")
    refresh(ledger, tmp_path / "site")
    assert titles(tracker_home) == ["refresh failed: read-only file system"]
    refresh(ledger, tmp_path / "mounted")
    assert titles(tracker_home) == []


def test_a_job_that_does_something_else_closes_what_it_opened_itself(tracker_home: Path) -> None:
    failing = scheduler(tracker_home, command="sources", module="no.such.module")
    assert not failing.once()
    assert len(titles(tracker_home)) == 1
    refresh(failing.ledger, tracker_home / "site")
    assert len(titles(tracker_home)) == 1
    assert scheduler(tracker_home, command="sources", module="this").once()
    assert titles(tracker_home) == []


def test_trouble_an_older_version_kept_under_the_id_is_closed_too(tracker_home: Path) -> None:
    kept = {"job:friday": {"event": "failed", "title": "friday failed: x", "since": "then"}}
    (tracker_home / "alerts.json").write_text(json.dumps(kept))
    assert scheduler(tracker_home).once()
    assert titles(tracker_home) == []


def test_a_refresh_of_another_id_holds_its_lease_and_is_the_last_run_of_its_job(tracker_home: Path) -> None:
    runner = scheduler(tracker_home)
    assert runner.once()
    (run,) = runs(runner.ledger)
    (slot,) = slots(runner.ledger, "friday")
    assert (run["job"], run["due_at"], slot["run_id"]) == ("refresh", slot["due_at"], run["id"])
    (job,) = state_of(runner.ledger, runner.config)["jobs"]
    assert job["last_run"]["id"] == run["id"]
