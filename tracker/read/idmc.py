"""IDMC GIDD: yearly figures per country, conflict and disasters.  Its 0 means none recorded."""

from __future__ import annotations

from tracker.cells.sheet import Book
from tracker.observation import observation_table
from tracker.read.booked import book as add_up
from tracker.read.draft import Draft
from tracker.read.figures import observe
from tracker.read.table import Layout, Table, find_table, recognises
from tracker.reading import Reading

_HEADERS: dict[str, tuple[str, ...]] = {
    "country_code": ("iso3",),
    "country": ("country name", "name"),
    "date": ("year",),
    "new_displacement": ("new displacement",),
    "total_displacement": ("total displacement",),
    "conflict_stock": ("conflict stock displacement raw", "conflict stock displacement unrounded"),
    "conflict_new": ("conflict internal displacements raw",),
    "disaster_new": ("disaster internal displacements raw",),
    "hazard": ("hazard category name",),
    "place": ("event name",),
}
LAYOUT = Layout(
    "idmc",
    _HEADERS,
    (
        ("country_code",),
        ("date",),
        ("new_displacement", "conflict_stock"),
        ("total_displacement", "conflict_new"),
    ),
)
_YEAR_END = "idp_stock_idmc_year_end"


def recognise(book: Book) -> bool:
    return recognises(book, LAYOUT)


def find(book: Book, source: object = None) -> Table:
    return find_table(book, LAYOUT)


def read(draft: Draft) -> Reading:
    """Return new displacements of the year and people displaced at its end; unrounded where given."""
    table = draft.table
    events = "hazard" in table.columns
    if events:
        # Disasters come event by event; their people displaced at year end are no stock of conflict.
        measures = {"new_displacement": "new_displacement_disaster_year"}
        draft.notes.append("people displaced by disasters at the end of the year are not read")
    elif "conflict_stock" in table.columns:
        measures = {
            "conflict_stock": _YEAR_END,
            "conflict_new": "new_displacement_conflict_year",
            "disaster_new": "new_displacement_disaster_year",
        }
    else:
        measures = {"new_displacement": "new_displacement_conflict_year", "total_displacement": _YEAR_END}
    figures = observe(draft, measures, check_duplicates=not events)
    if figures.empty:
        return draft.finish(figures)
    stock = figures["indicator"] == _YEAR_END
    figures["reference_start"] = figures["reference_start"].mask(stock, figures["reference_end"])
    figures = figures.assign(level=0, reported_place_name=None)
    if events:
        figures = add_up(
            figures, ["reported_admin0_name", "reference_start", "reference_end"], draft, "event"
        )
    none = figures["value_status"].eq("zero")
    figures["note"] = figures["note"].mask(none, "0 in this table means none recorded, not nobody displaced")
    blank = figures["value_status"].eq("no_data")
    return draft.finish(observation_table(figures[~blank].reset_index(drop=True)))
