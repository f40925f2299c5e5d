"""Files that are either the old one or the new one, never half of each."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from tracker.errors import TrackerError


def write_bytes(path: Path, content: bytes) -> None:
    """Write beside the target, flush to the disk, and move into place.

    Raises
    ------
    TrackerError
        When the folder cannot be written or the disk is full; the old file stays.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.chmod(0o644)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise TrackerError(f"{path} cannot be written ({error.strerror}); nothing was replaced") from error


def write_text(path: Path, content: str) -> None:
    """Write text as UTF-8 with plain line ends; see `write_bytes`."""
    write_bytes(path, content.encode("utf-8"))
