"""Which code made a publication: the version, and one hash over everything the packages ship."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

PACKAGES = ("geodata", "tracker", "maps", "jobs")
DISTRIBUTION = "displacement-tracker"


@cache
def code_version() -> dict[str, str]:
    """Return the distribution's version and the sha256 of its code and data files."""
    digest = hashlib.sha256()
    for package in PACKAGES:
        _add(files(package), digest)
    return {"version": version(DISTRIBUTION), "code_sha256": digest.hexdigest()}


def _add(folder: Traversable, digest: hashlib._Hash) -> None:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name == "__pycache__":
            continue
        if entry.is_dir():
            _add(entry, digest)
        elif not entry.name.endswith((".pyc", ".log")):
            digest.update(entry.name.encode() + b"\0" + entry.read_bytes())
