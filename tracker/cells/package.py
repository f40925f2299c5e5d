"""What a parser of values leaves out of an XLSX: error cells, formulas never calculated, merges, filters."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from xml.parsers import expat

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]+)")
_BLOCK = 1 << 20
UNSAVED = "=formula without a saved value"


@dataclass
class SheetMarks:
    """What the XML of one worksheet says beyond its values."""

    rows: int = 0
    rows_with_cells: int = 0
    hidden_rows: int = 0
    filtered: bool = False
    merged: list[str] = field(default_factory=list)
    unsaved: list[str] = field(default_factory=list)
    faults: dict[int, dict[int, str]] = field(default_factory=dict)
    """Row number to column (from 0) to what stands there: #REF! and the like, or UNSAVED."""


def marks_of_sheets(data: bytes) -> dict[str, SheetMarks]:
    """Return the marks of every worksheet of an XLSX by sheet name.

    Raises
    ------
    ValueError
        When a part declares a document type (entity bombs do) or is not sound XML.
    """
    found: dict[str, SheetMarks] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        refuse_document_types(archive)
        for name, part in _sheet_parts(archive):
            if part in archive.namelist():
                found[name] = _scan(archive, part)
    return found


def refuse_document_types(archive: zipfile.ZipFile) -> None:
    """Raise ``ValueError`` for a part that declares a document type; no office program writes one."""
    for name in archive.namelist():
        if not name.endswith((".xml", ".rels")):
            continue
        with archive.open(name) as part:
            head = part.read(_BLOCK)
        if b"<!DOCTYPE" in head or b"<!ENTITY" in head or "<!DOCTYPE".encode("utf-16-le") in head:
            raise ValueError(f"its part {name} declares XML entities, as entity bombs do; it was not read")


def refuse_damaged_ods(data: bytes) -> None:
    """Raise ``ValueError`` for an ODS with entity declarations or with cells that hold an error."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        refuse_document_types(archive)
        with archive.open("content.xml") as part:
            if b'value-type="error"' in part.read():
                raise ValueError("a formula in it gives an error; mend it and save the file again")


def _sheet_parts(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    targets: dict[str, str] = {}
    names: list[tuple[str, str]] = []

    def on_relation(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "Relationship":
            target = attributes.get("Target", "")
            targets[attributes.get("Id", "")] = (
                target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            )

    def on_sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "sheet":
            identifier = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            names.append((attributes.get("name", ""), identifier))

    _parse(archive, "xl/_rels/workbook.xml.rels", on_relation)
    _parse(archive, "xl/workbook.xml", on_sheet)
    return [
        (name, posixpath.normpath(targets[identifier])) for name, identifier in names if identifier in targets
    ]


def _parse(
    archive: zipfile.ZipFile,
    part: str,
    on_start: object,
    on_end: object = None,
    parser: expat.XMLParserType | None = None,
) -> None:
    parser = parser or expat.ParserCreate()
    parser.StartElementHandler = on_start  # type: ignore[assignment]
    parser.EndElementHandler = on_end  # type: ignore[assignment]
    try:
        with archive.open(part) as stream:
            while block := stream.read(_BLOCK):
                parser.Parse(block, False)
            parser.Parse(b"", True)
    except KeyError:
        raise ValueError(f"the workbook lacks its part {part}") from None
    except expat.ExpatError as error:
        raise ValueError(f"the workbook is damaged: its part {part} is no sound XML ({error})") from None


class _Scanner:
    """Collects the marks of one worksheet from its XML events."""

    def __init__(self) -> None:
        self.marks = SheetMarks()
        self.parser = expat.ParserCreate()
        self.row = 0
        self.column = -1
        self.reference = ""
        self.error = self.formula = self.value = self.filled = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column = -1
            self.marks.rows = max(self.marks.rows + 1, self.row)
            self.filled = False
            if attributes.get("hidden") in ("1", "true"):
                self.marks.hidden_rows += 1
        elif tag == "c":
            self.reference = attributes.get("r", "")
            self.column = _column(self.reference) if self.reference else self.column + 1
            self.error = attributes.get("t") == "e"
            # A formula may give an empty text; then its empty value is a saved one.
            self.formula, self.value = False, attributes.get("t") == "str"
        elif tag in ("v", "is"):
            self.filled = True
            if self.formula:
                self.parser.CharacterDataHandler = self.text
        elif tag == "f":
            self.formula = self.filled = True
        elif tag == "mergeCell":
            self.marks.merged.append(attributes.get("ref", ""))
        elif tag == "autoFilter":
            self.marks.filtered = True

    def text(self, _: str) -> None:
        """Hear that the value of a formula is saved."""
        self.value = True
        self.parser.CharacterDataHandler = None

    def end(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "row":
            self.marks.rows_with_cells += self.filled
        elif tag == "c" and self.error:
            self.marks.faults.setdefault(self.row, {})[self.column] = "#ERROR in the cell"
            self.parser.CharacterDataHandler = None
        elif tag == "c" and self.formula and not self.value:
            self.parser.CharacterDataHandler = None
            self.marks.faults.setdefault(self.row, {})[self.column] = UNSAVED
            if len(self.marks.unsaved) < 20:
                self.marks.unsaved.append(self.reference or f"row {self.row}")


def _column(reference: str) -> int:
    found = _REFERENCE.fullmatch(reference)
    if not found:
        raise ValueError(f"the workbook is damaged: {reference!r} is no cell")
    number = 0
    for sign in found.group(1):
        number = number * 26 + ord(sign) - 64
    return number - 1


def _scan(archive: zipfile.ZipFile, part: str) -> SheetMarks:
    scanner = _Scanner()
    _parse(archive, part, scanner.start, scanner.end, scanner.parser)
    return scanner.marks
