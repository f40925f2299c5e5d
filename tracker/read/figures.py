"""Rows of typed cells to observations: one reported number each, with where it stands in the file."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from geodata.nations import MALI
from tracker.indicators import indicator
from tracker.observation import BY_NAME, observation_table
from tracker.read.cellcheck import check_codes, check_names, counts_of, dates_of, drop_duplicates
from tracker.read.draft import LARGE_ROWS, Draft
from tracker.read.positions import check_positions
from tracker.read.rows import sort_rows

_REPORTED = {
    "country": "reported_admin0_name",
    "country_code": "reported_admin0_code",
    "admin1": "reported_admin1_name",
    "admin1_code": "reported_admin1_code",
    "admin2": "reported_admin2_name",
    "admin2_code": "reported_admin2_code",
    "admin3": "reported_admin3_name",
    "admin3_code": "reported_admin3_code",
    "place": "reported_place_name",
    "origin": "reported_origin_name",
    "origin_code": "reported_origin_code",
    "round": "round",
    "operation": "operation",
    "assessment": "assessment_type",
    "cause": "cause",
    "organisation": "source_org",
    "note": "note",
}
_BLANK_WORDS = ("", "not available", "n/a", "-", "nd")
NAMES = ("country", "admin1", "admin2", "admin3", "place")


def observe(draft: Draft, measures: Mapping[str, str], *, check_duplicates: bool = True) -> pd.DataFrame:
    """Return one observation per row and measure; `measures` gives the indicator of each role.

    Every check of the row is made first, so a row is in with all its figures or not at all.
    """
    roles = [role for role in measures if role in draft.table.body]
    sort_rows(draft, roles)
    start, end = dates_of(draft)
    check_names(draft, NAMES)
    check_codes(draft)
    check_positions(draft)
    counts = {role: counts_of(draft, role) for role in roles}
    _one_figure_at_least(draft, counts)
    if check_duplicates:
        drop_duplicates(draft, [role for role in draft.table.columns if role not in roles], roles)
    undated = end.loc[draft.kept().index].eq("")
    draft.quarantine(undated.index[undated], "no_date", "the figure has no date and the source declares none")
    body = draft.kept()
    shared = _shared(draft, body, start, end)
    parts = [_figures(draft, shared, counts[role].loc[body.index], role, measures[role]) for role in roles]
    if len(parts) == 1:
        return parts[0].reset_index(drop=True)
    return pd.concat(parts, ignore_index=True) if parts else observation_table([])


def _one_figure_at_least(draft: Draft, counts: Mapping[str, pd.DataFrame]) -> None:
    """Quarantine rows that name no place; a row of blanks for a named place is "no data"."""
    body = draft.kept()
    named = pd.Series(False, index=body.index)
    for role in (*NAMES, "admin1_code", "admin2_code", "admin3_code", "country_code"):
        if role in body:
            named |= body[role].str.strip() != ""
    if any(role in body for role in NAMES) and not named.all():
        draft.quarantine(body.index[~named], "no_place", "the row names no place")


def _shared(draft: Draft, body: pd.DataFrame, start: pd.Series, end: pd.Series) -> dict[str, object]:
    """Return the columns that all figures of a row have in common."""
    source, table = draft.source, draft.table
    columns: dict[str, object] = {
        column: _without_blanks(body[role]) for role, column in _REPORTED.items() if role in body
    }
    if "reported_admin0_name" not in columns:
        columns["reported_admin0_name"] = "Mali" if source.country == MALI else source.country
    columns |= {
        "reference_start": start.loc[body.index],
        "reference_end": end.loc[body.index],
        "numbering": source.numbering,
        "source": source.id,
        "source_title": source.title,
        "source_url": source.url or None,
        "licence": source.licence,
        "credit": source.credit,
        "source_file": draft.path.name,
        "source_sheet": table.sheet.name or None,
        "source_row": pd.Series(body.index, index=body.index),
    }
    columns.setdefault("source_org", source.organisation)
    if "sex" in body:
        words = {"m": "m", "male": "m", "homme": "m", "hommes": "m", "masculin": "m", "f": "f", "female": "f"}
        words |= {"femme": "f", "femmes": "f", "feminin": "f", "féminin": "f"}
        columns["sex"] = body["sex"].str.strip().str.casefold().map(words)
    for name, value in source.fixed.items():
        if name in BY_NAME:
            columns.setdefault(name, value)
    return columns


def _without_blanks(column: pd.Series) -> pd.Series:
    """Return a column with the words for nothing left empty; each distinct text is looked at once."""
    return column.mask(
        column.isin([text for text in column.unique() if text.strip().casefold() in _BLANK_WORDS])
    )


def _figures(
    draft: Draft, shared: Mapping[str, object], counts: pd.DataFrame, role: str, indicator_id: str
) -> pd.DataFrame:
    reported = draft.table.body.loc[counts.index, role]
    kind = pd.Series("printed", index=counts.index).mask(counts["approximate"], "printed_approximate")
    columns = {
        **shared,
        "indicator": indicator_id,
        "unit": indicator(indicator_id).unit,
        "value": counts["value"],
        "value_status": counts["status"],
        "figure_kind": kind,
        "reported_value": reported.mask(reported.str.strip() == ""),
        "source_column": draft.table.column_name(role),
    }
    if len(counts) >= LARGE_ROWS:
        columns = {name: _once(content, len(counts)) for name, content in columns.items()}
    return observation_table(pd.DataFrame(columns, index=counts.index, copy=False))


def _once(content: object, rows: int) -> object:
    """Keep a text that is the same in every row of a large table once: a credit line has 100 letters."""
    if not isinstance(content, str):
        return content
    return pd.Categorical.from_codes(
        np.zeros(rows, dtype="int8"), categories=pd.Index([content], dtype="str")
    )
