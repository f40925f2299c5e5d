"""The child process that opens an untrusted workbook: bytes on stdin, text cells as JSON on stdout.

Run as ``python -m tracker.cells.child KIND MAX_ROWS MAX_BYTES MAX_SECONDS``.
"""

from __future__ import annotations

import datetime
import io
import json
import sys
from typing import Any

from tracker.cells.package import SheetMarks, marks_of_sheets, refuse_damaged_ods

MAX_COLUMNS = 4_096


class RefusedError(Exception):
    """A workbook this process will not pass on; its text is the reason."""


def main() -> int:
    kind, rows, memory, seconds = sys.argv[1], *(int(argument) for argument in sys.argv[2:5])
    limit_this_process(memory, seconds)
    data = sys.stdin.buffer.read()
    answer: dict[str, Any]
    try:
        answer = {"sheets": read_sheets(data, kind, rows)}
    except RefusedError as refused:
        answer = {"refused": str(refused)}
    sys.stdout.write(json.dumps(answer))
    return 0


def limit_this_process(memory: int, seconds: int) -> None:
    """Bound address space and computing time; Windows cannot, there the parent's time limit holds alone."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def read_sheets(data: bytes, kind: str, max_rows: int) -> list[dict[str, Any]]:
    """Return every worksheet as rows of text without the blank ones."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        marks = marks_of_sheets(data) if kind == "xlsx" else {}
        if kind == "ods":
            refuse_damaged_ods(data)
    except ValueError as error:
        raise RefusedError(str(error)) from None
    for name, mark in marks.items():
        if mark.rows_with_cells > max_rows + 30:
            raise RefusedError(
                f"sheet {name!r} has {mark.rows_with_cells:,} rows, more than the {max_rows:,} allowed; "
                "raise limits.rows in the source's TOML file to read it"
            )
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        found = []
        for entry in book.sheets_metadata:
            if entry.typ != SheetTypeEnum.WorkSheet:
                continue
            hidden = entry.visible != SheetVisibleEnum.Visible
            found.append(_sheet(book.get_sheet_by_name(entry.name), marks.get(entry.name), hidden, max_rows))
    except CalamineError as error:
        raise RefusedError(f"the workbook is damaged: {error}") from None
    return found


def _sheet(sheet: Any, mark: SheetMarks | None, hidden: bool, max_rows: int) -> dict[str, Any]:
    mark = mark or SheetMarks()
    # Iteration begins at row 1 but at the first used column; columns left of it exist all the same.
    left = [""] * (sheet.start or (0, 0))[1]
    rows: list[list[str]] = []
    numbers: list[int] = []
    last = 0
    for last, cells in enumerate(sheet.iter_rows(), start=1):
        if len(cells) > MAX_COLUMNS:
            raise RefusedError(f"sheet {sheet.name!r} uses {len(cells):,} columns; no table of figures does")
        _keep(rows, numbers, last, left + [text_of(cell) for cell in cells], mark)
        if len(rows) > max_rows + 30:
            raise RefusedError(f"sheet {sheet.name!r} has more than {max_rows:,} rows")
    for number in sorted(row for row in mark.faults if row > last):
        _keep(rows, numbers, number, [], mark)
    return {
        "name": sheet.name,
        "hidden": hidden,
        "rows": rows,
        "numbers": numbers,
        "merged": mark.merged,
        "hidden_rows": mark.hidden_rows,
        "filtered": mark.filtered,
        "blank_rows": max(last, mark.rows) - len(rows),
        "unsaved": mark.unsaved,
    }


def _keep(rows: list[list[str]], numbers: list[int], number: int, texts: list[str], mark: SheetMarks) -> None:
    """Append one row unless it is blank, with what the parser of values left out."""
    for column, fault in mark.faults.get(number, {}).items():
        texts += [""] * (column + 1 - len(texts))
        texts[column] = fault
    while texts and not texts[-1].strip():
        texts.pop()
    if texts:
        rows.append(texts)
        numbers.append(number)


def text_of(cell: object) -> str:
    """Return one typed cell as the text a careful person would type for it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        return repr(cell)
    if isinstance(cell, datetime.datetime):
        midnight = cell.time() == datetime.time()
        return cell.date().isoformat() if midnight else cell.isoformat()
    if isinstance(cell, (datetime.date, datetime.time)):
        return cell.isoformat()
    return str(cell)


if __name__ == "__main__":
    raise SystemExit(main())
