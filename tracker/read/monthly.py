"""Wide tables of months: one row per region with months as headers, or the same turned round."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd

from tracker.cells.date import parse_date
from tracker.cells.number import clean, parse_counts
from tracker.cells.sheet import Book, Sheet, letter
from tracker.errors import UnreadableFile
from tracker.observation import observation_table
from tracker.read.draft import Draft
from tracker.read.figures import observe
from tracker.read.headers import fold, known
from tracker.read.table import Layout, Table
from tracker.reading import Reading
from tracker.source import Notation, Source, source

_PLACE = (*known()["admin1"], "name")
_PARTS = re.compile(r"([0-9]{4}) ([0-9]{1,2}) 1")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NAMED = re.compile(r"idps? in ([a-z]+ [0-9]{4})")
_TURNED_HEADERS = ("date", "mois", "month")
_NO_PLACES = ("average", "moyenne", "mean", "total", "ensemble")
PASSED_ON = "pdi-template"  # whoever passes on figures without saying whose they are
LAYOUT = Layout("wide-monthly", {}, ())


def month_of(header: str) -> tuple[str, str] | None:
    """Return first and last day of the month a header names: a date, "2012 9 1", "IDPs in July 2014".

    The first day of a month stands for the month, any other day for itself.
    """
    folded = fold(header)
    if parts := _PARTS.fullmatch(folded):
        text = f"{parts.group(1)}-{int(parts.group(2)):02d}"
    elif named := _NAMED.fullmatch(folded):
        text = named.group(1)
    else:
        text = clean(header)
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-01", text):
            text = text[:7]
        elif _DAY.fullmatch(text):
            day = parse_date(text, Notation())
            return None if day.fault else (day.start, day.end)
    period = parse_date(text, Notation(dates=("month-name",)))
    return (period.start, period.end) if not period.fault and period.start != period.end else None


def recognise(book: Book) -> bool:
    return any(_months_across(sheet) or _months_down(sheet) for sheet in book.visible())


def _months_across(sheet: Sheet) -> bool:
    header = [clean(cell) for cell in sheet.cells.iloc[0]]
    months = [cell for cell in header if month_of(cell)]
    return len(months) >= 1 and any(fold(cell) in _PLACE for cell in header)


def _months_down(sheet: Sheet) -> bool:
    header = [fold(cell) for cell in sheet.cells.iloc[0]]
    first = sheet.cells.iloc[1:, 0]
    if header[0] not in _TURNED_HEADERS or len(header) < 5 or first.empty:
        return False
    return all(month_of(cell) for cell in first) and not any(cell in known()["admin1"] for cell in header[1:])


def find(book: Book, _: object = None) -> Table:
    """Return the sheet as a long table: one row per cell, with the cell's own row and column."""
    for sheet in book.visible():
        if _months_across(sheet) or _months_down(sheet):
            header = [clean(cell) for cell in sheet.cells.iloc[0]]
            if len(set(filter(None, header))) != len([cell for cell in header if cell]):
                raise UnreadableFile("a column header stands twice")
            body = sheet.cells.iloc[1:]
            if body.empty:
                raise UnreadableFile("it has a header but no rows of data")
            return Table(book, sheet, int(sheet.cells.index[0]), {}, {}, body, [], [], len(header))
    raise UnreadableFile("no sheet has months as headers")


def read(draft: Draft) -> Reading:
    """Return one IDP figure per region and month; each keeps the row and column of its cell."""
    wide = draft.table
    sheet = wide.sheet
    header = {place: clean(cell) for place, cell in enumerate(sheet.cells.iloc[0])}
    long = _across(wide, header) if _months_across(sheet) else _down(draft, wide, header)
    draft.source = _publisher(draft.source, long)
    found = []
    rejected: set[int] = set()
    for indicator, cells in long.groupby("indicator", sort=False):
        part = replace(
            wide, columns={"date": 0, "admin1": 0, "count": 0}, labels={"date": "", "admin1": "", "count": ""}
        )
        part.body = cells.reset_index(drop=True)[["date", "country", "admin1", "admin1_code", "count"]]
        part.sheet = replace(sheet, widths=None, cells=part.body)
        piece = Draft(draft.source, draft.path, draft.sha256, part)
        figures = observe(piece, {"count": str(indicator)}, check_duplicates=False)
        place = cells.reset_index(drop=True).loc[figures["source_row"].astype(int)]
        figures["source_row"] = place["row"].astype("Int64").to_numpy()
        figures["source_column"] = place["column"].to_numpy()
        figures["reference_start"], figures["reference_end"] = (
            place["start"].to_numpy(),
            place["end"].to_numpy(),
        )
        found.append(figures)
        _carry_problems(draft, piece, cells.reset_index(drop=True), rejected)
    draft.ignore(sorted(rejected), "totals row or another country")
    draft.notes.append("a month's figure is valid for the whole month")
    return draft.finish(observation_table(pd.concat(found, ignore_index=True)))


