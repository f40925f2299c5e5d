"""Text cells: what every reader works on, whatever the file was."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd


@dataclass
class Sheet:
    """One sheet of text cells.

    `cells` has one column per column of the sheet, numbered from 0, and the row numbers of the file
    (from 1) as its index; a cell that holds nothing is the empty text.  `widths` counts the fields
    of each row where the file format lets rows differ.
    """

    name: str
    cells: pd.DataFrame
    hidden: bool = False
    widths: pd.Series | None = None
    merged: tuple[str, ...] = ()
    hidden_rows: int = 0
    filtered: bool = False
    blank_rows: int = 0
    unsaved_formulas: tuple[str, ...] = ()
    """Cells such as ``D5`` whose formula was never calculated by the program that wrote the file."""
    column_names: tuple[str, ...] = ()
    """Keys of the records, for JSON."""

    def below(self, row: int) -> pd.DataFrame:
        """Return the cells of the rows after `row`, sharing their memory."""
        return self.cells.iloc[int(self.cells.index.searchsorted(row, side="right")) :]


@dataclass
class Book:
    """One file as text cells, and what was noticed on the way."""

    kind: str  # csv | xlsx | xls | ods | json
    sheets: list[Sheet]
    delimiter: str = ""
    encoding: str = ""
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    document: object = None
    """The parsed JSON document."""

    def visible(self) -> list[Sheet]:
        """Return the sheets a person sees something on."""
        return [sheet for sheet in self.sheets if not sheet.hidden and not sheet.cells.empty]


def letter(column: int) -> str:
    """Return the spreadsheet letter of a column numbered from 0: 0 is A, 26 is AA."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def text_frame(rows: list[list[str]], numbers: list[int]) -> pd.DataFrame:
    """Return ragged rows as a frame of text, padded with empty text, indexed by row number."""
    width = max((len(row) for row in rows), default=0)
    padded = [row if len(row) == width else row + [""] * (width - len(row)) for row in rows]
    columns = list(zip(*padded, strict=True)) if padded else [()] * width
    return pd.DataFrame(
        {place: pd.Series(list(values), dtype="str") for place, values in enumerate(columns)},
    ).set_axis(pd.Index(numbers, dtype="int64"), axis=0)
