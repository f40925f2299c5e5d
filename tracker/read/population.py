"""Subnational population: OCHA's COD-PS table and HDX HAPI."""

from __future__ import annotations

from tracker.cells.sheet import Book
from tracker.read.draft import Draft
from tracker.read.figures import observe
from tracker.read.levels import deepest_only
from tracker.read.table import Layout, Table, find_table, recognises
from tracker.reading import Reading

_HEADERS: dict[str, tuple[str, ...]] = {
    "country_code": ("alpha 3", "location code"),
    "admin1": ("adm1 ref", "provider admin1 name"),
    "admin1_code": ("adm1 pcode", "admin1 code"),
    "admin2": ("adm2 ref", "provider admin2 name"),
    "admin2_code": ("adm2 pcode", "admin2 code"),
    "sex": ("gender",),
    "age": ("age range",),
    "people": ("population",),
    "date_start": ("reference period start",),
    "date_end": ("reference period end",),
}
LAYOUT = Layout("population", _HEADERS, (("country_code",), ("admin1",), ("admin1_code",), ("people",)))


def recognise(book: Book) -> bool:
    return recognises(book, LAYOUT)


def find(book: Book, source: object = None) -> Table:
    return find_table(book, LAYOUT)


def read(draft: Draft) -> Reading:
    """Return residents by area; ages and sexes are parts of the total and not read."""
    body = draft.table.body
    for role in ("sex", "age"):
        if role in body:
            draft.ignore(
                body.index[body[role].str.strip() != "all"], "part of a total: an age group or one sex"
            )
    figures = observe(draft, {"people": "population"})
    if len(figures):
        figures = deepest_only(figures, draft, ["reference_end"])
    return draft.finish(figures.assign(sex=None))
