"""`tracker status` names what waits for a person, and finds the publication it is asked about."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from jobs.alerts import Alerts
from jobs.config import Config
from jobs.inbox import Account, take_in
from jobs.ledger import open_ledger
from jobs.publish import Rules, publish
from jobs.rejected import WITHOUT_REPORT, rejected
from tests.jobs.sites import origin, site
from tracker.cli import build_app

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
WHY = ["Why: it is no workbook", "Mend the file and drop it again."]


def tracker(*words: str) -> Result:
    return CliRunner().invoke(build_app(), list(words), catch_exceptions=False)


def drop(inbox: Path, name: str, now: datetime, accepted: bool = False) -> None:
    inbox.mkdir(parents=True, exist_ok=True)
    (inbox / name).write_text(f"{name} {now}")
    take_in(inbox, lambda _: Account(accepted, [] if accepted else WHY), now)


def publish_at(home: Path, out: Path) -> None:
    with open_ledger(home).run("refresh", site=out) as run:
        run.published(publish(site(1), out, origin=origin(1), rules=Rules(required=())))


def test_a_rejected_file_is_listed_until_one_of_its_name_is_taken_in(tmp_path: Path) -> None:
    assert rejected(tmp_path) == []
    for week in range(2):
        drop(tmp_path, "round (3).csv", NOW + timedelta(weeks=week))
    drop(tmp_path, "other.csv", NOW + timedelta(days=1))
    assert [(entry.file, Path(entry.path).name, entry.reason) for entry in rejected(tmp_path)] == [
        ("round (3).csv", "round (3).csv", "it is no workbook"),
        ("other.csv", "other.csv", "it is no workbook"),
        ("round (3).csv", "round (3)-2.csv", "it is no workbook"),
    ]
    drop(tmp_path, "round (3).csv", NOW + timedelta(weeks=2), accepted=True)
    assert [entry.file for entry in rejected(tmp_path)] == ["other.csv"]
    drop(tmp_path, "round (3).csv", NOW + timedelta(weeks=3))
    assert [entry.file for entry in rejected(tmp_path)] == ["other.csv", "round (3).csv"]


def test_a_rejected_file_without_its_report_is_listed_too(tmp_path: Path) -> None:
    drop(tmp_path, "a.csv", NOW)
    (tmp_path / "rejected" / "a.csv-report.txt").unlink()
    (entry,) = rejected(tmp_path)
    assert (entry.file, entry.at, entry.reason) == ("a.csv", None, WITHOUT_REPORT)


def test_status_says_what_was_rejected_why_and_what_to_do(tracker_home: Path) -> None:
    drop(tracker_home / "inbox", "a.csv", NOW)
    said = tracker("status").stdout
    assert f"Rejected 2026-11-23T06:00:00+00:00: {tracker_home / 'inbox' / 'rejected' / 'a.csv'}" in said
    assert "it is no workbook" in said
    assert f"put it into {tracker_home / 'inbox'} again, or delete it" in said
    (entry,) = json.loads(tracker("status", "--json").stdout)["rejected"]
    assert (entry["file"], entry["reason"]) == ("a.csv", "it is no workbook")


def test_status_ends_with_0_however_things_stand_and_with_3_when_strict(
    tracker_home: Path, tmp_path: Path
) -> None:
    publish_at(tracker_home, tmp_path / "site")
    assert tracker("status", "--strict").exit_code == 0
    drop(tracker_home / "inbox", "a.csv", NOW)
    assert tracker("status").exit_code == 0
    assert tracker("status", "--strict").exit_code == 3
    assert tracker("status", "--strict", "--json").exit_code == 3
    (tracker_home / "inbox" / "rejected" / "a.csv").unlink()
    assert tracker("status", "--strict").exit_code == 0
    Alerts(tracker_home, Config()).open("job:refresh", "failed", "refresh failed", "")
    assert tracker("status", "--strict").exit_code == 3


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder where nothing is published."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def test_status_without_out_finds_what_a_run_published_elsewhere(
    tracker_home: Path, tmp_path: Path, elsewhere: Path
) -> None:
    out = tmp_path / "served" / "site"
    out.parent.mkdir()
    publish_at(tracker_home, out)
    said = tracker("status").stdout
    assert f"Published at {out}: " in said
    assert f"nothing is at {elsewhere / 'site'}, tracker.toml names no place" in said
    assert json.loads(tracker("status", "--json").stdout)["publication"]["out"] == str(out)


def test_a_place_that_was_named_is_the_one_told_of(
    tracker_home: Path, tmp_path: Path, elsewhere: Path
) -> None:
    publish_at(tracker_home, tmp_path / "site")
    said = tracker("status", "--out", "there").stdout
    assert f"Nothing is published at {elsewhere / 'there'}; publish there with `tracker refresh --out" in said
    (tracker_home / "tracker.toml").write_text('out = "declared"\n')
    assert f"Nothing is published at {tracker_home / 'declared'}; " in tracker("status").stdout


def test_nothing_published_anywhere_says_how_to(tracker_home: Path, elsewhere: Path) -> None:
    said = tracker("status").stdout
    assert f"Nothing is published at {elsewhere / 'site'}; publish there with `tracker refresh`" in said
    assert "name another place with --out, or once for all with `out` in tracker.toml" in said
