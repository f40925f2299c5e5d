"""HDX HAPI: IDPs by area, round and operation, CSV or pages of JSON."""

from __future__ import annotations

from tracker.cells.sheet import Book
from tracker.read.draft import Draft
from tracker.read.figures import observe
from tracker.read.levels import deepest_only
from tracker.read.provider_marks import set_aside_marked
from tracker.read.table import Layout, Table, find_table, recognises
from tracker.reading import Reading

_HEADERS: dict[str, tuple[str, ...]] = {
    "country_code": ("location code",),
    "admin1": ("provider admin1 name",),
    "admin2": ("provider admin2 name",),
    "admin1_code": ("admin1 code",),
    "admin2_code": ("admin2 code",),
    "operation": ("operation",),
    "assessment": ("assessment type",),
    "idps": ("population",),
    "round": ("reporting round",),
    "date_start": ("reference period start",),
    "date_end": ("reference period end",),
    "warning": ("warning",),
    "error": ("error",),
}
LAYOUT = Layout(
    "hapi-idps",
    _HEADERS,
    (("country_code",), ("admin1",), ("operation",), ("idps",), ("round",), ("date_end",)),
)


def recognise(book: Book) -> bool:
    return recognises(book, LAYOUT)


def find(book: Book, source: object = None) -> Table:
    return find_table(book, LAYOUT)


def read(draft: Draft) -> Reading:
    """Return the stock of every area and round; rows the provider marks as errors are quarantined."""
    set_aside_marked(draft)
    figures = observe(draft, {"idps": "idp_stock"})
    if len(figures):
        figures = deepest_only(figures, draft, ["operation", "round", "assessment_type", "reference_end"])
    return draft.finish(figures)
