"""JSON records to text cells."""

from __future__ import annotations

import json
from typing import Any

from tracker.cells.encoding import decode
from tracker.cells.sheet import Book, Sheet, text_frame
from tracker.errors import UnreadableFile
from tracker.source import Limits


class _Literal(str):
    """A number exactly as the document writes it."""


def read_json(data: bytes, limits: Limits) -> Book:
    """Return the records of a JSON document as text cells, with the document beside them.

    A list of objects, or an object that holds one under result, results, data, records or value.
    Nested values stay in the document only.

    Raises
    ------
    UnreadableFile
        When it is not JSON, is cut short, answers with an error, or is too long.
    """
    text, encoding, notes = decode(data)
    try:
        document = json.loads(text, parse_int=_Literal, parse_float=_Literal)
    except RecursionError:
        raise UnreadableFile("it is nested deeper than any table; it is not data") from None
    except ValueError as error:
        raise UnreadableFile(
            f"it is not sound JSON ({error}); it was probably cut while it was copied"
        ) from None
    if isinstance(document, dict):
        _answered(document)
    records = _records(document)
    if records is None:
        return Book("json", [], encoding=encoding, notes=notes, document=document)
    if len(records) > limits.rows:
        raise UnreadableFile(f"it has {len(records):,} records, more than the {limits.rows:,} allowed")
    names: dict[str, None] = {}
    for record in records:
        names.update(dict.fromkeys(record))
    keys = [
        name for name in names if not any(isinstance(record.get(name), (dict, list)) for record in records)
    ]
    rows = [keys, *([_text(record.get(key)) for key in keys] for record in records)]
    # The keys stand in for a header row 0, so that record 1 has row number 1.
    sheet = Sheet("", text_frame(rows, list(range(len(rows)))), column_names=tuple(keys))
    return Book("json", [sheet], encoding=encoding, notes=notes, document=document)


def _answered(document: dict[str, Any]) -> None:
    """Refuse an error answer saved as if it were data."""
    if document.get("isSuccess") is False:
        reasons = (
            "; ".join(str(reason) for reason in document.get("errorMessages") or []) or "no reason given"
        )
        raise UnreadableFile(f"it is an error answer of the service, not data: {reasons}")
    status = str(document.get("statusCode", document.get("status", "")))
    if status.isdigit() and int(status) >= 400:
        raise UnreadableFile(
            f"it is an error answer of the service (status {status}), not data: {document.get('message', '')}"
        )
    if "error" in document and not _records(document):
        raise UnreadableFile(f"it is an error answer of the service, not data: {document['error']}")


def _records(document: object) -> list[dict[str, Any]] | None:
    if isinstance(document, dict):
        for key in ("result", "results", "data", "records", "value"):
            if key in document and (found := _records(document[key])) is not None:
                return found
        return None
    if isinstance(document, list) and all(isinstance(record, dict) for record in document):
        return document
    return None


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return str(value)
