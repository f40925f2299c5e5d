"""Regions under HXL tags only, without a date: read when the file is the one its date is stated for."""

from __future__ import annotations

from geodata.how_many import how_many
from tracker.cells.sheet import Book
from tracker.errors import UnreadableFile
from tracker.read.draft import Draft
from tracker.read.figures import observe
from tracker.read.generic import MEASURES
from tracker.read.headers import is_tag_row, known
from tracker.read.table import Layout, Table, find_table, recognises
from tracker.reading import Reading

LAYOUT = Layout(
    "undated-regions",
    {
        name: known()[name]
        for name in ("country", "country_code", "admin1", "admin1_code", "idps", "idp_households")
    },
    (("country_code",), ("admin1",), ("idps",), ("idp_households",)),
    header_within=1,
)


def recognise(book: Book) -> bool:
    tagged = any(is_tag_row(sheet.cells.iloc[0]) for sheet in book.visible())
    return tagged and recognises(book, LAYOUT) and not find_table(book, LAYOUT).unread


def find(book: Book, source: object = None) -> Table:
    return find_table(book, LAYOUT)


def read(draft: Draft) -> Reading:
    """Return the figures of the regions at the date the source states.

    Raises
    ------
    UnreadableFile
        When the people of the file are not those for which the date was found out.
    """
    figures = observe(draft, {role: MEASURES[role] for role in ("idps", "idp_households")})
    for role, expected in draft.source.expect.items():
        found = figures.loc[figures["indicator"] == MEASURES[role], "value"].sum()
        if len(figures) and found != expected:
            raise UnreadableFile(
                f"it has no date, and it counts {how_many(found, 'person', 'people')}, not the {expected:,} "
                "whose date is known; "
                "add a column 'date'"
            )
    return draft.finish(figures)
