"""The publications before this one, for the history the portal shows."""

from __future__ import annotations

from pathlib import Path

from jobs.journal import entries
from jobs.manifest import read_manifest
from jobs.switch import releases_of
from maps.portal_data import Release

MOST = 12


def past_releases(out: Path, fingerprint: str) -> list[Release]:
    """Return the publications shown before the one made from `fingerprint`, newest first.

    The one being built is left out, so that drawing it again gives the same bytes.
    """
    found: dict[str, Release] = {}
    for entry in reversed(entries(out)):
        manifest = read_manifest(releases_of(out) / entry.release)
        if manifest and manifest.fingerprint != fingerprint and entry.release not in found:
            found[entry.release] = Release(release=entry.release, as_of=manifest.as_of)
    return list(found.values())[:MOST]
