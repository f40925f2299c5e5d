"""Which rows of a table are figures: not tags, totals, footnotes, other countries or cut rows."""

from __future__ import annotations

import re

import pandas as pd

from geodata.how_many import how_many
from geodata.nations import country_code
from tracker.cells.number import clean, parse_count
from tracker.read.draft import Draft
from tracker.read.headers import fold, is_tag_row

_TOTAL = re.compile(
    r"(sous[ -]?total|sub[ -]?total|total|grand total|totaux|ensemble|somme|sum)\b.*", re.IGNORECASE
)
_FOOTNOTE = re.compile(r"(source|note|nb|n\.b\.|remarque|\*|\(\*\)|\([0-9]\))[\s.:*]", re.IGNORECASE)
_AREA_CODE = re.compile(r"[A-Z][A-Z0-9]{1,2}")
_FIRST = ("date", "round", "country_code", "admin1_code")  # where a total is labelled, if not as a place
PLACES = ("admin1", "admin2", "admin3", "place", "country")


def sort_rows(draft: Draft, measures: list[str]) -> None:
    """Set aside what is no row of figures; merged cells are filled down where the source says so."""
    _tags_and_headers(draft)
    _ragged(draft)
    _fill_down(draft)
    _totals(draft, measures)
    _footnotes(draft, measures)
    set_aside_other_countries(draft)
    draft.compact()


def _tags_and_headers(draft: Draft) -> None:
    body, table = draft.table.body, draft.table
    first = table.sheet.below(table.header_row).iloc[:3]
    draft.ignore([int(str(row)) for row, cells in first.iterrows() if is_tag_row(cells)], "HXL tag row")
    role = next(iter(table.columns))
    same = body.index[body[role] == table.labels[role]]
    for row in same:
        if all(fold(str(body.at[row, name])) in ("", fold(table.labels[name])) for name in table.columns):
            draft.ignore([int(row)], "header repeated")


def _ragged(draft: Draft) -> None:
    widths = draft.table.sheet.widths
    if widths is None:
        return
    expected = int(widths.loc[draft.table.header_row])
    expected_fields = how_many(expected, "field")
    rows = widths.loc[draft.table.body.index]
    for row, width in rows[rows != expected].items():
        cells = draft.table.sheet.cells.loc[int(str(row))]
        if width > expected and not cells.iloc[expected:].str.strip().any():
            continue
        if _words_only(draft, int(str(row))):
            continue
        draft.quarantine(
            [int(str(row))], "ragged_row", f"{width} of {expected_fields}", expected=expected_fields
        )


def _words_only(draft: Draft, row: int) -> bool:
    """Whether one worded cell is all the row holds: a footnote or a title, judged later."""
    cells = [str(cell).strip() for cell in draft.table.sheet.cells.loc[row]]
    filled = [cell for cell in cells if cell]
    return len(filled) == 1 and not filled[0][0].isdigit()


def _fill_down(draft: Draft) -> None:
    body = draft.table.body
    for role in draft.source.fill_down:
        if role in body:
            filled = body[role].where(body[role].str.strip() != "").ffill().fillna("")
            draft.table.body = body = body.assign(**{role: filled.astype("str")})


def _totals(draft: Draft, measures: list[str]) -> None:
    """Ignore totals rows, and say where one differs from the sum of its rows."""
    body = draft.table.body
    labels = [role for role in PLACES if role in body]
    if not labels:
        return
    is_total = pd.Series(False, index=body.index)
    for role in [*labels, *(role for role in _FIRST if role in body)]:
        totals = [text for text in body[role].unique() if _TOTAL.fullmatch(clean(text))]
        is_total |= body[role].isin(totals)
    rows = [int(row) for row in body.index[is_total] if int(row) not in draft.quarantined]
    draft.ignore(rows, "totals row")
    for row in rows:
        for role in measures:
            _check_total(draft, row, rows, role, labels)


def _check_total(draft: Draft, row: int, totals: list[int], role: str, labels: list[str]) -> None:
    body = draft.table.body
    notation, delimiter = draft.source.notation, draft.table.book.delimiter
    printed = parse_count(str(body.at[row, role]), notation, delimiter)
    if printed.value is None:
        return
    plain = body[role].drop(index=[*draft.ignored], errors="ignore")
    values = plain.map({text: parse_count(text, notation, delimiter).value or 0 for text in plain.unique()})
    previous = max((other for other in totals if other < row), default=0)
    names = " ".join(fold(str(body.at[row, label])) for label in labels)
    sums = {
        values.sum(),
        values[values.index < row].sum(),
        values[(values.index > previous) & (values.index < row)].sum(),
    }
    for label in labels[:1]:
        part = body.loc[values.index, label].map(fold)
        sums |= {values[part == name].sum() for name in part.unique() if name and name in names}
    if printed.value not in sums:
        draft.remark(
            "total_mismatch",
            f"the total printed, {printed.value:,.0f}, differs from the sum of its rows",
            severity="warning",
            row=row,
            role=role,
            expected=f"{values[values.index < row].sum():,.0f}",
            hint="the total is not used; check the rows",
        )


def _footnotes(draft: Draft, measures: list[str]) -> None:
    body = draft.table.body
    blank = pd.Series(True, index=body.index)
    for role in measures:
        blank &= body[role].str.strip() == ""
    others = draft.table.sheet.cells.loc[body.index[blank]]
    for row, cells in others.iterrows():
        filled = [cell.strip() for cell in cells if cell.strip()]
        number = int(str(row))
        if number in draft.ignored or number in draft.quarantined or len(filled) > 2:
            continue
        if len(filled) == 1 or _FOOTNOTE.match(filled[0]):
            draft.quarantine([number], "not_a_row", "a note stands among the rows", value=filled[0][:200])


def set_aside_other_countries(draft: Draft) -> None:
    """Ignore the rows of other countries: their places never reach a map of this one."""
    body = draft.table.body
    here = draft.source.country
    for role in ("country_code", "country"):
        if role not in body:
            continue
        codes = {text: country_code(clean(text)) for text in body[role].unique() if text.strip()}
        unknown = [text for text, code in codes.items() if code is None]
        if role == "country_code":
            # Codes of areas ISO does not list (XKX, AB9): certainly not this country.
            codes |= {text: clean(text) for text in unknown if _AREA_CODE.fullmatch(clean(text))}
            unknown = [text for text in unknown if codes[text] is None]
        elsewhere = {text for text, code in codes.items() if code not in (None, here)}
        draft.ignore(body.index[body[role].isin(elsewhere)].tolist(), "another country")
        draft.quarantine(
            body.index[body[role].isin(unknown)].tolist(),
            "unknown_country",
            "no country of this name or code",
            role=role,
        )
        return
