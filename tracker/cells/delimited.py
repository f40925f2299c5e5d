"""Delimited text to cells, strictly: a quote left open, a cut last row, a stray delimiter are said."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

import pandas as pd

from geodata.how_many import how_many
from tracker.cells.encoding import decode
from tracker.cells.plain import plain_sheet
from tracker.cells.sheet import Book, Sheet, text_frame
from tracker.errors import UnreadableFile
from tracker.source import Limits

_DELIMITERS = (",", ";", "\t", "|")
_SEP_LINE = re.compile(r"^sep=(.)\s*$", re.IGNORECASE)
_CHUNK = 50_000


def read_delimited(data: bytes, limits: Limits) -> Book:
    """Return the cells of a CSV, whatever its delimiter, encoding and line ends.

    Raises
    ------
    UnreadableFile
        With the true reason: NUL bytes, damaged accents, an open quote, a cut last row, no rows,
        or more rows than the limit.
    """
    text, encoding, notes = decode(data)
    first_row = 1
    delimiter = ""
    head = text[:20].split("\n", 1)[0].split("\r", 1)[0]
    if declared := _SEP_LINE.match(head):
        delimiter = declared.group(1)
        first_row = 2
        notes.append(f"the first line declares the delimiter {delimiter!r}")
    delimiter = delimiter or _delimiter(text)
    whole = text.endswith(("\n", "\r"))
    del text
    if data.count(b"\n") <= limits.rows and (plain := plain_sheet(data, encoding, delimiter, first_row)):
        return Book(
            "csv", [plain], delimiter=delimiter, encoding=encoding, notes=notes, warnings=_uncut(whole)
        )
    sheet, last_width = _sheet(_lines(data, encoding), delimiter, first_row, limits)
    warnings = [] if whole else _cut(sheet, last_width)
    return Book("csv", [sheet], delimiter=delimiter, encoding=encoding, notes=notes, warnings=warnings)


def _delimiter(text: str) -> str:
    """Return the delimiter under which the first rows agree best on their number of fields."""
    sample = text[:65_536]
    if len(text) > len(sample):
        cut = max(sample.rfind("\n"), sample.rfind("\r"))
        sample = sample[:cut] if cut > 0 else sample
    best, best_score = ",", (0.0, 0)
    for delimiter in _DELIMITERS:
        try:
            rows = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
            widths = [len(row) for row in rows if row][:200]
        except csv.Error:
            continue
        wide = [width for width in widths if width > 1]
        if not wide:
            continue
        common = max(set(wide), key=lambda width: (wide.count(width), width))
        score = (wide.count(common) / len(widths), common)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _lines(data: bytes, encoding: str) -> Iterator[str]:
    """Return the lines one at a time, so that a large file is never in memory three times over."""
    return io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="")


def _sheet(lines: Iterator[str], delimiter: str, first_row: int, limits: Limits) -> tuple[Sheet, int]:
    csv.field_size_limit(1_000_000)
    frames: list[pd.DataFrame] = []
    rows: list[list[str]] = []
    numbers: list[int] = []
    widths: list[int] = []
    blank = kept = 0
    if first_row == 2:
        next(lines)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        for number, row in enumerate(reader, start=first_row):
            if not any(cell.strip() for cell in row):
                blank += 1
                continue
            rows.append(row)
            numbers.append(number)
            widths.append(len(row))
            kept += 1
            if len(rows) == _CHUNK:
                frames.append(text_frame(rows, numbers))
                rows, numbers = [], []
            if kept > limits.rows + 30:
                raise UnreadableFile(
                    f"it has more than {limits.rows:,} rows; raise limits.rows of its source to read it"
                )
    except csv.Error as error:
        raise UnreadableFile(f"row {first_row + len(widths) + blank}: {_reason(str(error))}") from None
    if rows:
        frames.append(text_frame(rows, numbers))
    if not frames:
        raise UnreadableFile("it holds no rows")
    cells = frames[0] if len(frames) == 1 else pd.concat(frames).fillna("")
    counts = pd.Series(widths, index=cells.index, dtype="int64")
    return Sheet("", cells, widths=counts, blank_rows=blank), widths[-1]


def _reason(error: str) -> str:
    if "unexpected end of data" in error:
        return "a quotation mark is opened and never closed"
    if "expected after" in error:
        return "text follows a closing quotation mark; the quoting is broken"
    if "field larger" in error:
        return "a field of more than a million characters; a quotation mark is probably never closed"
    return error


def _cut(sheet: Sheet, last_width: int) -> list[str]:
    """Refuse a last row that was cut short; warn where it may have been."""
    if sheet.widths is None or len(sheet.widths) < 2:
        return []
    common = int(sheet.widths.mode().iloc[0])
    if last_width < common:
        raise UnreadableFile(
            f"the last row has {last_width} of {how_many(common, 'field')} and no line end: "
            "the file was cut in copying"
        )
    return _uncut(whole=False)


def _uncut(whole: bool) -> list[str]:
    """Warn where the last row ends with the file: it may have been cut inside its last field."""
    cut = "the last row has no line end; if the file was cut while it was copied, its last figure is wrong"
    return [] if whole else [cut]
