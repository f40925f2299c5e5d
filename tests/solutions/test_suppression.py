"""Nothing printed, and nothing that follows from what is printed, is a small cell."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from tracker.solutions.suppression import REST, WHOLE, Cell, hidden_cells, is_small

THRESHOLD = 10


def _table(counts: dict[str, dict[str, tuple[int, int, int]]]) -> dict[str, dict[str, Cell]]:
    table = {}
    for answer, units in counts.items():
        cells = {
            unit: Cell(asked, excluded, asked - excluded, gave)
            for unit, (asked, excluded, gave) in units.items()
        }
        whole = Cell(0, 0, 0, 0)
        for cell in cells.values():
            whole = whole + cell
        table[answer] = {WHOLE: whole, **cells}
    return table


@st.composite
def _yes_no(draw: st.DrawFn) -> dict[str, dict[str, Cell]]:
    units = {}
    for name in "ABCDE"[: draw(st.integers(1, 5))]:
        asked = draw(st.integers(1, 60))
        excluded = draw(st.integers(0, asked))
        units[name] = (asked, excluded, draw(st.integers(0, asked - excluded)))
    return _table({"": units})


@given(table=_yes_no())
def test_no_printed_cell_and_no_remainder_is_small(table: dict[str, dict[str, Cell]]) -> None:
    out = hidden_cells(table, THRESHOLD)
    cells = table[""]
    printed = {unit: cell for unit, cell in cells.items() if ("", unit) not in out}
    assert not any(is_small(cell, THRESHOLD) for cell in printed.values())
    units = [unit for unit in cells if unit != WHOLE]
    away = [unit for unit in units if ("", unit) in out]
    if WHOLE in printed and away and len(away) < len(units):
        together = [sum(parts) for parts in zip(*(cells[unit].parts() for unit in away), strict=True)]
        assert len(away) >= 2
        assert not any(0 < part < THRESHOLD for part in together)


@given(
    amounts=st.lists(st.lists(st.integers(0, 40), min_size=3, max_size=3), min_size=1, max_size=4),
)
def test_the_answers_of_one_question_do_not_give_away_the_hidden_one(amounts: list[list[int]]) -> None:
    counts: dict[str, dict[str, tuple[int, int, int]]] = {"friends": {}, "family": {}, REST: {}}
    for unit, row in zip("ABCD", amounts, strict=False):
        for answer, gave in zip(counts, row, strict=True):
            counts[answer][unit] = (sum(row), 0, gave)
    table = _table(counts)
    out = hidden_cells(table, THRESHOLD)
    for unit in table["friends"]:
        column = {answer: cells[unit] for answer, cells in table.items() if cells[unit].asked}
        shown = [answer for answer in column if answer != REST and (answer, unit) not in out]
        remainder = sum(cell.gave for answer, cell in column.items() if answer not in shown)
        if shown and remainder:
            assert remainder >= THRESHOLD
        for size in range(1, len(shown) + 1):
            for group in combinations(shown, size):
                assert all(column[answer].gave == 0 or column[answer].gave >= THRESHOLD for answer in group)


def test_a_unit_where_everybody_said_the_same_is_hidden() -> None:
    table = _table({"": {"A": (40, 0, 40), "B": (40, 0, 20), "C": (40, 0, 20)}})
    assert ("", "A") in hidden_cells(table, THRESHOLD)
    assert ("", WHOLE) not in hidden_cells(table, THRESHOLD)
