"""The columns of a table checked and typed, each distinct text once: dates, codes, counts, positions."""

from __future__ import annotations

import re

import pandas as pd

from geodata import DEFAULT_EDITION
from geodata.nations import MALI
from geodata.pcodes import BY_NAME, known_anywhere
from tracker.cells.date import Period, parse_date
from tracker.cells.number import clean, parse_counts
from tracker.read.draft import Draft

_CODE = re.compile(r"[A-Z]{2,3}[0-9]{1,10}")
_SLASHED = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-][0-9]{4}")
CODES = ("admin1_code", "admin2_code", "admin3_code")
_DAMAGED = re.compile(r"#[A-Z/0]+[!?]?|#ERROR in the cell|=.*|@.*|\+.*|-.*[A-Za-z(].*", re.DOTALL)


def dates_of(draft: Draft) -> tuple[pd.Series, pd.Series]:
    """Return first and last day of every row; rows without a readable date are quarantined."""
    body = draft.table.body
    fixed_start, fixed_end = (
        draft.source.fixed.get("reference_start"),
        draft.source.fixed.get("reference_end"),
    )
    if "date" not in body and "date_end" not in body:
        end = pd.Series(fixed_end or "", index=body.index)
        return pd.Series(fixed_start or fixed_end or "", index=body.index), end
    role = "date" if "date" in body else "date_end"
    start, end = _period(draft, role)
    if "date_start" in body and role == "date_end":
        start, _ = _period(draft, "date_start")
    backwards = start.index[(start != "") & (end != "") & (start > end)]
    draft.quarantine(backwards, "period_backwards", "the period ends before it starts", role=role)
    return start, end


def _period(draft: Draft, role: str) -> tuple[pd.Series, pd.Series]:
    texts = draft.kept()[role]
    read = {text: parse_date(text, draft.source.notation) for text in texts.unique()}
    for text in _doubtful([*read]):
        read[text] = Period(fault="date_format", message="the column mixes ways of writing a date")
    for text, period in read.items():
        if period.fault:
            draft.quarantine(
                texts.index[texts == text],
                period.fault,
                period.message,
                role=role,
                expected="a date such as 2020-04-30",
            )
    column = draft.table.body[role]
    start = column.map({text: period.start for text, period in read.items()}).astype("object").fillna("")
    end = column.map({text: period.end for text, period in read.items()}).astype("object").fillna("")
    return start, end


def _doubtful(texts: list[str]) -> list[str]:
    """Return the dates whose order of day and month the rest of their column makes doubtful.

    All of them where one can only be month first; those that could be either where others are dates
    without doubt: a spreadsheet that understood some of what was typed has left the rest as text.
    """
    written = {text: found for text in texts if (found := _SLASHED.fullmatch(clean(text)))}
    parts = {text: (int(found[1]), int(found[2])) for text, found in written.items()}
    if any(second > 12 for _, second in parts.values()):
        return list(parts)
    mixed = any(text not in parts and clean(text) for text in texts)
    return [text for text, (first, second) in parts.items() if mixed and first <= 12 and first != second]


def check_codes(draft: Draft) -> None:
    """Quarantine rows with a code that is none: a number, a code cut or rounded by a spreadsheet."""
    body = draft.kept()
    for role in CODES:
        if role not in body:
            continue
        for text in body[role].unique():
            plain = clean(text)
            if (
                plain
                and not _CODE.fullmatch(plain)
                and plain.casefold() not in ("not available", "n/a", "nd", "-")
            ):
                draft.quarantine(
                    body.index[body[role] == text],
                    "malformed_code",
                    "not a place code: letters of the country, then digits",
                    role=role,
                    expected="a code such as ML0701",
                    hint="a spreadsheet may have turned it into a number; take the code as text",
                )


def check_known_codes(draft: Draft) -> None:
    """Quarantine rows whose region or cercle code no numbering of Mali has, where names decide places."""
    body = draft.kept()
    if draft.source.numbering != BY_NAME or draft.source.country != MALI:
        return
    for role in [role for role in CODES[:2] if role in body]:
        for text in body[role].unique():
            plain = clean(text)
            if _CODE.fullmatch(plain) and not known_anywhere(plain, draft.source.edition or DEFAULT_EDITION):
                draft.quarantine(
                    body.index[body[role] == text],
                    "pcode_unknown",
                    f"PCode unknown {plain}: no numbering of Mali has it, so name or code is wrong",
                    role=role,
                    expected="a code such as ML0701",
                    hint="correct the code, or leave it empty: the names decide the place",
                )


def check_names(draft: Draft, roles: tuple[str, ...]) -> None:
    """Quarantine rows whose place name is a formula or an error."""
    body = draft.kept()
    for role in roles:
        if role not in body:
            continue
        for text in body[role].unique():
            plain = clean(text)
            if plain and plain not in ("-", "--") and _DAMAGED.fullmatch(plain):
                code = "error_cell" if plain.startswith("#") else "formula_text"
                rows = body.index[body[role] == text]
                draft.quarantine(
                    rows, code, "a formula or an error stands where a name is expected", role=role
                )


def counts_of(draft: Draft, role: str) -> pd.DataFrame:
    """Return value, status and approximate of a column of counts; faulty rows are quarantined."""
    body = draft.kept()
    found = parse_counts(body[role], draft.source.notation, draft.table.book.delimiter)
    faulty = found[found["fault"] != ""]
    for row, code, message in zip(faulty.index, faulty["fault"], faulty["message"], strict=True):
        draft.quarantine([row], code, message, role=role, expected="a whole number, 0 or more")
    return found


def drop_duplicates(draft: Draft, keys: list[str], measures: list[str]) -> None:
    """Quarantine rows that repeat another; rows that contradict each other all go."""
    body = draft.kept()
    keys = [role for role in keys if role in body]
    marked = body.index[body.duplicated(keys, keep=False)]
    if not len(marked):
        return
    for _, group in body.loc[marked].groupby(keys, sort=False, dropna=False):
        first, *rest = group.index
        if len(group[measures].drop_duplicates()) == 1:
            draft.quarantine(rest, "duplicate_row", f"repeats row {first}", hint="remove one of them")
        else:
            rows = ", ".join(str(row) for row in group.index)
            draft.quarantine(
                group.index,
                "conflicting_rows",
                f"rows {rows} give different figures for the same place and date",
            )
