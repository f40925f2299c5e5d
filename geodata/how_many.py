"""Counts in the sentences people read: one row, two rows."""

from __future__ import annotations


def figure(number: float) -> str:
    """Return a number with thousands apart, to one place where it is no whole number.

    >>> figure(12_345.0), figure(2.5)
    ('12,345', '2.5')
    """
    return f"{number:,.0f}" if float(number).is_integer() else f"{number:,.1f}"


def how_many(number: float, one: str, many: str = "") -> str:
    """Return a count with its noun, in the singular for one; `many` where the plural takes more than an s.

    >>> how_many(1, "row"), how_many(0, "row"), how_many(12_345, "row")
    ('1 row', '0 rows', '12,345 rows')
    >>> how_many(1, "person", "people"), how_many(2, "person", "people")
    ('1 person', '2 people')
    """
    return f"{figure(number)} {one if number == 1 else many or f'{one}s'}"
