"""Which side of a grouping each unit is on, as the page needs it: one digit per unit."""

from __future__ import annotations

from geodata.errors import TrackerError
from geodata.groupings import Grouping, sides_of
from maps.still_sides import sides as named_sides
from tracker.view import View


def side_of(view: View, grouping: Grouping) -> dict[str, str]:
    """Return the group id of each P-code of the view; units of no group are absent.

    The edition decides; an edition that geodata does not declare goes by the names of the regions.
    """
    try:
        every = sides_of(grouping, view.edition.id)
    except TrackerError:
        return named_sides(view, grouping)
    found = {str(code): every[str(code)] for code in view.units["pcode"] if str(code) in every}
    return found or named_sides(view, grouping)


def digits(view: View, grouping: Grouping) -> str:
    """Return one character per unit, in their order: the place of its group, or ``-``."""
    known = side_of(view, grouping)
    place = {group.id: str(index) for index, group in enumerate(grouping.groups)}
    return "".join(place.get(known.get(str(code), ""), "-") for code in view.units["pcode"])
