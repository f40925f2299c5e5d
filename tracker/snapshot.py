"""Bytes first: every input is kept unmodified under its sha256, with where it came from.

A snapshot is written to a temporary file in its own folder, flushed to disk, verified and moved
into place; a half-written one is never seen.  The record can be rebuilt from the snapshots.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from dataclasses import asdict, dataclass
from hashlib import sha256 as digest_of
from pathlib import Path
from typing import Any

from tracker.errors import StoreError

_PIECE = 1 << 20
_NOTE = ".json"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One input as it was received: what its bytes are, and where, when and on what terms we got it."""

    sha256: str
    source: str
    name: str | None = None
    bytes: int | None = None
    url: str | None = None
    licence: str | None = None
    credit: str | None = None
    retrieved_at: str | None = None

    def record(self) -> dict[str, Any]:
        return asdict(self)


def keep(
    home: Path,
    content: bytes | Path,
    *,
    source: str,
    retrieved_at: str,
    name: str | None = None,
    url: str | None = None,
    licence: str | None = None,
    credit: str | None = None,
) -> Snapshot:
    """Keep `content` (bytes, or a file) under ``home/snapshots`` and return its snapshot.

    The same bytes are kept once; what was noted at their first arrival stays.

    Raises
    ------
    StoreError
        When the file cannot be read or the folder cannot be written (disk full, permissions).
    """
    folder = home / "snapshots"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        sha256, size = _copy(folder, content)
        if known := find(home, sha256):
            return known
        label = name if name is not None else (content.name if isinstance(content, Path) else None)
        snapshot = Snapshot(sha256, source, label, size, url, licence, credit, retrieved_at)
        text = json.dumps(snapshot.record(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        note = location(home, sha256).with_name(sha256 + _NOTE)
        _place(text.encode(), note)
    except OSError as error:
        raise StoreError(
            f"{folder}: the input could not be kept ({error.strerror or error}); nothing was read"
        ) from error
    return snapshot


def location(home: Path, sha256: str) -> Path:
    """Return where the bytes of a snapshot stand, whether they are there or not."""
    return home / "snapshots" / sha256[:2] / sha256


def find(home: Path, sha256: str) -> Snapshot | None:
    """Return what was noted about a snapshot, or None when it is not kept here."""
    note = location(home, sha256).with_name(sha256 + _NOTE)
    try:
        return Snapshot(**json.loads(note.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def damaged(home: Path) -> list[str]:
    """Return the names of the kept files whose bytes no longer match their sha256."""
    found = []
    for path in sorted((home / "snapshots").glob("??/*")):
        if len(path.name) == 64 and _hash(path) != path.name:
            found.append(path.name)
    return found


def _copy(folder: Path, content: bytes | Path) -> tuple[str, int]:
    """Copy into a temporary file, flush, and move it to the place its hash names."""
    digest, size = digest_of(), 0
    descriptor, name = tempfile.mkstemp(dir=folder, prefix=".part-")
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as out:
            for piece in _pieces(content):
                digest.update(piece)
                size += out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        sha256 = digest.hexdigest()
        target = folder / sha256[:2] / sha256
        target.parent.mkdir(exist_ok=True)
        if target.is_file() and target.stat().st_size == size and _hash(target) == sha256:
            return sha256, size
        part.replace(target)
        _flush_folder(target.parent)
        return sha256, size
    finally:
        part.unlink(missing_ok=True)


def _pieces(content: bytes | Path) -> Any:
    if isinstance(content, bytes):
        yield content
        return
    with content.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def _place(content: bytes, target: Path) -> None:
    """Write beside the target and move; closed first, since Windows moves no file that is open."""
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".part-")
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    _flush_folder(target.parent)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        from hashlib import file_digest

        return file_digest(file, "sha256").hexdigest()


def _flush_folder(folder: Path) -> None:
    """Make the move itself survive a power cut, where the system can flush a folder."""
    with contextlib.suppress(OSError, AttributeError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
