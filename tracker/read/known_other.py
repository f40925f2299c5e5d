"""What a sound file is that holds no figures to read: said, rather than "unknown format"."""

from __future__ import annotations

from pathlib import Path

from tracker.cells.sheet import Book
from tracker.read.headers import fold


def what_else(book: Book, path: Path) -> str:
    """Return why a file is not read, as the end of a sentence."""
    if isinstance(book.document, dict) and "resources" in book.document and "owner_org" in book.document:
        return "it is an HDX dataset record: it lists files but holds no figures"
    headers = (
        {fold(cell) for sheet in book.visible() for cell in sheet.cells.iloc[0]} if book.sheets else set()
    )
    if {"admin0name", "admin0pcode"} == headers:
        return "it is the list of countries of the DTM service: no figures"
    if {"operation", "operationstatus", "admin0name"} <= headers and "roundnumber" not in headers:
        return "it is the list of operations of the DTM service: no figures"
    if {"p code", "parent p code", "name"} <= headers or {"p code", "parent", "name"} <= headers:
        return "it is a list of place codes: no figures; codes come in by `tracker boundaries add`"
    if path.suffix.lower() in (".md", ".txt", ".rst"):
        return "it is a text for people, not a table of figures"
    if book.document is not None and not book.sheets:
        return "it is JSON without a list of records"
    if not book.sheets or all(sheet.cells.empty for sheet in book.visible()):
        return "it holds no record" if book.document is not None else "no visible sheet holds cells"
    found = ", ".join(sorted(header for header in headers if header)[:8]) or "none"
    return (
        f"no declared format has its headers ({found}); name a source with --source, "
        "or describe it in a TOML file of the folder sources/ of TRACKER_HOME"
    )
