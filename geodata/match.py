"""The decision which place a source means, from its name and code, with everything it was based on.

A code decides only together with its numbering; a name only exactly or through an alias, within its
parent.  Likeness never decides: it is a suggestion for a person.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from geodata.lookup import SUGGESTION_SCORE, Near, Unit, clear_suggestion, lookup
from geodata.pcodes import BY_NAME, Meaning, meaning, meanings, numbering_of, numberings

COLUMNS = ["pcode", "place_name", "match_method", "match_score", "match_rivals"]
COLUMNS += ["problem_code", "problem_message", "match_note"]


@dataclass(frozen=True)
class Match:
    """A decision about one place.

    `method` is one of code_and_name, code, name, alias, unmatched, ambiguous; `pcode` is None for
    the last two.  `problem` is a code (place_unknown, place_ambiguous, pcode_name_mismatch,
    pcode_parent_mismatch, pcode_level, pcode_unknown, pcode_foreign, pcode_malformed,
    pcode_length, pcode_without_numbering, place_not_in_edition) and `message` what it means, in
    HDX's words where HDX has them; without a problem, `message` may hold a remark.
    """

    pcode: str | None
    place_name: str | None
    level: int | None
    edition: str
    method: str
    score: float | None = None
    rivals: tuple[str, ...] = ()
    suggestions: tuple[Near, ...] = ()
    problem: str | None = None
    message: str | None = None


class PlaceIndex:
    """Decide places in one edition.

    >>> PlaceIndex("cod-ab-2021").match("Cercle de Macina", level=2).pcode
    'ML0403'
    """

    def __init__(self, edition_id: str, home: Path | None = None) -> None:
        self.edition = edition_id
        self.home = home
        self._lookup = lookup(edition_id, home)

    def match(
        self,
        name: str | None,
        *,
        code: str | None = None,
        level: int | None = None,
        within: str | None = None,
        numbering: str = BY_NAME,
    ) -> Match:
        """Return the decision about one name and code.

        `within` is the P-code or name of the parent.  Without `level` every level is searched, and
        a name borne at several is ambiguous.  Raises ``PlaceError`` for an undeclared numbering.
        """
        numbering = numbering_of(numbering, self.home)
        name, code = (name or "").strip(), (code or "").strip()
        scope = self._lookup.scope(within) if within else None
        if within and scope is None:
            return self._none("place_unknown", f"the parent {within!r} is no place of {self.edition}")
        if not name and not code:
            return self._none("place_unknown", "neither a name nor a code is given")
        named = self._by_name(name, level, scope) if name else None
        if not code:
            assert named is not None  # noqa: S101 - one of the two is given
            return named
        if numbering == BY_NAME:
            return self._name_with_evidence(named, name, code, level)
        return self._with_code(
            named, name, meaning(code, numbering, self.edition, self.home), level, scope, numbering
        )

    def match_many(
        self,
        names: pd.Series,
        codes: pd.Series | None = None,
        level: int | None = None,
        within: pd.Series | None = None,
        numbering: str = BY_NAME,
    ) -> pd.DataFrame:
        """Return one decision per row, deciding each distinct input once.

        Columns pcode, place_name, match_method, match_score, match_rivals (JSON), problem_code,
        problem_message, match_note; the index is that of `names`.
        """
        inputs = [names, codes, within]
        labels, tables = zip(*(_distinct(column, len(names)) for column in inputs), strict=True)
        combined = np.zeros(len(names), dtype="int64")
        for label, table in zip(labels, tables, strict=True):
            combined = combined * (len(table) + 1) + label
        rows, first = pd.factorize(combined)
        decided = []
        for number in first:
            picked: list[str | None] = []
            for table in reversed(tables):
                number, label = divmod(int(number), len(table) + 1)
                picked.append(table[label])
            parent, code, name = picked
            decided.append(
                _record(self.match(name, code=code, level=level, within=parent, numbering=numbering))
            )
        table = pd.DataFrame(decided, columns=COLUMNS).astype(dict.fromkeys(COLUMNS, "str"))
        table["match_score"] = pd.to_numeric(table["match_score"]).astype("Float64")
        return table.take(rows).set_axis(names.index)

    def _by_name(self, name: str, level: int | None, scope: str | None) -> Match:
        levels = [level] if level is not None else [1, 2, 3]
        found: list[Unit] = []
        how = "unmatched"
        for each in levels:
            units, method = self._lookup.by_name(name, each, scope)
            if units:
                found, how = [*found, *units], method
        if len(found) == 1:
            unit = found[0]
            return self._unit(unit, how, 100.0)
        if found:
            rivals = ", ".join(f"{unit.name} ({unit.pcode}, {unit.parent_name})" for unit in found)
            message = f"{name!r} is the name of {len(found)} places: {rivals}; name the parent or the level"
            return Match(
                None, None, level, self.edition, "ambiguous", 100.0, tuple(unit.pcode for unit in found),
                problem="place_ambiguous", message=message,
            )  # fmt: skip
        return self._unmatched(name, levels, scope)

    def _unmatched(self, name: str, levels: list[int], scope: str | None) -> Match:
        near = [each for level in levels for each in self._lookup.nearest(name, level, scope)]
        near.sort(key=lambda each: -each.score)
        suggestion = clear_suggestion(near)
        where = f" in {self._lookup.units[scope].name}" if scope else ""
        message = f"no place called {name!r}{where} in {self.edition}"
        if scope and (elsewhere := [u for n in levels for u in self._lookup.by_name(name, n, None)[0]]):
            places = ", ".join(f"{unit.pcode} in {unit.parent_name}" for unit in elsewhere)
            message += f"; PCode mismatch {name} (parent): it is {places}"
        elif suggestion:
            message += f"; perhaps {suggestion.name} ({suggestion.pcode}): see `tracker places review`"
        return Match(
            None, None, levels[0] if len(levels) == 1 else None, self.edition, "unmatched",
            near[0].score if near else None, tuple(each.pcode for each in near),
            (suggestion,) if suggestion else (), "place_unknown", message,
        )  # fmt: skip

    def _name_with_evidence(self, named: Match | None, name: str, code: str, level: int | None) -> Match:
        """Follow the name; the code, of no declared numbering, may only confirm or contradict it."""
        if named is None:
            message = f"{code} comes without a name, and the source declares no numbering to read it in"
            return self._none("pcode_without_numbering", message)
        known = meanings(code, self.edition, self.home)
        if named.pcode is None or not known:
            remark = "" if known or named.pcode is None else f"PCode unknown {code} (in every numbering)"
            return _with_note(named, remark)
        agree = [numbering for numbering, reading in known.items() if named.pcode in reading.pcodes]
        if agree:
            return _with_note(named, f"{code} is {named.place_name} in numbering {', '.join(agree)}")
        other = {pcode for reading in known.values() for pcode in reading.pcodes[:1]}
        places = ", ".join(sorted({self._lookup.units[pcode].name for pcode in other}))
        message = f"PCode mismatch {code} != {name}: in the known numberings it is {places}"
        return self._contradiction(named, "pcode_name_mismatch", message)

    def _with_code(
        self,
        named: Match | None,
        name: str,
        read: Meaning,
        level: int | None,
        scope: str | None,
        numbering: str,
    ) -> Match:
        """Let code and name agree, or report both readings."""
        if read.fault:
            return self._faulty_code(named, read)
        if level is not None and read.code.level not in (None, level):
            message = (
                f"PCode length {read.code.text}: a code of level {read.code.level}, expected level {level}"
            )
            return self._faulty_code(named, Meaning(read.code, fault="pcode_level", message=message))
        units = [self._lookup.units[pcode] for pcode in read.pcodes]
        inside = [unit for unit in units if scope is None or scope in unit.within]
        if not inside:
            parent = self._lookup.units[scope].name if scope else ""
            message = (
                f"PCode mismatch {read.code.text}->{units[0].name} (parent): it does not lie in {parent}"
            )
            return self._contradiction(named, "pcode_parent_mismatch", message)
        if named is None:
            return self._code_alone(read, inside, numbering)
        return self._agreement(named, name, read, inside, scope, numbering)

    def _code_alone(self, read: Meaning, inside: list[Unit], numbering: str) -> Match:
        if len(inside) == 1:
            return self._noted(self._unit(inside[0], "code", None), read, numbering)
        message = f"{read.code.text} may be {len(inside)} places of {self.edition}; a name is needed"
        return self._none("place_ambiguous", message, tuple(unit.pcode for unit in inside))

    def _agreement(
        self, named: Match, name: str, read: Meaning, inside: list[Unit], scope: str | None, numbering: str
    ) -> Match:
        """Decide where code and name meet; a name nobody knows may only confirm the code by likeness."""
        by_name = (
            {named.pcode} if named.pcode else set(named.rivals) if named.method == "ambiguous" else set()
        )
        agreed = [unit for unit in inside if unit.pcode in by_name]
        if len(agreed) == 1:
            method = "name" if read.parent_only else "code_and_name"
            return self._noted(self._unit(agreed[0], method, 100.0), read, numbering)
        unit = inside[0]
        if named.method == "unmatched" and not read.parent_only and len(inside) == 1:
            near = {each.pcode: each.score for each in self._lookup.nearest(name, unit.level, scope)}
            if near.get(unit.pcode, 0.0) >= SUGGESTION_SCORE:
                remark = f"{name!r} is read as {unit.name}: the code decides, likeness confirms it"
                return _with_note(self._unit(unit, "code", near[unit.pcode]), remark)
        other = named.place_name or "no place of that name"
        means = unit.parent_name if read.parent_only else " or ".join(each.name for each in inside)
        message = (
            f"PCode mismatch {read.code.text} != {name}: the code is {means} in {numbering}, the name {other}"
        )
        return self._contradiction(named, "pcode_name_mismatch", message, tuple(u.pcode for u in inside[:3]))

    def _faulty_code(self, named: Match | None, read: Meaning) -> Match:
        assert read.fault is not None  # noqa: S101 - the caller looked
        if named is None or named.pcode is None or read.fault in ("pcode_foreign", "place_not_in_edition"):
            return self._contradiction(named, read.fault, read.message)
        message = f"{read.message}; the name {named.place_name} decides"
        return _replaced(named, problem=read.fault, message=message)

    def _contradiction(
        self, named: Match | None, problem: str, message: str, rivals: tuple[str, ...] = ()
    ) -> Match:
        if named is not None:
            own = (named.pcode,) if named.pcode else named.rivals
            rivals = tuple(dict.fromkeys([*own, *rivals]))
        return self._none(problem, message, rivals)

    def _noted(self, match: Match, read: Meaning, numbering: str) -> Match:
        if len(read.pcodes) > 1 and not read.parent_only:
            parts = ", ".join(self._lookup.units[pcode].name for pcode in read.pcodes)
            return _replaced(match, message=f"{read.code.text} was divided into {parts}; the name decides")
        own = numberings().get(numbering, {}).get("edition") == self.edition
        if own and match.pcode and not read.parent_only and read.code.text != match.pcode:
            return _replaced(match, message=f"PCode length {read.code.text}->{match.pcode}")
        return match

    def _unit(self, unit: Unit, method: str, score: float | None) -> Match:
        return Match(unit.pcode, unit.name, unit.level, self.edition, method, score)

    def _none(self, problem: str, message: str, rivals: tuple[str, ...] = ()) -> Match:
        method = "ambiguous" if problem == "place_ambiguous" else "unmatched"
        return Match(None, None, None, self.edition, method, None, rivals, (), problem, message)


def _with_note(match: Match, note: str) -> Match:
    return _replaced(match, message=note) if note and not match.problem else match


def _replaced(match: Match, **changes: str) -> Match:
    return Match(**{**match.__dict__, **changes})


def _distinct(column: pd.Series | None, rows: int) -> tuple[np.ndarray, list[str | None]]:
    """Return a label per row and what each label stands for; the last one stands for nothing."""
    if column is None:
        return np.zeros(rows, dtype="int64"), [None]
    labels, values = pd.factorize(column)
    labels = np.where(labels < 0, len(values), labels)
    return labels, [*(str(value) for value in values), None]


def _record(match: Match) -> list[object]:
    rivals = json.dumps(list(match.rivals)) if match.rivals else None
    message = match.message
    return [
        match.pcode, match.place_name, match.method, match.score, rivals,
        match.problem, message if match.problem else None, None if match.problem else message,
    ]  # fmt: skip
