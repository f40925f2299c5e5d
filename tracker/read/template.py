"""Writes the tables people type figures into: headers, lists to choose from, one page of rules."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from geodata import DEFAULT_EDITION
from geodata.editions import units
from tracker.errors import ExportError
from tracker.read.headers import fold
from tracker.read.sites import STATUSES, TYPES
from tracker.solutions.templates import Template, templates

ROWS = 2_000
_REGION, _CERCLE, _COMMUNE = ("region",), ("cercle",), ("commune",)
_DATES = ("date", "date de debut", "date de fin", "start date", "end date")
_WORDS = {"fr": ("Lisez-moi", "Listes"), "en": ("Read me", "Lists")}


@cache
def declared() -> dict[str, Any]:
    own: dict[str, Any] = tomllib.loads((files("tracker.read") / "template.toml").read_text("utf-8"))
    return own | {name: _declared(template) for name, template in templates().items()}


def _declared(template: Template) -> dict[str, Any]:
    return {
        lang: {
            "sheet": template.sheet[lang == "en"],
            "file_title": template.title[lang == "en"],
            "columns": template.headers(lang),
            "lines": list(template.fr if lang == "fr" else template.en),
        }
        for lang in ("fr", "en")
    }


def write_csv_template(path: Path, kind: str, lang: str) -> None:
    """Write the headers alone, as CSV that the spreadsheet programs of that language open as columns.

    Raises
    ------
    ExportError
        When the file cannot be written.
    """
    import csv

    columns = declared()[kind][lang]["columns"]
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter=";" if lang == "fr" else ",").writerow(columns)
    except OSError as error:
        raise ExportError(f"{path}: the template cannot be written ({error.strerror})") from None


def write_template(path: Path, kind: str, lang: str) -> None:
    """Write the workbook of a kind (pdi, sites, programmes, …) in a language (fr, en).

    Raises
    ------
    ExportError
        When the file cannot be written.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    words = declared()[kind][lang]
    book = Workbook()
    sheet = book.active
    sheet.title = words["sheet"]
    for place, header in enumerate(words["columns"], start=1):
        cell = sheet.cell(1, place, header)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DDE6EE")
        sheet.column_dimensions[get_column_letter(place)].width = max(14, len(header) + 2)
    sheet.freeze_panes = "A2"
    lists = _lists(book, _WORDS[lang][1], lang)
    for place, header in enumerate(words["columns"], start=1):
        _restrict(sheet, place, fold(header), lists)
    rules = book.create_sheet(_WORDS[lang][0])
    rules.column_dimensions["A"].width = 110
    for row, line in enumerate([words["file_title"], "", *words["lines"]], start=1):
        rules.cell(row, 1, line)
    book.properties.creator = ""
    try:
        book.save(path)
    except OSError as error:
        raise ExportError(f"{path}: the template cannot be written ({error.strerror})") from None


def _lists(book: Any, title: str, lang: str) -> dict[str, str]:
    """Write the lists on a hidden sheet and return the range of each."""
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title)
    sheet.sheet_state = "hidden"
    columns = {
        "region": units(DEFAULT_EDITION, 1)["name"].tolist(),
        "cercle": sorted(units(DEFAULT_EDITION, 2)["name"].tolist()),
        "commune": sorted(set(units(DEFAULT_EDITION, 3)["name"].tolist())),
        "type": [names[lang == "en"] for names in TYPES.values()],
        "status": [names[lang == "en"] for names in STATUSES.values()],
    }
    ranges = {}
    for place, (name, entries) in enumerate(columns.items(), start=1):
        for row, entry in enumerate(entries, start=1):
            sheet.cell(row, place, entry)
        letter = get_column_letter(place)
        ranges[name] = f"'{title}'!${letter}$1:${letter}${len(entries)}"
    return ranges


def _restrict(sheet: Any, place: int, header: str, lists: dict[str, str]) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    letter = get_column_letter(place)
    if header in ("region", "cercle", "commune"):
        rule = DataValidation(
            type="list", formula1=lists[header], allow_blank=True, showErrorMessage=header != "commune"
        )
    elif header in ("type de site", "site type"):
        rule = DataValidation(type="list", formula1=lists["type"], allow_blank=True, showErrorMessage=True)
    elif header in ("statut", "status"):
        rule = DataValidation(type="list", formula1=lists["status"], allow_blank=True, showErrorMessage=True)
    elif header in _DATES:
        rule = DataValidation(type="date", operator="greaterThan", formula1="32874", allow_blank=True)
        for row in range(2, ROWS + 1):
            sheet.cell(row, place).number_format = "yyyy-mm-dd"
    elif header in ("latitude", "longitude"):
        low, high = ("10", "25.1") if header == "latitude" else ("-12.3", "4.3")
        rule = DataValidation(
            type="decimal", operator="between", formula1=low, formula2=high, allow_blank=True
        )
    elif any(word in header for word in ("pdi", "idp", "rapatries", "repatriated")):
        rule = DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0", allow_blank=True)
    else:
        return
    rule.add(f"{letter}2:{letter}{ROWS}")
    sheet.add_data_validation(rule)
