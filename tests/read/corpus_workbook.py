"""Inputs 61 to 85 and 89 to 91 of the corpus: workbooks."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msoffcrypto
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.read.corpus import DATE, HEADER, IDPS, LAT, TRUTH, case, csv_of, declared, rows

EVERY = tuple(range(6))
OLD_XLS = Path(__file__).with_name("old.xls.b64")


def typed(row: list[str]) -> list[Any]:
    return [date.fromisoformat(row[0]), *row[1:5], float(row[5]), float(row[6]), int(row[7]), int(row[8])]


def workbook(change: Callable[[Any, Any], None] | None = None) -> bytes:
    """Return the truth as a workbook, after a change to the book and its sheet."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Data"
    sheet.append(HEADER)
    for row in TRUTH:
        sheet.append(typed(row))
    if change:
        change(book, sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_part(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return the package with one part rewritten."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            body = old.read(name)
            new.writestr(name, change(body) if name == part else body)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


@case(61, "two header rows", "a.xlsx", "A")
def _two_rows() -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.append(
        ["Date", "Région", "Code région", "Cercle", "Code cercle", "Latitude", "Longitude", "PDI", None]
    )
    sheet.append([None] * 7 + ["individus", "ménages"])
    sheet.merge_cells("H1:I1")
    for place in "ABCDEFG":
        sheet.merge_cells(f"{place}1:{place}2")
    for row in TRUTH:
        sheet.append(typed(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _merged(_: Any, sheet: Any) -> None:
    sheet.merge_cells("A2:A7")


case(62, "merged group cells", "a.xlsx", "F", code="merged")(lambda: workbook(_merged))
case(62, "merged group cells, declared", "b.xlsx", "A", source=declared(fill_down=("date",)))(
    lambda: workbook(_merged)
)


def _old_sheet(book: Any, state: str = "hidden") -> None:
    old = book.create_sheet("2019", 0)
    old.append(HEADER)
    for row in TRUTH:
        old.append([date(2019, 3, 31), *typed(row)[1:7], int(row[7]) // 2, int(row[8]) // 2])
    old.sheet_state = state


case(63, "hidden first sheet with old figures", "a.xlsx", "A")(
    lambda: workbook(lambda book, _: _old_sheet(book))
)
case(63, "two sheets of figures", "b.xlsx", "F", code="same kind of table")(
    lambda: workbook(lambda book, _: _old_sheet(book, "visible"))
)


def _hidden_row(_: Any, sheet: Any) -> None:
    sheet.row_dimensions[4].hidden = True


def _filter(_: Any, sheet: Any) -> None:
    sheet.auto_filter.ref = "A1:I7"
    sheet.auto_filter.add_filter_column(1, ["Gao"])


def _cell(place: str, value: object, form: str | None = None) -> Callable[[Any, Any], None]:
    def change(_: Any, sheet: Any) -> None:
        sheet[place] = value
        if form:
            sheet[place].number_format = form

    return change


case(64, "hidden rows", "a.xlsx", "A")(lambda: workbook(_hidden_row))
case(65, "filter", "a.xlsx", "A")(lambda: workbook(_filter))
case(66, "formula without saved value", "a.xlsx", "F", code="H3")(lambda: workbook(_cell("H3", "=1000+234")))


@case(67, "error cells", "a.xlsx", "Q", (1,), "error_cell")
def _errors() -> bytes:
    return with_part(
        workbook(),
        SHEET,
        lambda xml: re.sub(rb'<c r="H3"[^>]*><v>1234</v></c>', b'<c r="H3" t="e"><v>#REF!</v></c>', xml),
    )


def _texts(_: Any, sheet: Any) -> None:
    for row in range(2, 8):
        sheet.cell(row, IDPS + 1, str(sheet.cell(row, IDPS + 1).value))


def _spaced_texts(_: Any, sheet: Any) -> None:
    for row in range(2, 8):
        sheet.cell(row, IDPS + 1, f"{sheet.cell(row, IDPS + 1).value:,}".replace(",", "\u00a0"))


case(68, "numbers as text", "a.xlsx", "A")(lambda: workbook(_texts))
case(69, "numbers as text with spaces", "a.xlsx", "A")(lambda: workbook(_spaced_texts))
case(70, "date cells and text mixed", "a.xlsx", "Q", (1,), "date_format")(
    lambda: workbook(_cell("A3", "03/04/2024"))
)


def _epoch(book: Any, sheet: Any) -> None:
    book.epoch = CALENDAR_MAC_1904
    for row in range(2, 8):
        sheet.cell(row, DATE + 1, datetime(2024, 3, 31))  # noqa: DTZ001


case(71, "1904 epoch", "a.xlsx", "A")(lambda: workbook(_epoch))
case(72, "column inserted at the left", "a.xlsx", "A")(
    lambda: workbook(lambda _, sheet: sheet.insert_cols(1))
)


def _cover(book: Any, _: Any) -> None:
    book.create_sheet("Couverture", 0)["A1"] = "Rapport de mars 2024"


case(73, "figures on the second sheet", "a.xlsx", "A")(lambda: workbook(_cover))
case(74, "empty rows and columns around", "a.xlsx", "A")(
    lambda: workbook(lambda _, sheet: (sheet.insert_rows(1, 4), sheet.insert_cols(1, 2)))  # type: ignore[arg-type, func-returns-value]
)


@case(75, "a million blank rows", "a.xlsx", "A")
def _blank_rows() -> bytes:
    blanks = b"".join(b'<row r="%d"/>' % number for number in range(8, 1_048_577))
    return with_part(workbook(), SHEET, lambda xml: xml.replace(b"</sheetData>", blanks + b"</sheetData>"))


case(76, "wrong dimension", "a.xlsx", "A")(
    lambda: with_part(
        workbook(),
        SHEET,
        lambda xml: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', xml),
    )
)
case(77, "XML entity bomb", "a.xlsx", "F", code="entities")(
    lambda: with_part(
        workbook(),
        SHEET,
        lambda xml: (
            b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + xml.split(b"?>", 1)[-1]
        ),
    )
)


@case(78, "zip bomb", "a.xlsx", "F", code="unpack")
def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        with archive.open(SHEET, "w", force_zip64=True) as part:
            block = b" " * 10_000_000
            for _ in range(32):
                part.write(block)
    return out.getvalue()


case(79, "zip cut short", "a.xlsx", "F", code="cut short")(lambda: workbook()[:-2000])
case(80, "CSV named .xlsx", "a.xlsx", "F", code="CSV")(lambda: csv_of(rows()))
case(81, "HTML named .xls", "a.xls", "F", code="HTML")(
    lambda: b"<html><body><table><tr><td>1</td></tr></table></body></html>"
)
case(82, "xlsx named .xls", "a.xls", "A")(workbook)
case(83, "real .xls", "a.xls", "A")(lambda: base64.b64decode(OLD_XLS.read_text()))


@case(84, "password", "a.xlsx", "F", code="password")
def _password() -> bytes:
    out = io.BytesIO()
    msoffcrypto.OfficeFile(io.BytesIO(workbook())).encrypt("secret", out)
    return out.getvalue()


@case(85, "part of the package damaged", "a.xlsx", "F", code="damaged")
def _damaged() -> bytes:
    data = bytearray(workbook())
    start = data.index(b"xl/worksheets/sheet1.xml") + 60
    data[start : start + 40] = b"\xff" * 40
    return bytes(data)


case(89, "TRUE as a count", "a.xlsx", "Q", (1,), "not_a_number")(lambda: workbook(_cell("H3", True)))
case(90, "code formatted as a number", "a.xlsx", "Q", (1,), "malformed_code")(
    lambda: workbook(_cell("E3", 703))
)
case(91, "0.91 formatted as percent", "b.xlsx", "Q", (1,), "not_whole")(
    lambda: workbook(_cell("H3", 0.91, "0%"))
)
_ = LAT
