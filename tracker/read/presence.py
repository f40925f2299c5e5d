"""OCHA 5W workbooks: which organisation works in which cercle, one row per activity."""

from __future__ import annotations

import re
from calendar import monthrange

import pandas as pd

from tracker.cells.number import clean
from tracker.cells.sheet import Book
from tracker.errors import UnreadableFile
from tracker.indicators import catalogue
from tracker.observation import observation_table
from tracker.read.cellcheck import check_codes, check_names
from tracker.read.draft import Draft
from tracker.read.headers import fold, known
from tracker.read.rows import sort_rows
from tracker.read.table import Layout, Table, find_table, recognises
from tracker.reading import Reading
from tracker.source_rows import named

_HEADERS: dict[str, tuple[str, ...]] = {
    "organisation": (
        "organisation accronyme",
        "organisation acronyme",
        "organisation",
        "organization",
        fold("#org+name"),
    ),
    "admin1": known()["admin1"],
    "admin1_code": known()["admin1_code"],
    "admin2": known()["admin2"],
    "admin2_code": known()["admin2_code"],
    "sector": ("secteur", "cluster", "sector", fold("#sector")),
}
LAYOUT = Layout(
    "presence-5w", _HEADERS, (("organisation",), ("admin1",), ("admin2",), ("admin1_code", "sector"))
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def recognise(book: Book) -> bool:
    if not recognises(book, LAYOUT):
        return False
    return not any(measure in find(book).columns for measure in ("idps", "people"))


def find(book: Book, source: object = None) -> Table:
    return find_table(book, LAYOUT)


def read(draft: Draft) -> Reading:
    """Return organisations present and activities per cercle; rows naming no cercle are quarantined.

    Two counts per cercle: distinct organisations (never added over places), and rows of activity.
    """
    sort_rows(draft, [])
    start, end = month_of_name(draft)
    check_names(draft, ("admin1", "admin2"))
    check_codes(draft)
    body = draft.kept()
    nowhere = body["admin2"].str.strip().eq("") | body["organisation"].str.strip().eq("")
    draft.quarantine(body.index[nowhere], "no_place", "the row names no cercle or no organisation")
    body = draft.kept()
    if body.empty:
        raise UnreadableFile("it has a header but no rows of activities")
    parts = [
        _count(draft, body, role, name, start, end)
        for role, name in (("organisation", "assistance_organisations"), ("", "assistance_activities"))
        if name in catalogue()
    ]
    return draft.finish(
        observation_table(pd.concat(parts, ignore_index=True)) if parts else observation_table([])
    )


def month_of_name(draft: Draft) -> tuple[str, str]:
    """Return the month the file name gives ("…_mar2022"), or the date the source declares.

    Raises
    ------
    UnreadableFile
        When neither says when the list was true.
    """
    if declared := draft.source.fixed.get("reference_end"):
        return draft.source.fixed.get("reference_start", declared), declared
    found = re.search(r"([a-z]{3})[a-z]*[ _-]?(20[0-9]{2})", fold(draft.path.stem))
    if found and found.group(1) in _MONTHS:
        month, year = _MONTHS.index(found.group(1)) + 1, int(found.group(2))
        draft.notes.append("the month is that of the file name; the sheet gives none")
        return f"{year}-{month:02d}-01", f"{year}-{month:02d}-{monthrange(year, month)[1]:02d}"
    raise UnreadableFile(
        "it does not say of which month it is; name the month in the file name (…_mar2022.xlsx)"
    )


def _count(draft: Draft, body: pd.DataFrame, role: str, name: str, start: str, end: str) -> pd.DataFrame:
    source, table = draft.source, draft.table
    groups = body.assign(row=body.index).groupby(["admin1", "admin2"], sort=False)
    if role:
        value = groups[role].agg(lambda cells: len({clean(cell).casefold() for cell in cells}))
    else:
        value = groups.size()
    first = groups.head(1).set_index(["admin1", "admin2"])
    return observation_table(
        pd.DataFrame(
            {
                "indicator": name,
                "unit": catalogue()[name].unit,
                "value": value.astype("float64"),
                "value_status": "value",
                "figure_kind": "sum_of_source_rows",
                "reference_start": start,
                "reference_end": end,
                "reported_admin0_name": "Mali",
                "reported_admin1_name": first.index.get_level_values(0),
                "reported_admin2_name": first.index.get_level_values(1),
                "reported_admin1_code": first.get("admin1_code"),
                "reported_admin2_code": first.get("admin2_code"),
                "numbering": source.numbering,
                "level": 2,
                "source": source.id,
                "source_org": source.organisation,
                "source_title": source.title,
                "source_url": source.url or None,
                "licence": source.licence,
                "credit": source.credit,
                "note": [
                    f"counted over {len(rows)} row{'s' if rows[1:] else ''}: {named(rows)}"
                    for rows in ([int(row) for row in group] for _, group in groups["row"])
                ],
                "source_file": draft.path.name,
                "source_sheet": table.sheet.name or None,
                "source_row": first["row"].astype("Int64"),
                "source_column": table.column_name(role or "admin2"),
            }
        ).reset_index(drop=True)
    )
