"""Sites and services: return areas, reintegration sites, centres, service points, microfinance."""

from __future__ import annotations

import pandas as pd

from tracker.cells.date import parse_date
from tracker.cells.number import clean
from tracker.cells.sheet import Book
from tracker.read.cellcheck import check_names
from tracker.read.draft import Draft
from tracker.read.headers import fold, known
from tracker.read.positions import check_positions
from tracker.read.rows import sort_rows
from tracker.read.table import Layout, Table, find_table, recognises
from tracker.reading import SITE_COLUMNS, Reading
from tracker.solutions.declared import Words, declared

TYPES, STATUSES = declared().site_types, declared().site_statuses
_HEADERS: dict[str, tuple[str, ...]] = {
    "site_id": ("identifiant", "site id", "id site", "code du site", "site code"),
    "name": ("nom du site", "site name", "nom", "name", "nom de la structure"),
    "type": ("type de site", "site type", "type de service", "service type", "type"),
    **{role: known()[role] for role in ("admin1", "admin2", "admin3", "latitude", "longitude", "note")},
    "operator": ("operateur", "operator", "gestionnaire", "organisation"),
    "status": ("statut", "status", "etat"),
    "conditions": ("conditions",),
    "date_start": ("date de debut", "start date", "valid from"),
    "date_end": ("date de fin", "end date", "valid to"),
}
LAYOUT = Layout("sites", _HEADERS, (("site_id",), ("name",), ("type",), ("admin1", "latitude")))


def recognise(book: Book) -> bool:
    return recognises(book, LAYOUT)


def find(book: Book, source: object = None) -> Table:
    return find_table(book, LAYOUT)


def read(draft: Draft) -> Reading:
    """Return the sites; an unknown type, a second row of one id or a faulty position is quarantined."""
    sort_rows(draft, [])
    check_names(draft, ("site_id", "name", "admin1", "admin2", "admin3"))
    positions = check_positions(draft)
    types, statuses = _words(draft, "type", TYPES), _words(draft, "status", STATUSES)
    body = draft.kept()
    again = body.index[body["site_id"].str.strip().duplicated() | body["site_id"].str.strip().eq("")]
    draft.quarantine(again, "duplicate_row", "the site id is empty or stands twice", role="site_id")
    dates = {role: _days(draft, role) for role in ("date_start", "date_end")}
    body = draft.kept()
    located = positions["lon"].reindex(body.index).notna()
    table = pd.DataFrame(index=body.index)
    for name, role in (
        ("site_id", "site_id"),
        ("name", "name"),
        ("operator", "operator"),
        ("conditions", "conditions"),
        ("note", "note"),
        ("reported_admin1_name", "admin1"),
        ("reported_admin2_name", "admin2"),
        ("reported_admin3_name", "admin3"),
    ):
        table[name] = body[role].map(clean).replace("", None) if role in body else None
    table = table.assign(
        site_type=types.reindex(body.index),
        status=statuses.reindex(body.index).fillna("unknown"),
        valid_from=dates["date_start"].reindex(body.index),
        valid_to=dates["date_end"].reindex(body.index),
        lon=positions["lon"].reindex(body.index),
        lat=positions["lat"].reindex(body.index),
        position=located.map({True: "exact", False: "unit"}),
        source=draft.source.id,
        sensitivity=draft.source.sensitivity,
        source_file=draft.path.name,
        source_sheet=draft.table.sheet.name or None,
        source_row=body.index,
    )
    observations = draft.finish(_no_figures())
    observations.sites = table.reindex(columns=SITE_COLUMNS).reset_index(drop=True)
    return observations


def _no_figures() -> pd.DataFrame:
    from tracker.observation import observation_table

    return observation_table([])


def _words(draft: Draft, role: str, words: Words) -> pd.Series:
    """Return the id of each word; rows with a word of no list are quarantined."""
    body = draft.kept()
    if role not in body:
        return pd.Series(pd.NA, index=body.index, dtype="object")
    ids = {fold(name): key for key, names in words.items() for name in (key, *names)}
    found = body[role].map(lambda text: ids.get(fold(text)))
    unknown = found.isna() & body[role].str.strip().ne("")
    expected = ", ".join(names[0] for names in words.values())
    draft.quarantine(body.index[unknown], "unknown_word", "a word of no list", role=role, expected=expected)
    if role == "type":
        draft.quarantine(
            body.index[body[role].str.strip() == ""], "unknown_word", "the site has no type", role=role
        )
    return found


def _days(draft: Draft, role: str) -> pd.Series:
    body = draft.kept()
    if role not in body:
        return pd.Series(pd.NA, index=body.index, dtype="object")
    read = {text: parse_date(text, draft.source.notation) for text in body[role].unique() if text.strip()}
    for text, day in read.items():
        if day.fault:
            draft.quarantine(body.index[body[role] == text], day.fault, day.message, role=role)
    return body[role].map({text: day.start for text, day in read.items() if not day.fault})
