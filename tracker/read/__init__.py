"""Cells to observations: one module per format, recognised without configuration."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.errors import NotRecognised, UnreadableFile

if TYPE_CHECKING:
    from tracker.reading import Reading
    from tracker.source import Limits, Source

_HEAD_BYTES = 65_536


def read(path: Path, source: Source | None = None, home: Path | None = None) -> Reading:
    """Return the figures of one file, its problems and the account of its rows.

    Without a `source` the format is recognised and the file belongs to the source declared for it.

    Raises
    ------
    NotRecognised
        A sound file in a format no declared source describes; the message says what it is.
    UnreadableFile
        A file that is not what it promises; the message names it and the true reason.
    """
    from tracker.cells.opening import open_cells
    from tracker.read.draft import Draft
    from tracker.read.known_other import what_else
    from tracker.read.registry import reader, recognised
    from tracker.source import default_source

    book = open_cells(path, source.limits if source else _limits_of(path, home))
    found = reader(source.reader) if source else recognised(book)
    if found is None:
        raise NotRecognised(f"{path.name}: not recognised, because {what_else(book, path)}")
    source = source or default_source(found.id, home)
    try:
        table = found.find(book, source)
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return found.read(Draft(source, path, digest, table))
    except UnreadableFile as error:
        raise type(error)(f"{path.name}: {error}") from None


def _limits_of(path: Path, home: Path | None) -> Limits | None:
    """Return the limits of the source a large text file belongs to, judged by its first rows."""
    from tracker.cells.content import kind_of
    from tracker.cells.delimited import read_delimited
    from tracker.read.registry import recognised
    from tracker.source import Limits, default_source

    if not path.is_file() or path.stat().st_size < 10 * _HEAD_BYTES:
        return None
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if kind_of(head) != "csv" or b"\n" not in head:
        return None
    try:
        found = recognised(read_delimited(head[: head.rindex(b"\n") + 1], Limits()))
    except UnreadableFile:
        return None
    return default_source(found.id, home).limits if found else None
