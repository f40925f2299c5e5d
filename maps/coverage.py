"""How many must have reported before a figure is used in a certain way: each share once, with its reason."""

from __future__ import annotations

WELL_REPORTED = 0.8
"""Of all units.  From here a sum stands for the country: a key figure, a point joined into a line.

One region of nine may be missing, two in a row of nine may not: a line over fewer shows who
reported, not who moved.
"""

MOST = 0.7
"""Of all units.  From here the date a page opens with is called one on which most reported."""

WORTH_SHOWING = 2 / 3
"""Of the units of the best reported date: a series that never had every unit opens with one of its best."""

REPORTED_ALIKE = 0.8
"""Of the units of the best reported date: dates with fewer are not set beside others in one list."""

SIDES_COMPARABLE = 0.6
"""Of the units of each side: with fewer, the share of a side shows who counted.

Lower than the others, since a side has as few as three regions, and one of them may be missing.
"""

MOST_COUNTRIES = 0.6
"""Of the countries of asylum of the best reported date: with fewer, the sum shows who published."""


def for_page() -> dict[str, float]:
    """Return the shares the scripts of a page ask for, by the names they ask with."""
    return {"line": WELL_REPORTED, "most": MOST, "sides": SIDES_COMPARABLE}
