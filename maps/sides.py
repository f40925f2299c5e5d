"""Which side of a grouping each unit is on, as pages and pictures need it, and the line between."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
import shapely

from geodata.groupings import Grouping
from tracker.view import View


@dataclass(frozen=True)
class Divided:
    """A grouping, and the line where its groups touch."""

    grouping: Grouping
    line: shapely.Geometry


def line_between(view: View, shapes: npt.NDArray[np.object_]) -> Divided | None:
    """Return the first grouping that divides the units, with its line through their `shapes`."""
    pcodes = [str(code) for code in view.units["pcode"]]
    for grouping in view.groupings.values():
        line = divide(shapes, pcodes, view.sides[grouping.id])
        if line is not None:
            return Divided(grouping, line)
    return None


def divide(
    shapes: npt.NDArray[np.object_], pcodes: list[str], group_of: dict[str, str]
) -> shapely.Geometry | None:
    """Return the line where units of different groups touch; None when there is none."""
    owners = np.array([group_of.get(code, "") for code in pcodes])
    joined = [
        shapely.boundary(shapely.coverage_union_all(shapes[owners == name]))
        for name in sorted(set(owners) - {""})
    ]
    shared = [shapely.intersection(one, other) for one, other in combinations(joined, 2)]
    lines = [part for line in shared for part in shapely.get_parts(line) if part.geom_type == "LineString"]
    return shapely.line_merge(shapely.union_all(lines)) if lines else None


def digits(view: View, grouping: Grouping) -> str:
    """Return one character per unit, in their order: the index of its group, or ``-``."""
    known = view.sides[grouping.id]
    digit = {group.id: str(index) for index, group in enumerate(grouping.groups)}
    return "".join(digit.get(known.get(str(code), ""), "-") for code in view.units["pcode"])
