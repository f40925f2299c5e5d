"""A dropped file ends beside a report a person can read; the record holds it or it says why not."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from jobs.dropped import take_in_inbox
from jobs.gather import gather
from jobs.inbox import Account, take_in, waiting
from jobs.ledger import open_ledger
from jobs.refresh import Refresh
from tracker.cli import build_app
from tracker.store import open_store

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)


def drop(inbox: Path, name: str, text: str = "x", age_seconds: float = 60) -> Path:
    inbox.mkdir(exist_ok=True)
    path = inbox / name
    path.write_text(text, encoding="utf-8")
    then = time.time() - age_seconds
    os.utime(path, (then, then))
    return path


def test_files_still_arriving_hidden_or_linked_wait(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    assert waiting(inbox) == []
    for name in ("b.xlsx", "a.csv", ".hidden", "~$b.xlsx", "c.xlsx.part", "d.crdownload"):
        drop(inbox, name)
    (inbox / "link.csv").symlink_to("/etc/hostname")
    (inbox / "accepted").mkdir()
    assert [path.name for path in waiting(inbox)] == ["a.csv", "b.xlsx"]


def test_a_file_growing_under_our_eyes_is_left_for_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = drop(tmp_path / "inbox", "a.csv", age_seconds=0)

    def grow(_: float) -> None:
        path.write_text("more of it", encoding="utf-8")

    monkeypatch.setattr("jobs.inbox.time.sleep", grow)
    assert waiting(tmp_path / "inbox") == []


def test_files_are_moved_with_a_report_and_names_never_overwrite(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    for number in range(2):
        drop(inbox, "good.csv", f"good {number}")
        drop(inbox, "bad.csv")
        taken = take_in(inbox, lambda path: Account(path.name == "good.csv", ["Rows: 3 in = 3 kept"]), NOW)
        assert [one.accepted for one in taken] == [False, True]
    assert sorted(path.name for path in (inbox / "accepted").iterdir()) == [
        "good-2.csv",
        "good-2.csv-report.txt",
        "good.csv",
        "good.csv-report.txt",
    ]
    report = (inbox / "rejected" / "bad.csv-report.txt").read_text(encoding="utf-8")
    assert report.startswith("bad.csv: rejected; nothing of it is in the record (2026-11-23T06:00:00+00:00)")
    assert waiting(inbox) == []


def test_a_file_that_is_no_data_is_rejected_with_its_reason(tracker_home: Path) -> None:
    inbox = tracker_home / "inbox"
    drop(inbox, "page.csv", "<!doctype html><html><body>502 Bad Gateway</body></html>")
    with open_store(tracker_home) as store:
        (taken,) = take_in_inbox(store, tracker_home, inbox, now=NOW)
    assert not taken.accepted
    assert "Why: " in taken.report.read_text(encoding="utf-8")


@pytest.mark.shared
def test_a_real_workbook_is_taken_in_with_its_account(tracker_home: Path, shared: Path) -> None:
    workbook = sorted((shared / "raw" / "dtm").rglob("*.xlsx"))[0]
    inbox = tracker_home / "inbox"
    inbox.mkdir()
    (inbox / workbook.name).write_bytes(workbook.read_bytes())
    with open_store(tracker_home) as store:
        (taken,) = take_in_inbox(store, tracker_home, inbox, now=NOW)
        assert len(store.snapshots()) == 1
    assert taken.accepted
    report = taken.report.read_text(encoding="utf-8")
    assert "taken into the record" in report
    assert " kept + " in report


def test_the_run_counts_what_it_read_and_gives_the_files_it_rejected(tracker_home: Path) -> None:
    drop(tracker_home / "inbox", "page.csv", "<!doctype html><html><body>502 Bad Gateway</body></html>")
    ledger = open_ledger(tracker_home)
    with ledger.run("refresh") as run, open_store(tracker_home) as store:
        taken = gather(run, store, tracker_home, tracker_home / "inbox")
        met = run.problem_count
    assert met > 1
    with ledger.run("refresh") as run, open_store(tracker_home) as store:
        assert gather(run, store, tracker_home, tracker_home / "inbox") == []
        assert run.problem_count == 0
        assert "jump" in set(store.problems(run_id=run.id)["code"])
    assert [file.accepted for file in taken] == [False]


def test_a_refresh_says_what_it_rejected(tracker_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = tracker_home / "inbox" / "rejected" / "page.csv-report.txt"
    done = Refresh("2014-06-30", None, 1, "run", (report,))
    monkeypatch.setattr("jobs.refresh.refresh", lambda *_, **__: done)
    said = CliRunner().invoke(build_app(), ["refresh"])
    assert said.exit_code == 0
    assert f"rejected; why is told in {report}" in " ".join(said.output.split())


def test_an_empty_answer_is_no_sheet_without_cells(tracker_home: Path) -> None:
    drop(tracker_home / "inbox", "answer.json", "[]")
    with open_store(tracker_home) as store:
        (taken,) = take_in_inbox(store, tracker_home, tracker_home / "inbox", now=NOW)
    assert "it holds no record" in taken.lines[0]
