"""The other sheets of a workbook: totals somebody added for verification, against the rows they sum."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tracker.cells.number import parse_count, parse_counts
from tracker.cells.sheet import Book, Sheet, letter
from tracker.problem import Problem
from tracker.read.draft import Draft
from tracker.read.headers import fold, words
from tracker.read.table import Layout, Table, find_table, recognises

MOST_CELLS = 20_000
COUNTRY = "mali"
_TOTAL, _FILL = words("total"), words("filling")
_IDPS, _RETURNEES, _HOUSEHOLDS, _PEOPLE = map(words, ("idps", "returnees", "households", "people"))
_VERIFYING = _TOTAL | words("verifying")


@dataclass(frozen=True)
class _Sums:
    """Sums of the rows by role and folded place name; a name may be a region's and a cercle's."""

    by_role: Mapping[str, Mapping[str, frozenset[int]]]

    def roles(self) -> frozenset[str]:
        return frozenset(self.by_role)

    def places(self) -> frozenset[str]:
        return frozenset(name for sums in self.by_role.values() for name in sums)


def find_rows(book: Book, layout: Layout) -> Table:
    """Return the table of rows, where a sheet named for totals or verification may look like it.

    Raises
    ------
    UnreadableFile
        As `find_table` does; two sheets of rows are still refused.
    """
    alike = [sheet for sheet in book.visible() if recognises(Book(book.kind, [sheet]), layout)]
    rows = [sheet for sheet in alike if not _VERIFYING & set(fold(sheet.name).split())]
    if len(alike) > 1 and len(rows) == 1:
        others = [sheet for sheet in book.sheets if not any(sheet is other for other in alike)]
        table = find_table(replace(book, sheets=[*rows, *others]), layout)
        table.book = book
        return table
    return find_table(book, layout)


def compare_totals(draft: Draft, headers: Mapping[str, str], roles: list[str]) -> None:
    """Compare each total on the other visible sheets with the sum of the rows, and say what came of it.

    `headers` gives the role of a folded header.  A total that differs is a warning; the figures stay
    the sums of the rows.
    """
    others = [sheet for sheet in draft.table.book.visible() if sheet is not draft.table.sheet]
    if not others:
        return
    sums = _sums(draft, roles)
    for sheet in others:
        agreeing, differing = _compare(draft, sheet, headers, sums)
        if agreeing or differing:
            draft.notes.append(
                f"sheet {sheet.name!r}: totals that agree with the sums of the rows: {agreeing}, "
                f"that differ: {differing}"
            )
        elif sheet.unsaved_formulas:
            draft.notes.append(
                f"sheet {sheet.name!r}: its formulas were never calculated, so nothing was compared"
            )
        elif not sheet.cells.empty:
            draft.notes.append(f"sheet {sheet.name!r} holds no total that could be compared; it was not read")


def _sums(draft: Draft, roles: list[str]) -> _Sums:
    body = draft.table.body.drop(index=[*draft.ignored], errors="ignore")
    found: dict[str, dict[str, set[int]]] = {}
    for role in (role for role in roles if role in body):
        counts = parse_counts(body[role], draft.source.notation, draft.table.book.delimiter)
        value = counts["value"].fillna(0).astype("int64")
        sums: dict[str, set[int]] = {COUNTRY: {int(value.sum())}}
        for level in ("admin1", "admin2"):
            if level in body:
                for name, total in value.groupby(body[level].map(fold)).sum().items():
                    sums.setdefault(str(name), set()).add(int(total))
        found[role] = sums
    return _Sums(
        {
            role: {name: frozenset(values) for name, values in sums.items() if name}
            for role, sums in found.items()
        }
    )


def _compare(draft: Draft, sheet: Sheet, headers: Mapping[str, str], sums: _Sums) -> tuple[int, int]:
    cells = sheet.cells
    if cells.size > MOST_CELLS:
        return 0, 0
    agreeing = differing = 0
    above: dict[int, list[str]] = {}
    for row, texts in zip(cells.index, cells.itertuples(index=False, name=None), strict=True):
        left: list[str] = []
        for column, text in enumerate(texts):
            if not text.strip():
                continue
            number = parse_count(text, draft.source.notation, draft.table.book.delimiter).value
            if number is None:
                left.append(text)
                above.setdefault(column, []).append(text)
                continue
            expected = _expected(left, above.get(column, []), headers, sums)
            if expected is None:
                continue
            role, place, values = expected
            if number in values:
                agreeing += 1
            else:
                differing += 1
                cell = (sheet.name, int(row), letter(column), text)
                draft.problems.append(_differs(draft, cell, role, place, values))
    return agreeing, differing


def _differs(
    draft: Draft, cell: tuple[str, int, str, str], role: str, place: str, values: frozenset[int]
) -> Problem:
    sheet, row, column, text = cell
    rows = " or ".join(str(value) for value in sorted(values))
    return Problem(
        "verification_differs",
        f"the total of {role.replace('_', ' ')} for {place} says {text}, the rows add up to {rows}",
        "warning",
        file=draft.path.name,
        sheet=sheet,
        row=row,
        column=column,
        value=text,
        expected=rows,
        hint="the figures are those of the rows; ask which of the two was corrected last",
        source=draft.source.id,
        place=place,
    )


def _expected(
    left: list[str], above: list[str], headers: Mapping[str, str], sums: _Sums
) -> tuple[str, str, frozenset[int]] | None:
    """Return role, place and possible sums of a number with these texts left of it and above it."""
    texts = [*reversed(above), *reversed(left)]
    role = next((found for text in texts if (found := _role(text, headers, sums.roles()))), None)
    if role is None:
        return None
    known = sums.places()
    places = [found for text in [*reversed(left), *reversed(above)] if (found := _place(text, known))]
    named = [place for place in places if place != COUNTRY]
    from_left = any(_role(text, headers, sums.roles()) for text in left)
    place = next(iter(named or places), COUNTRY if from_left else None)
    if place is None:
        return None
    values = sums.by_role[role].get(place)
    return None if values is None else (role, place, values)


def _role(text: str, headers: Mapping[str, str], roles: frozenset[str]) -> str | None:
    spoken = fold(text).split()
    plain = " ".join(spoken[2:] if spoken[:2] in (["sum", "of"], ["somme", "de"]) else spoken)
    if (known := headers.get(plain)) in roles:
        return known
    found = set(spoken)
    homes = bool(found & _HOUSEHOLDS)
    # "Individus" or "Ménages" alone are the displaced; "population" or "ménages enquêtés" are not.
    bare = not found - _TOTAL - _FILL - _IDPS - _HOUSEHOLDS - _PEOPLE
    if found & _RETURNEES:
        role = "total_returnee_households" if homes else "total_returnees"
    elif found & _IDPS or (bare and found & (_HOUSEHOLDS | _PEOPLE)):
        role = "idp_households" if homes else "idps"
    else:
        return None
    return role if role in roles else None


def _place(text: str, known: frozenset[str]) -> str | None:
    """Return the place a label names; the country for a bare word for a total."""
    name = fold(text)
    if name in known:
        return name
    bare = " ".join(word for word in name.split() if word not in _TOTAL | _FILL)
    if bare in known:
        return bare
    if _TOTAL & set(name.split()) and not set(bare.split()) - _IDPS - _RETURNEES - _HOUSEHOLDS - _PEOPLE:
        return COUNTRY
    return None