def _publisher(declared: Source, long: pd.DataFrame) -> Source:
    """Return the source of the table: a table of other months than its own is somebody else's."""
    first, last = declared.covers or ("", "")
    stock = long[long["indicator"] == "idp_stock"]
    if not last or stock.empty or (stock["start"].min() >= first and stock["end"].max() <= last):
        return declared
    return source(PASSED_ON)


def _across(wide: Table, header: dict[int, str]) -> pd.DataFrame:
    place = next(column for column, label in header.items() if fold(label) in _PLACE)
    country = next((column for column, label in header.items() if fold(label) in known()["country"]), None)
    code = next(
        (column for column, label in header.items() if fold(label) in ("pcode", "p code", "code")), None
    )
    parts = []
    for column, label in header.items():
        months = month_of(label)
        population = re.fullmatch(r"po?p?ulation ([0-9]{4}) total", fold(label))
        if not months and population:
            months = (f"{population.group(1)}-01-01", f"{population.group(1)}-12-31")
        if not months:
            continue
        parts.append(
            pd.DataFrame(
                {
                    "indicator": "population" if population else "idp_stock",
                    "admin1": wide.body[place],
                    "admin1_code": wide.body[code] if code is not None else "",
                    "country": wide.body[country] if country is not None else "Mali",
                    "count": wide.body[column],
                    "row": wide.body.index,
                    "column": letter(column) if wide.sheet.name else label,
                    "date": months[1],
                    "start": months[0],
                    "end": months[1],
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def _down(draft: Draft, wide: Table, header: dict[int, str]) -> pd.DataFrame:
    months = [month_of(cell) or ("", "") for cell in wide.body[0]]
    start, end = [month[0] for month in months], [month[1] for month in months]
    parts = []
    for column, label in header.items():
        if column == 0 or not label:
            continue
        if fold(label) in _NO_PLACES:
            _compare_column(draft, wide, header, column)
            continue
        parts.append(
            pd.DataFrame(
                {
                    "indicator": "idp_stock",
                    "admin1": label,
                    "admin1_code": "",
                    "country": "Mali",
                    "count": wide.body[column],
                    "row": wide.body.index,
                    "column": letter(column) if wide.sheet.name else label,
                    "date": end,
                    "start": start,
                    "end": end,
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def _compare_column(draft: Draft, wide: Table, header: dict[int, str], column: int) -> None:
    """Say where a printed total or mean of the regions differs from the regions; it is not read."""
    regions = [place for place, label in header.items() if place and label and fold(label) not in _NO_PLACES]
    counts = pd.DataFrame({place: parse_counts(wide.body[place], Notation())["value"] for place in regions})
    mean = fold(header[column]) in ("average", "moyenne", "mean")
    expected = counts.mean(axis=1) if mean else counts.sum(axis=1)
    printed = parse_counts(wide.body[column], Notation())["value"]
    for row in wide.body.index[((printed - expected).abs() > 1).fillna(False)]:
        draft.remark(
            "total_mismatch",
            f"the {'mean' if mean else 'total'} printed differs from that of its regions; it is not used",
            severity="warning",
            row=int(row),
            value=str(wide.body.at[row, column]),
            expected=f"{expected[row]:.0f}",
        )
    draft.notes.append(f"the column {header[column]!r} is computed by the publisher and not read")


def _carry_problems(draft: Draft, piece: Draft, cells: pd.DataFrame, rejected: set[int]) -> None:
    """Bring the problems of single cells back to the rows and columns of the file."""
    for problem in piece.problems:
        if problem.row is None or problem.code == "file_may_be_cut":
            continue
        cell = cells.loc[problem.row]
        draft.problems.append(replace(problem, row=int(str(cell["row"])), column=str(cell["column"])))
    draft.quarantined |= {int(str(cells.at[row, "row"])) for row in piece.quarantined}
    rejected |= {int(str(cells.at[row, "row"])) for row in piece.ignored}
