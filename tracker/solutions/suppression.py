"""Small cells: which answers of which units may be printed without telling a person apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

WHOLE = "\0whole"  # stands for all units together; no unit is named so
REST = "\0rest"  # stands for the answers to a question nobody lists
Table = Mapping[str, Mapping[str, "Cell"]]


@dataclass(frozen=True)
class Cell:
    """One answer to one question in one unit, counted in people, unweighted.

    `excluded` people are known not to have been asked (a question may go to the indebted only),
    `entitled` answered, `gave` of those gave this answer.
    """

    asked: int
    excluded: int
    entitled: int
    gave: int

    def parts(self) -> tuple[int, int, int]:
        """Return the groups a printed share and its denominator tell apart."""
        return self.gave, self.entitled - self.gave, self.excluded

    def __add__(self, other: Cell) -> Cell:
        return Cell(
            self.asked + other.asked,
            self.excluded + other.excluded,
            self.entitled + other.entitled,
            self.gave + other.gave,
        )


def is_small(cell: Cell, threshold: int) -> bool:
    """Return whether any group a cell tells apart has some people, but fewer than the threshold."""
    return cell.entitled < threshold or any(0 < part < threshold for part in cell.parts())


def is_unanimous(cell: Cell, answers: int = 1) -> bool:
    """Return whether the answer of everybody in the cell follows from its share.

    Nobody saying yes tells what everybody said; nobody choosing one of several answers does not.
    """
    return cell.gave == cell.entitled or (answers == 1 and cell.gave == 0)


def hidden_cells(
    table: Table, threshold: int, *, never: frozenset[str] = frozenset()
) -> set[tuple[str, str]]:
    """Return the (answer, unit) cells of one question that must stay out.

    `table` holds the cells of every answer by unit, `WHOLE` among the units.  Units in `never`
    are not printed for another reason (respondents of no stated unit).  Small cells and, in a
    unit, unanimous ones are hidden.  Then two remainders are closed until nothing changes: over
    the units, the whole minus the printed units; over the answers of a question with several, the
    denominator minus the printed answers.  Each hides further cells, smallest first, until those
    hidden are two or more and together no small cell.
    """
    out = {
        (answer, unit)
        for answer, units in table.items()
        for unit, cell in units.items()
        if cell.asked
        and (unit in never or is_small(cell, threshold) or (unit != WHOLE and is_unanimous(cell, len(table))))
    }
    before = -1
    while len(out) != before:
        before = len(out)
        for answer, units in table.items():
            if (answer, WHOLE) not in out:
                parts = {unit: cell for unit, cell in units.items() if unit != WHOLE}
                out |= {
                    (answer, unit) for unit in _closed(parts, {u for a, u in out if a == answer}, threshold)
                }
        if len(table) > 1:
            for unit in next(iter(table.values())):
                column = {answer: units[unit] for answer, units in table.items()}
                out |= {
                    (answer, unit) for answer in _closed(column, {a for a, u in out if u == unit}, threshold)
                }
    return out


def _closed(cells: Mapping[str, Cell], out: set[str], threshold: int) -> set[str]:
    """Return `out` and as many further names as keep the remainder from telling anything."""
    out = {name for name in out if name in cells and cells[name].asked}
    while out and _follows([cells[name] for name in out], threshold):
        printed = [name for name in cells if name not in out and cells[name].asked and name != REST]
        if not printed:
            break
        out.add(min(printed, key=lambda name: (cells[name].gave, cells[name].entitled, name)))
    return out


def _follows(cells: list[Cell], threshold: int) -> bool:
    together = cells[0]
    for cell in cells[1:]:
        together = together + cell
    return len(cells) < 2 or any(0 < part < threshold for part in together.parts())
