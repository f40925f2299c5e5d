"""Which hidden numbers follow from the published ones: exact linear algebra over tables with totals.

Every published or hidden number is a cell; every sum a reader could form is an equation over
cells.  A hidden cell is *determined* when the equations leave it one value only, whatever the
other hidden cells are.  The arithmetic is rational, never floating.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import chain

UNIT, TOTAL, COUNTRY, FIXED = range(4)
"""What may be hidden to protect another cell, in this order; FIXED never."""

Signature = tuple[tuple[int, int], ...]
"""The equations a cell is in, with its factor: cells alike in that are interchangeable."""


def determined(equations: Iterable[dict[int, int]]) -> set[int]:
    """Return the unknowns whose value follows from the equations.

    `equations` hold the coefficients of the unknowns; constants do not matter.  An unknown is
    determined exactly when, in reduced row echelon form, its row holds nothing else.
    """
    rows: dict[int, dict[int, Fraction]] = {}  # by pivot
    for equation in equations:
        row = {place: Fraction(factor) for place, factor in equation.items() if factor}
        for pivot in [place for place in row if place in rows]:
            _subtract(row, rows[pivot], row[pivot])
        if not row:
            continue
        pivot = min(row)
        lead = row[pivot]
        row = {place: factor / lead for place, factor in row.items()}
        for other in rows.values():
            if pivot in other:
                _subtract(other, row, other[pivot])
        rows[pivot] = row
    return {pivot for pivot, row in rows.items() if len(row) == 1}


def _subtract(row: dict[int, Fraction], other: dict[int, Fraction], factor: Fraction) -> None:
    for place, value in other.items():
        left = row.get(place, Fraction(0)) - factor * value
        if left:
            row[place] = left
        else:
            row.pop(place, None)


@dataclass
class System:
    """The cells and sums of one table; the index of a cell is its place in every list."""

    keys: list[Hashable] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    hidden: list[bool] = field(default_factory=list)
    known: list[bool] = field(default_factory=list)  # published before: hiding it protects nothing
    rank: list[int] = field(default_factory=list)
    equations: list[dict[int, int]] = field(default_factory=list)
    past: set[int] = field(default_factory=set)
    derived: set[int] = field(default_factory=set)  # sums of other cells: they tell least by themselves
    places: dict[Hashable, int] = field(default_factory=dict)

    def cell(
        self, key: Hashable, value: float, rank: int, *, hidden: bool = False, known: bool = False
    ) -> int:
        """Add a cell, or return the one with this key."""
        if key not in self.places:
            self.places[key] = len(self.keys)
            self.keys.append(key)
            self.values.append(value)
            self.hidden.append(hidden)
            self.known.append(known)
            self.rank.append(rank)
        return self.places[key]

    def total(self, total: int | None, parts: Iterable[int], *, past: bool = False) -> None:
        """Add the sum ``total = parts``; without a total the sum is a published constant.

        The values of a `past` sum may have been others; only what follows from it is looked at.
        """
        equation = dict.fromkeys(parts, 1)
        if total is not None:
            equation[total] = -1
        if past:
            self.past.add(len(self.equations))
        self.equations.append(equation)

    def secret(self, place: int) -> bool:
        return self.hidden[place] and not self.known[place]

    def protect(self, threshold: int) -> list[int]:
        """Hide further cells until no secret follows; return those that cannot be protected.

        Besides undetermined, a sum of n secret cells is kept at or above threshold + n − 1: zeros
        stay public, so each secret is at least 1, and the largest possible value of each must not
        fall below the threshold.  Smallest cells first, units before totals.  The table must be
        safe by itself before it is laid beside the past, which may have counted other people.
        """
        signature = self._signatures()
        beyond: set[int] = set()
        for past in (False, True) if self.past else (False,):
            while exposed := [p for p in self._exposed(signature, threshold, past=past) if p not in beyond]:
                covers = (self._cover(place, signature) for place in exposed)
                partners = (self._partner(place, signature) for place in exposed)
                found = (place for place in chain(covers, partners) if place is not None)
                partner = next(found, None)
                if partner is None:
                    beyond.update(exposed)
                else:
                    self.hidden[partner] = True
        self._reveal(signature, threshold)
        return sorted(beyond)

    def _signatures(self) -> list[Signature]:
        found: list[list[tuple[int, int]]] = [[] for _ in self.keys]
        for number, equation in enumerate(self.equations):
            for place, factor in equation.items():
                found[place].append((number, factor))
        return [tuple(entries) for entries in found]

    def _condensed(
        self, signature: list[Signature], *, past: bool
    ) -> tuple[dict[Signature, list[int]], dict[int, dict[int, int]]]:
        """Return the secrets by signature, and the equations with one unknown for each of those."""
        alike: dict[Signature, list[int]] = {}
        for place, hidden in enumerate(self.hidden):
            if hidden and not self.known[place] and signature[place]:
                alike.setdefault(signature[place], []).append(place)
        rows: dict[int, dict[int, int]] = {}
        for group, members in alike.items():
            for number, factor in group:
                if number in self.past and not past:
                    continue
                rows.setdefault(number, {})[members[0]] = factor
        return alike, rows

    def _exposed(self, signature: list[Signature], threshold: int, *, past: bool) -> list[int]:
        """Return one secret cell of every sum that gives a secret away."""
        alike, rows = self._condensed(signature, past=past)
        fixed = determined(rows.values())
        exposed = [
            members[0]
            for members in alike.values()
            if members[0] in fixed
            and (len(members) == 1 or self._narrow(members, threshold))
            and not self._large(members[0], threshold)
        ]
        for number, row in rows.items():
            if number not in self.past and len(set(row.values())) == 1:
                members = [place for leader in row for place in alike[signature[leader]]]
                if self._narrow(members, threshold):
                    exposed.append(members[0])
        return exposed

    def _narrow(self, members: list[int], threshold: int) -> bool:
        return sum(self.values[place] for place in members) < threshold + len(members) - 1

    def _large(self, place: int, threshold: int) -> bool:
        return self.rank[place] in {TOTAL, COUNTRY} and self.values[place] >= threshold

    def _reveal(self, signature: list[Signature], threshold: int) -> None:
        """Show the large cells that follow from public ones anyway: it tells nobody anything."""
        alike, rows = self._condensed(signature, past=False)
        for place in determined(rows.values()):
            if self.values[place] >= threshold and len(alike[signature[place]]) == 1:
                self.hidden[place] = False

    def _cover(self, place: int, signature: list[Signature]) -> int | None:
        """Return the cell to hide in a sum that holds no secret but this one: that sum needs a second."""
        for number, _ in signature[place]:
            cells = self.equations[number]
            if number not in self.past and not any(self.secret(p) for p in cells if p != place):
                free = [p for p in cells if p != place and self._free(p)]
                if free:
                    return min(free, key=lambda p: self._cost(p, place, number, signature))
        return None

    def _cost(self, cell: int, beside: int, number: int, signature: list[Signature]) -> tuple[float, ...]:
        """Order what may be hidden in a sum beside a secret, the least informative first."""
        return (
            self.rank[cell],
            self._laid_bare(cell, signature),
            cell not in self.derived,
            signature[cell] != signature[beside],
            len(self.equations[number]),
            self.values[cell],
            cell,
        )

    def _partner(self, place: int, signature: list[Signature]) -> int | None:
        """Return the cell to hide beside an exposed one that follows from several sums together.

        Its own sums come first, then sums that share a secret with those, and so on: an old total
        cannot be hidden any more, but the new one it would be subtracted from can.
        """
        for demanding in (True, False):
            ring, seen = {number for number, _ in signature[place]}, set[int]()
            while ring:
                found = [
                    (self._cost(p, place, number, signature), p)
                    for number in sorted(ring)
                    for p in self.equations[number]
                    if self._free(p) and (self._helps(p, signature) or not demanding)
                ]
                if found:
                    return min(found)[1]
                seen |= ring
                secrets = {p for number in ring for p in self.equations[number] if self.secret(p)}
                ring = {number for p in secrets for number, _ in signature[p]} - seen
        return None

    def _laid_bare(self, place: int, signature: list[Signature]) -> int:
        """Return how many sums would give the cell away at once: each asks for a further cell."""
        return sum(
            not any(self.secret(other) for other in self.equations[number] if other != place)
            for number, _ in signature[place]
            if number not in self.past
        )

    def _free(self, place: int) -> bool:
        """Return whether the cell can still be hidden to any avail."""
        shut = self.hidden[place] or self.known[place] or self.rank[place] == FIXED
        return not shut and bool(self.values[place])

    def _helps(self, place: int, signature: list[Signature]) -> bool:
        """Return whether hiding the cell protects another at once; a total of public parts does not."""
        return self.rank[place] == UNIT or all(
            any(self.secret(other) for other in self.equations[number] if other != place)
            for number, _ in signature[place]
        )
