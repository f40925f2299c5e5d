"""Workbooks to cells, in a child process with limits: a hostile file can only end the child."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

from tracker.cells.bomb import too_much
from tracker.cells.content import zip_kind
from tracker.cells.sheet import Book, Sheet, text_frame
from tracker.errors import UnreadableFile
from tracker.source import Limits

CHILD_SECONDS = 30
CHILD_BYTES = 1_610_612_736  # 1.5 GiB of address space


def read_workbook(path: Path, data: bytes, limits: Limits) -> Book:
    """Return the cells of an XLSX, XLS or ODS workbook.

    Raises
    ------
    UnreadableFile
        With the true reason: password, damage, bomb, markup entities, too many rows, no workbook.
    """
    kind = _checked_kind(data, limits)
    answer = _ask_child(path, kind, limits)
    if reason := answer.get("refused"):
        raise UnreadableFile(str(reason))
    sheets = [_sheet(entry) for entry in answer["sheets"]]
    if not sheets:
        raise UnreadableFile("the workbook has no worksheet")
    return Book(kind, sheets)


def _checked_kind(data: bytes, limits: Limits) -> str:
    """Return xlsx, xls or ods after looking at the container, before any parser sees it."""
    if not data.startswith(b"PK"):
        return _ole_kind(data)
    try:
        kind = zip_kind(data)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_bomb(archive, limits)
            if damaged := _damaged_member(archive):
                raise UnreadableFile(f"the workbook is damaged: its part {damaged} does not unpack")
    except (zipfile.BadZipFile, EOFError) as error:
        raise UnreadableFile(f"the workbook is cut short or damaged ({error}); copy it again") from None
    if kind == "docx":
        raise UnreadableFile("it is a Word document, not a workbook")
    if kind == "xlsb":
        raise UnreadableFile("it is a binary workbook (xlsb); save it as .xlsx")
    if kind == "other":
        raise UnreadableFile("it is a zip archive but no workbook; unpack it and give the files")
    return kind


def _refuse_bomb(archive: zipfile.ZipFile, limits: Limits) -> None:
    if reason := too_much(archive, limits.unpacked_bytes):
        raise UnreadableFile(reason)
    if any(member.flag_bits & 0x1 for member in archive.infolist()):
        raise UnreadableFile("the archive is protected by a password; save it without one")


def _damaged_member(archive: zipfile.ZipFile) -> str | None:
    """Return the first part that does not unpack to the size and checksum it declares."""
    for member in archive.infolist():
        try:
            left = member.file_size
            with archive.open(member) as part:
                while block := part.read(1 << 20):
                    left -= len(block)
                    if left < 0:
                        return member.filename
        except (zipfile.BadZipFile, EOFError, OSError, RuntimeError):
            return member.filename
        except Exception as error:  # zlib.error is no public base of anything above
            if type(error).__module__ == "zlib":
                return member.filename
            raise
    return None


def _ole_kind(data: bytes) -> str:
    import msoffcrypto

    try:
        office = msoffcrypto.OfficeFile(io.BytesIO(data))
        locked = office.is_encrypted()
        name = type(office).__name__
    except Exception as error:  # noqa: BLE001  msoffcrypto raises what its parsers raise
        raise UnreadableFile(f"it is an old Office container that does not open ({error})") from None
    if locked:
        raise UnreadableFile("it is protected by a password; save it without one")
    if not name.startswith("Xls"):
        raise UnreadableFile("it is an old Office document, not a workbook")
    return "xls"


def _ask_child(path: Path, kind: str, limits: Limits) -> dict[str, Any]:
    arguments = [
        sys.executable,
        "-m",
        "tracker.cells.child",
        kind,
        str(limits.rows),
        str(CHILD_BYTES),
        str(CHILD_SECONDS),
    ]
    try:
        with path.open("rb") as handle:
            done = subprocess.run(
                arguments, stdin=handle, capture_output=True, timeout=2 * CHILD_SECONDS, check=False
            )
    except subprocess.TimeoutExpired:
        raise UnreadableFile(f"reading it took more than {2 * CHILD_SECONDS} s; it was given up") from None
    if done.returncode != 0:
        raise UnreadableFile(
            "the workbook could not be read within the limits "
            f"({CHILD_BYTES / 2**30:.1f} GiB, {CHILD_SECONDS} s of computing): {_ending(done)}"
        )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _ending(done: subprocess.CompletedProcess[bytes]) -> str:
    if done.returncode < 0:
        return f"the reading process was ended by signal {-done.returncode}"
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else f"the reading process left with status {done.returncode}"


def _sheet(entry: dict[str, Any]) -> Sheet:
    return Sheet(
        name=entry["name"],
        cells=text_frame(entry["rows"], entry["numbers"]),
        hidden=entry["hidden"],
        merged=tuple(entry["merged"]),
        hidden_rows=entry["hidden_rows"],
        filtered=entry["filtered"],
        blank_rows=entry["blank_rows"],
        unsaved_formulas=tuple(entry["unsaved"]),
    )
