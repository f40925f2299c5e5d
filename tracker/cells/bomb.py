"""Archives that would unpack to more than memory holds: known by their directory, before anything is read."""

from __future__ import annotations

import zipfile
from pathlib import Path

from tracker.cells.package import refuse_document_types

UNPACKED_BYTES = 300_000_000
MAX_MEMBERS = 2_000


def bomb_of(path: Path) -> str | None:
    """Return why a file is a bomb by the limits that hold without a source, or None.

    Loads nothing but the standard library, so that a bomb is refused at once.
    """
    try:
        with path.open("rb") as file:
            if file.read(2) != b"PK":
                return None
        with zipfile.ZipFile(path) as archive:
            if reason := too_much(archive, UNPACKED_BYTES):
                return reason
            refuse_document_types(archive)
    except ValueError as error:
        return str(error)
    except Exception:  # noqa: BLE001  whatever else is wrong is told by the reader that knows the format
        return None
    return None


def too_much(archive: zipfile.ZipFile, unpacked_bytes: int) -> str | None:
    """Return why an archive is not opened: too many parts, or too many bytes by its own directory."""
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS:
        return f"it packs {len(members):,} parts, more than any workbook; it was not opened"
    if unpacked > unpacked_bytes:
        return (
            f"it would unpack to {unpacked / 1e6:,.0f} MB, above the limit of "
            f"{unpacked_bytes / 1e6:,.0f} MB; it was not opened"
        )
    return None
