"""Every input is kept as it was received."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from tests.store.readings import MONDAY, figure, read
from tracker import snapshot
from tracker.errors import StoreError
from tracker.store import open_store

OPEN_FILES = Path("/proc/self/fd")
NOTE = {"source": "dtm", "retrieved_at": "2024-03-04T06:00:00Z"}


def test_bytes_are_kept_under_their_own_hash(tmp_path: Path):
    content = "Région;PDI\r\nGao;1 888\r\n".encode("cp1252")
    kept = snapshot.keep(tmp_path, content, name="pdi.csv", url="https://example.org", credit="OIM", **NOTE)
    assert kept.sha256 == sha256(content).hexdigest()
    path = tmp_path / "snapshots" / kept.sha256[:2] / kept.sha256
    assert path == snapshot.location(tmp_path, kept.sha256)
    assert path.read_bytes() == content
    assert snapshot.find(tmp_path, kept.sha256) == kept
    assert (kept.bytes, kept.name, kept.credit) == (len(content), "pdi.csv", "OIM")


def test_a_file_is_kept_like_its_bytes(tmp_path: Path):
    file = tmp_path / "pdi.xlsx"
    file.write_bytes(b"x" * 3_000_000)
    kept = snapshot.keep(tmp_path / "home", file, **NOTE)
    assert kept.name == "pdi.xlsx"
    assert snapshot.keep(tmp_path / "home", b"x" * 3_000_000, name="other", **NOTE) == kept, (
        "the first note stays"
    )
    assert len([path for path in (tmp_path / "home" / "snapshots").rglob("*") if path.is_file()]) == 2


def test_damage_is_found_and_mended_by_keeping_again(tmp_path: Path):
    kept = snapshot.keep(tmp_path, b"right", **NOTE)
    path = snapshot.location(tmp_path, kept.sha256)
    path.write_bytes(b"wrong")
    assert snapshot.damaged(tmp_path) == [kept.sha256]
    snapshot.keep(tmp_path, b"right", **NOTE)
    assert path.read_bytes() == b"right"
    assert snapshot.damaged(tmp_path) == []


def test_a_failed_write_leaves_nothing_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StoreError, match="No space left on device"):
        snapshot.keep(tmp_path, b"content", **NOTE)
    assert [path for path in (tmp_path / "snapshots").rglob("*") if path.is_file()] == []


@pytest.mark.skipif(not OPEN_FILES.is_dir(), reason="the system does not list the open files of a process")
def test_no_file_is_moved_while_it_is_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    replace = Path.replace

    def as_windows_does(path: Path, target: Path) -> Path:
        if path in {file.resolve() for file in OPEN_FILES.iterdir()}:
            raise PermissionError(13, "the file is being used by another process", str(path))
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", as_windows_does)
    kept = snapshot.keep(tmp_path.resolve(), b"content", **NOTE)
    assert snapshot.find(tmp_path, kept.sha256) == kept


def test_the_record_knows_what_it_was_loaded_from(tmp_path: Path):
    reading = read(figure())
    with open_store(tmp_path) as store:
        store.load(reading, run_id=None, recorded_at=MONDAY)
        row = store.snapshots().iloc[0]
    assert row["sha256"] == reading.sha256
    assert (row["source"], row["licence"], row["credit"]) == ("dtm", "non-commercial", "IOM DTM")
    assert row["retrieved_at"] == "2024-03-04T06:00:00.000000Z"
