"""Which publications stay on disk: the last N, the first of each month, and what is in use."""

from __future__ import annotations

import shutil
from pathlib import Path

from jobs.journal import Entry, entries
from jobs.manifest import read_manifest
from jobs.switch import current_release, releases_of


def released(out: Path) -> list[str]:
    """Return the releases on disk, in the order they were first published."""
    releases = releases_of(out)
    if not releases.is_dir():
        return []
    order: dict[str, int] = {}
    for number, entry in enumerate(entries(out)):
        order.setdefault(entry.release, number)
    found = [
        path
        for path in releases.iterdir()
        if path.is_dir() and not path.name.startswith(".") and path.suffix not in (".part", ".gone")
    ]
    return sorted(
        (path.name for path in found if read_manifest(path)),
        key=lambda name: (order.get(name, len(order)), name),
    )


def kept(history: list[Entry], on_disk: list[str], current: str | None, keep: int) -> set[str]:
    """Return the releases to keep of those on disk."""
    firsts: dict[str, str] = {}
    for entry in history:
        if entry.release in on_disk:
            firsts.setdefault(entry.at[:7], entry.release)
    known = {entry.release for entry in history}
    in_use = {current} if current else set()
    if history and history[-1].previous:
        in_use.add(history[-1].previous)
    unknown = {name for name in on_disk if name not in known}  # finished, but its switch never happened
    newest = [name for name in on_disk if name not in unknown][-keep:] if keep > 0 else []
    return (set(newest) | set(firsts.values()) | in_use) & set(on_disk)


def prune(out: Path, keep: int) -> list[str]:
    """Remove the releases retention no longer covers and return their names."""
    manifest = current_release(out)
    on_disk = released(out)
    stay = kept(entries(out), on_disk, manifest.release if manifest else None, keep)
    gone = [name for name in on_disk if name not in stay]
    for name in gone:
        folder = releases_of(out) / name
        leaving = folder.with_name(f"{name}.gone")  # a half-removed folder must not look like a release
        folder.rename(leaving)
        shutil.rmtree(leaving, ignore_errors=True)
    return gone
