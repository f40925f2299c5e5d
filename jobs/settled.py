"""What the last refresh found settled: as long as all of it stands, another one brings nothing new.

Looked at before the heavy libraries are loaded, so only the standard library is used here.
Whatever cannot be told cheaply counts as changed; the whole refresh then decides.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

NAME = "settled.json"
PACKAGES = ("geodata", "tracker", "maps", "jobs")
DECISIONS = (
    "aliases.csv",
    "corrections.toml",
    "editions.toml",
    "gazetteer.csv",
    "tracker.toml",
)


@dataclass(frozen=True)
class Settled:
    """The state of everything a refresh reads, and until when nobody is due to be asked."""

    look: str
    """`look_of`: code, decisions, boundaries."""
    out: str
    fingerprint: str
    as_of: str
    version: str
    inbox: str
    loads: int
    """Highest number of a load; the record only ever grows."""
    keys: Mapping[str, bool]
    """Environment variables of keys, and whether they were set."""
    since: str
    until: str

    def write(self, home: Path) -> None:
        """Keep it in the data directory, replaced whole."""
        from tracker.atomic import write_bytes

        write_bytes(home / NAME, (json.dumps(asdict(self), indent=1, sort_keys=True) + "\n").encode())


def read_settled(home: Path) -> Settled | None:
    """Return what the last refresh kept, or None when it kept nothing or another version did."""
    try:
        return Settled(**json.loads((home / NAME).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def forget(home: Path) -> None:
    """Make the next refresh walk the whole path."""
    (home / NAME).unlink(missing_ok=True)


def decisions_of(home: Path) -> list[Path]:
    """Return the files in which people decided something about the figures, those that exist."""
    files = [home / name for name in DECISIONS]
    files += sorted((home / "sources").glob("*.toml"))
    return [path for path in files if path.is_file()]


def look_of(home: Path) -> str:
    """Return one sha256 over code, interpreter, decisions by content and boundary files by stamp."""
    digest = hashlib.sha256(sys.version.encode())
    for package in PACKAGES:
        spec = find_spec(package)
        for folder in (spec.submodule_search_locations or []) if spec else []:
            for line in sorted(_stamps(folder)):
                digest.update(line.encode())
    for path in decisions_of(home):
        digest.update(f"{path.name}\0".encode() + path.read_bytes())
    for line in sorted(_stamps(str(home / "boundaries"))):
        digest.update(line.encode())
    return digest.hexdigest()


def target_of(home: Path, out: Path | None) -> Path:
    """Return where a refresh publishes: as asked, as `tracker.toml` says, else ``site`` where we are."""
    return out or declared_place(home) or place_of(home, None)


def declared_place(home: Path) -> Path | None:
    """Return where `tracker.toml` says it is published, or None when it says nothing."""
    path = home / "tracker.toml"
    given: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return place_of(home, given["out"]) if "out" in given else None


def place_of(home: Path, out: str | Path | None) -> Path:
    """Return the declared place from the data directory, or ``site`` in the working directory."""
    return Path.cwd() / "site" if out is None else home / Path(out).expanduser()


def _stamps(folder: str) -> Iterator[str]:
    """Give name, size and time of change of every file below a folder that exists."""
    try:
        entries = list(os.scandir(folder))
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if entry.name != "__pycache__":
                yield from _stamps(entry.path)
        elif not entry.name.endswith((".pyc", ".log")):
            facts = entry.stat()
            yield f"{entry.path}\0{facts.st_size}\0{facts.st_mtime_ns}\n"
