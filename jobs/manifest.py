"""What a publication consists of: every file with its hash, and what it was made from.

A manifest holds no clock.  The same inputs under the same versions give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from jobs.errors import PublicationRefused
from jobs.floors import Measures

NAME = "manifest.json"
FORMAT = "displacement-tracker publication 1"


@dataclass(frozen=True, slots=True)
class File:
    """One published file: the sha256 of its bytes, and how many there are."""

    sha256: str
    bytes: int


@dataclass(frozen=True)
class Manifest:
    """One publication: its files, its inputs (name → sha256), the versions that made it."""

    release: str
    as_of: str
    inputs: dict[str, str] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    measures: Measures = field(default_factory=Measures)
    files: dict[str, File] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.inputs, self.versions, self.as_of)

    @property
    def bytes(self) -> int:
        return sum(file.bytes for file in self.files.values())

    def same_as(self, other: Manifest) -> bool:
        """Say whether both publish the same bytes made from the same things."""
        return self.fingerprint == other.fingerprint and self.files == other.files

    def text(self) -> str:
        """Return the manifest as JSON: sorted, without a clock."""
        document = {
            "format": FORMAT,
            "release": self.release,
            "as_of": self.as_of,
            "fingerprint": self.fingerprint,
            "inputs": self.inputs,
            "versions": self.versions,
            "measures": asdict(self.measures),
            "files": {name: asdict(file) for name, file in self.files.items()},
        }
        return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def fingerprint(inputs: Mapping[str, str], versions: Mapping[str, str], as_of: str) -> str:
    """Return the sha256 of what a publication is made from, before anything is drawn."""
    text = json.dumps([dict(inputs), dict(versions), as_of], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def files_of(folder: Path) -> dict[str, File]:
    """Return every file below the folder except the manifest, by its path with forward slashes."""
    return {
        path.relative_to(folder).as_posix(): File(sha256_of(path), path.stat().st_size)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path != folder / NAME
    }


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest of a published folder, or None when it carries none of ours."""
    try:
        document = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if document["format"] != FORMAT:
            return None
        return Manifest(
            release=document["release"],
            as_of=document["as_of"],
            inputs=document["inputs"],
            versions=document["versions"],
            measures=Measures(**document["measures"]),
            files={name: File(**file) for name, file in document["files"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def check_hashes(folder: Path, manifest: Manifest) -> None:
    """Compare every file of the folder with the manifest.

    Raises
    ------
    PublicationRefused
        When a file is missing, is not listed, or has other bytes than the manifest says.
    """
    found = files_of(folder)
    for name, file in manifest.files.items():
        if name not in found:
            raise PublicationRefused(f"{folder.name}: {name} is in the manifest and missing from the folder")
        if found[name] != file:
            raise PublicationRefused(
                f"{folder.name}: {name} has {found[name].bytes} bytes, sha256 {found[name].sha256[:12]}, "
                f"expected {file.bytes} bytes, sha256 {file.sha256[:12]}…"
            )
    if extra := sorted(set(found) - set(manifest.files)):
        raise PublicationRefused(
            f"{folder.name}: {', '.join(extra)} is in the folder and not in the manifest"
        )
