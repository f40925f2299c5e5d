"""One file to text cells, or the true reason why not."""

from __future__ import annotations

from pathlib import Path

from tracker.cells.content import OTHER_TYPES, REFUSALS, kind_of
from tracker.cells.delimited import read_delimited
from tracker.cells.json_cells import read_json
from tracker.cells.sheet import Book
from tracker.cells.workbook import read_workbook
from tracker.errors import NotRecognised, UnreadableFile
from tracker.source import Limits

_SHOULD_BE = {".xlsx": "xlsx", ".xls": "xls", ".ods": "ods", ".csv": "csv", ".json": "json"}


def open_cells(path: Path, limits: Limits | None = None) -> Book:
    """Return the cells of a CSV, workbook or JSON file; the content decides, not the name.

    Raises
    ------
    UnreadableFile
        Naming the file and the true reason.
    """
    limits = limits or Limits()
    try:
        size = path.stat().st_size
        if size > limits.bytes:
            raise UnreadableFile(
                f"it has {size / 1e6:,.0f} MB, above the limit of {limits.bytes / 1e6:,.0f} MB; "
                "raise limits.bytes in the source's TOML file to read it"
            )
        data = path.read_bytes()
        book = _open(path, data, limits)
    except OSError as error:
        raise UnreadableFile(f"{path.name}: it cannot be opened ({error.strerror})") from None
    except UnreadableFile as error:
        raise type(error)(f"{path.name}: {error}") from None
    promised = _SHOULD_BE.get(path.suffix.lower())
    if promised and promised != book.kind:
        if promised in ("xlsx", "xls", "ods") and book.kind in ("csv", "json"):
            raise UnreadableFile(
                f"{path.name}: it is named a workbook but holds {book.kind.upper()} text; rename it"
            )
        book.notes.append(f"named {path.suffix} but its content is {book.kind}; read as what it is")
    return book


def _open(path: Path, data: bytes, limits: Limits) -> Book:
    kind = kind_of(data[:4096])
    if kind in ("zip", "ole"):
        return read_workbook(path, data, limits)
    if kind == "json":
        return read_json(data, limits)
    if kind == "csv":
        return read_delimited(data, limits)
    if path.suffix.lower() in (".rda", ".rdata", ".rds"):
        kind = "rda"
    if kind in OTHER_TYPES:
        raise NotRecognised(f"not recognised, because {REFUSALS[kind]}")
    raise UnreadableFile(REFUSALS[kind])
