"""kill -9 of `tracker refresh` at any moment: the site stays whole, the record opens, the next run works."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from jobs.history import runs
from jobs.ledger import open_ledger
from jobs.manifest import check_hashes, read_manifest

REFRESH = (sys.executable, "-m", "tracker", "refresh", "--out")


def refresh(out: Path, **given: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **given}
    return subprocess.run([*REFRESH, str(out)], env=environment, capture_output=True, text=True, check=False)


class Visitor:
    """Reads the site over and over: one visit resolves the link once and reads every file."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.faults: list[str] = []
        self.visits = 0
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._visit)
        self.thread.start()

    def _visit(self) -> None:
        while not self.stop.wait(0.02):
            try:
                folder = self.out.resolve(strict=True)
                manifest = read_manifest(folder)
                assert manifest is not None, "no manifest"
                check_hashes(folder, manifest)
            except Exception as error:  # noqa: BLE001 - whatever a reader meets is a fault of the publication
                self.faults.append(f"{type(error).__name__}: {error}")
            self.visits += 1


def touch_settings(home: Path, number: int) -> None:
    """Change an input, so that the next refresh draws anew."""
    (home / "tracker.toml").write_text(f"keep = 3\n# {number}\n", encoding="utf-8")


@pytest.mark.parametrize(
    "kills", [pytest.param(3, marks=pytest.mark.slow), pytest.param(200, marks=pytest.mark.slow)]
)
def test_a_refresh_killed_at_any_moment_harms_nothing(tracker_home: Path, tmp_path: Path, kills: int) -> None:
    out = tmp_path / "site"
    chance = random.Random(20261122)
    start = time.monotonic()
    first = refresh(out)
    assert first.returncode == 0, first.stderr
    usual = time.monotonic() - start
    visitor = Visitor(out)
    try:
        for number in range(kills):
            touch_settings(tracker_home, number)
            process = subprocess.Popen(
                [*REFRESH, str(out)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ
            )
            time.sleep(chance.uniform(0, usual))
            process.kill()
            process.wait()
            record = sqlite3.connect(tracker_home / "record.sqlite")
            assert record.execute("PRAGMA quick_check").fetchone() == ("ok",)
            record.close()
    finally:
        visitor.stop.set()
        visitor.thread.join()
    assert visitor.faults == []
    assert visitor.visits > kills
    touch_settings(tracker_home, kills + 1)
    last = refresh(out)
    assert last.returncode == 0, last.stderr
    outcomes = [run["outcome"] for run in runs(open_ledger(tracker_home), limit=kills + 9)]
    assert outcomes[0].startswith("succeeded")
    assert "running" not in outcomes


def _versions(out: Path) -> dict[str, str]:
    manifest = read_manifest(out)
    assert manifest is not None
    return manifest.versions


def test_a_refresh_with_nothing_new_draws_nothing_and_a_damaged_record_is_told(
    tracker_home: Path, tmp_path: Path
) -> None:
    out = tmp_path / "site"
    assert refresh(out).returncode == 0
    published = out.resolve()
    before = published.stat().st_mtime_ns
    versions = _versions(out)
    again = refresh(out)
    assert again.returncode == 0
    if _versions(out) != versions:
        pytest.skip("somebody changed the code between the two refreshes")
    assert "Nothing new" in again.stdout
    assert (out.resolve(), out.resolve().stat().st_mtime_ns) == (published, before)
    newest = runs(open_ledger(tracker_home))[0]
    assert "publish" not in [stage["name"] for stage in newest["stages"]]

    for name in ("record.sqlite", "record.sqlite-wal", "record.sqlite-shm"):
        (tracker_home / name).unlink(missing_ok=True)
    (tracker_home / "record.sqlite").write_bytes(b"SQLite format 3\0" + b"\xff" * 9000)
    canary = "canary-5512-geheim"
    broken = refresh(out, DTM_API_KEY=canary, TRACKER_NOTIFY_URLS=f"json://u:{canary}@127.0.0.1:9/x")
    assert broken.returncode == 1
    assert broken.stderr.count("\n") <= 4
    assert "damaged" in broken.stderr
    assert "damaged" in json.loads((tracker_home / "alerts.json").read_text())["job:refresh"]["title"]
    manifest = read_manifest(out)
    assert manifest is not None
    check_hashes(out, manifest)
    said = broken.stdout + broken.stderr
    files = [path for folder in (tracker_home, tmp_path) for path in folder.rglob("*") if path.is_file()]
    assert canary not in said
    assert not [path for path in files if canary.encode() in path.read_bytes()]
