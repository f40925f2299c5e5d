"""What a refresh costs on the data that ships with the program, and one with nothing new."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jobs.history import runs
from jobs.ledger import open_ledger
from jobs.manifest import check_hashes, read_manifest
from tests.jobs.command import Done, tracker

MOST_BYTES = 400_000_000
TIMES_THE_START = 2.0


def _versions(out: Path) -> dict[str, str]:
    manifest = read_manifest(out)
    assert manifest is not None
    return manifest.versions


def test_a_refresh_stays_small_one_with_nothing_new_is_a_start_and_a_damaged_record_is_told(
    tracker_home: Path, tmp_path: Path
) -> None:
    out = tmp_path / "site"

    def refresh(**environment: str) -> Done:
        return tracker("refresh", "--out", str(out), home=tracker_home, environment=environment)

    first = refresh()
    assert first.status == 0, first.errors
    assert first.peak_bytes < MOST_BYTES
    published = out.resolve()
    before = published.stat().st_mtime_ns
    versions = _versions(out)
    again = [refresh() for _ in range(5)]
    assert [done.status for done in again] == [0] * 5
    if _versions(out) != versions:
        pytest.skip("somebody changed the code between the two refreshes")
    assert all("Nothing new" in done.said for done in again)
    assert (out.resolve(), out.resolve().stat().st_mtime_ns) == (published, before)
    newest = runs(open_ledger(tracker_home))[0]
    assert "publish" not in [stage["name"] for stage in newest["stages"]]
    started = [tracker("--help", home=tracker_home) for _ in range(5)]
    cheapest = min(done.cpu_seconds for done in again)
    assert cheapest <= TIMES_THE_START * min(done.cpu_seconds for done in started)

    for name in ("record.sqlite", "record.sqlite-wal", "record.sqlite-shm"):
        (tracker_home / name).unlink(missing_ok=True)
    (tracker_home / "record.sqlite").write_bytes(b"SQLite format 3\0" + b"\xff" * 9000)
    canary = "canary-5512-geheim"
    broken = refresh(DTM_API_KEY=canary, TRACKER_NOTIFY_URLS=f"json://u:{canary}@127.0.0.1:9/x")
    assert broken.status == 1
    assert broken.errors.count("\n") <= 4
    assert "damaged" in broken.errors
    (trouble,) = json.loads((tracker_home / "alerts.json").read_text()).values()
    assert "damaged" in trouble["title"]
    manifest = read_manifest(out)
    assert manifest is not None
    check_hashes(out, manifest)
    files = [path for folder in (tracker_home, tmp_path) for path in folder.rglob("*") if path.is_file()]
    assert canary not in broken.said + broken.errors
    assert not [path for path in files if canary.encode() in path.read_bytes()]
