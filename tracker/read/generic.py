"""Any table whose headers or tags are recognisable in French or English, or declared in TOML."""

from __future__ import annotations

from tracker.cells.sheet import Book
from tracker.errors import UnreadableFile
from tracker.read.cellcheck import check_known_codes
from tracker.read.draft import Draft
from tracker.read.figures import observe
from tracker.read.headers import in_french, known, measures
from tracker.read.rows import set_aside_other_countries
from tracker.read.table import Layout, Table, find_table, recognises
from tracker.reading import Reading
from tracker.source import Source

MEASURES = {
    "idps": "idp_stock",
    "idp_households": "idp_households",
    "idp_returnees": "idp_returnees_cumulative",
    "idp_returnee_households": "idp_returnee_households_cumulative",
    "repatriated": "repatriated_refugees",
    "returnees_from_abroad": "returnees_from_abroad",
}
_PLACES = ("admin1", "admin2", "admin3", "admin1_code", "admin2_code", "admin3_code")
LAYOUT = Layout("table", known(), (_PLACES, measures()))


def recognise(book: Book) -> bool:
    return recognises(book, LAYOUT)


def find(book: Book, source: Source | None = None) -> Table:
    """Return the table, with the columns and measures the source declares beside the known ones."""
    declared = tuple(source.indicators) if source else ()
    layout = Layout("table", known(), (_PLACES, (*measures(), *declared)))
    return find_table(book, layout, source)


def read(draft: Draft) -> Reading:
    """Return every figure of the table; its dates come from a column or from the source.

    Raises
    ------
    UnreadableFile
        When neither the table nor the source says for which date the figures are valid.
    """
    columns = draft.table.columns
    dated = "date" in columns or "date_end" in columns or "reference_end" in draft.source.fixed
    if not dated:
        raise UnreadableFile(
            "it does not say for which date its figures are valid; add a column 'date', "
            "or declare fixed.reference_end in a source file and name it with --source"
        )
    if not in_french(draft.table.labels.values()):
        draft.source = draft.source.model_copy(update={"notation": draft.source.notation.without_french()})
    set_aside_other_countries(draft)  # their codes are none of ours
    check_known_codes(draft)
    chosen = {**MEASURES, **draft.source.indicators}
    return draft.finish(observe(draft, {role: name for role, name in chosen.items() if role in columns}))
