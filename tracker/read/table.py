"""Finding the table in a file: which sheet, which row is the header, which column holds what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from tracker.cells.number import clean
from tracker.cells.sheet import Book, Sheet, letter
from tracker.errors import UnreadableFile
from tracker.read.headers import fold, is_personal, is_tag_row, loosely
from tracker.source import Source

HEADER_WITHIN = 25
_AREA = re.compile(r"([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)")


@dataclass(frozen=True)
class Layout:
    """What a format's table looks like.

    `required` lists alternatives: of each inner tuple one role at least must have a column.
    """

    reader: str
    headers: Mapping[str, tuple[str, ...]]
    required: tuple[tuple[str, ...], ...]
    measures: Mapping[str, str] = field(default_factory=dict)
    header_within: int = HEADER_WITHIN

    def known_headers(self, source: Source | None) -> dict[str, str]:
        """Return role by folded header, the source's own headers included."""
        roles = {header: role for role, headers in self.headers.items() for header in headers}
        for role, headers in (source.columns if source else {}).items():
            roles |= {fold(header): role for header in headers}
        return roles


@dataclass
class Table:
    """One table found: its text cells by role, indexed by the row numbers of the file."""

    book: Book
    sheet: Sheet
    header_row: int
    columns: dict[str, int]
    labels: dict[str, str]
    body: pd.DataFrame
    unread: list[str]
    personal: list[str]
    width: int

    def column_name(self, role: str) -> str:
        """Return the letter of a workbook's column, the header of a text file's."""
        if role not in self.columns:
            return role
        return letter(self.columns[role]) if self.sheet.name else self.labels[role]


def recognises(book: Book, layout: Layout, source: Source | None = None) -> bool:
    """Whether some visible sheet holds a table of this layout."""
    return any(_header(sheet, layout, source) for sheet in book.visible())


def find_table(book: Book, layout: Layout, source: Source | None = None) -> Table:
    """Return the one table of the layout among the visible sheets.

    Raises
    ------
    UnreadableFile
        When no visible sheet or more than one has it, a column stands twice, or no rows follow.
    """
    found = [(sheet, header) for sheet in book.visible() if (header := _header(sheet, layout, source))]
    if not found:
        hidden = [sheet.name for sheet in book.sheets if sheet.hidden and _header(sheet, layout, source)]
        if hidden:
            raise UnreadableFile(
                f"only the hidden sheet {hidden[0]!r} has the expected columns; show it or remove it"
            )
        raise UnreadableFile("no sheet has the expected columns: " + "; ".join(_wanted(layout)))
    if len(found) > 1:
        names = " and ".join(repr(sheet.name) for sheet, _ in found)
        raise UnreadableFile(f"the sheets {names} hold the same kind of table; keep one of them")
    sheet, header = found[0]
    if sheet.unsaved_formulas:
        cells = ", ".join(sheet.unsaved_formulas[:5])
        raise UnreadableFile(
            f"formulas without a saved value (cells {cells}); open it in a spreadsheet program and save it"
        )
    _refuse_merged(sheet, header, source.fill_down if source else ())
    return _table(book, sheet, header)


def _refuse_merged(sheet: Sheet, header: _Header, filled: tuple[str, ...]) -> None:
    """Refuse cells merged over several rows of data: only the first would keep its place or date."""
    for area in sheet.merged:
        found = _AREA.fullmatch(area)
        if not found:
            continue
        left, top, _, bottom = found.groups()
        roles = [role for role, column in header.columns.items() if letter(column) == left]
        below = int(bottom) > max(int(top), header.row)
        if below and roles and roles[0] not in filled:
            raise UnreadableFile(
                f"the cells {area} are merged over several rows; write the value in each row, "
                f"or declare fill_down = [{roles[0]!r}] in the source"
            )


def _wanted(layout: Layout) -> list[str]:
    return [
        " or ".join(layout.headers[role][0] for role in roles if role in layout.headers)
        for roles in layout.required
    ]


@dataclass
class _Header:
    row: int
    rows_used: int
    columns: dict[str, int]
    labels: dict[str, str]
    unread: list[str]
    personal: list[str]
    width: int


def _header(sheet: Sheet, layout: Layout, source: Source | None) -> _Header | None:
    """Return the first row, or pair of rows, whose cells name the required columns."""
    roles = layout.known_headers(source)
    top = sheet.cells.iloc[: layout.header_within]
    for place in range(len(top)):
        for labels, used in _labels(top, place, sheet):
            header = _assign(labels, roles)
            header.row, header.rows_used = int(top.index[place + used - 1]), used
            if all(any(role in header.columns for role in wanted) for wanted in layout.required):
                return header
    return None


def _labels(top: pd.DataFrame, place: int, sheet: Sheet) -> list[tuple[list[str], int]]:
    """Return the readings of a header at this row: two rows under merged groups, or one row."""
    upper = [clean(cell) for cell in top.iloc[place]]
    if place + 1 >= len(top) or is_tag_row(top.iloc[place + 1]):
        return [(upper, 1)]
    lower = [clean(cell) for cell in top.iloc[place + 1]]
    under_blank = any(below and not above for above, below in zip(upper, lower, strict=True))
    worded = all(not cell[0].isdigit() for cell in lower if cell)
    if not (under_blank and worded and any(upper) and upper[0]):
        return [(upper, 1)]
    joined = []
    group = ""
    for above, below in zip(upper, lower, strict=True):
        group = above or group
        joined.append(f"{group} {below}".strip() if below else above)
    return [(joined, 2)]


def _assign(labels: list[str], roles: Mapping[str, str]) -> _Header:
    header = _Header(0, 1, {}, {}, [], [], 0)
    for place, label in enumerate(labels):
        if not label:
            continue
        header.width = place + 1
        role = roles.get(fold(label))
        if is_personal(label):
            header.personal.append(label)
        elif role is None:
            header.unread.append(label)
        elif role in header.columns:
            raise UnreadableFile(
                f"the columns {header.labels[role]!r} and {label!r} say the same thing; keep one of them"
            )
        else:
            header.columns[role], header.labels[role] = place, label
    _assign_loosely(header, labels, roles)
    return header


def _assign_loosely(header: _Header, labels: list[str], roles: Mapping[str, str]) -> None:
    """Give the roles without a column to the one header that says them in other words."""
    by_words: dict[str, set[str]] = {}
    for known, role in roles.items():
        by_words.setdefault(loosely(known), set()).add(role)
    meant: dict[str, list[str]] = {}
    for label in header.unread:
        found = by_words.get(loosely(label), set())
        if len(found) == 1:
            meant.setdefault(next(iter(found)), []).append(label)
    for role, same in meant.items():
        if len(same) == 1 and role not in header.columns and labels.count(same[0]) == 1:
            header.columns[role], header.labels[role] = labels.index(same[0]), same[0]
            header.unread.remove(same[0])


def _table(book: Book, sheet: Sheet, header: _Header) -> Table:
    below = sheet.below(header.row)
    body = below[list(header.columns.values())].set_axis(list(header.columns), axis=1)
    if body.empty:
        raise UnreadableFile("it has a header but no rows of data")
    return Table(
        book,
        sheet,
        header.row,
        header.columns,
        header.labels,
        body,
        header.unread,
        header.personal,
        header.width,
    )
