"""Which side of a grouping each unit is on, as pages and pictures need it, and the line between."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from geodata.errors import TrackerError
from geodata.groupings import Grouping, sides_of
from maps.still_sides import divide
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


@dataclass(frozen=True)
class Divided:
    """A grouping, and the line where its groups touch."""

    grouping: Grouping
    line: shapely.Geometry


def line_between(view: View, shapes: npt.NDArray[np.object_]) -> Divided | None:
    """Return the first grouping that divides the units, with its line through their `shapes`."""
    pcodes = [str(code) for code in view.units["pcode"]]
    for grouping in view.groupings.values():
        line = divide(shapes, pcodes, side_of(view, grouping))
        if line is not None:
            return Divided(grouping, line)
    return None


def digits(view: View, grouping: Grouping) -> str:
    """Return one character per unit, in their order: the index of its group, or ``-``."""
    known = side_of(view, grouping)
    digit = {group.id: str(index) for index, group in enumerate(grouping.groups)}
    return "".join(digit.get(known.get(str(code), ""), "-") for code in view.units["pcode"])
