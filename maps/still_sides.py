"""The two (or three) sides of a grouping on a still picture: which unit is where, and the line between."""

from __future__ import annotations

from itertools import combinations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from geodata.groupings import Grouping
from tracker.view import View


def _names(view: View) -> dict[str, str]:
    """Return the name of the region each unit lies in; a region lies in itself."""
    own = _by_code(view.units)
    if view.parents is None or view.level == 1:
        return own
    regions = _by_code(view.parents)
    parents = view.units["parent_pcode"].astype(str)
    return {
        code: regions.get(parent, regions.get(code[:4], own[code]))
        for code, parent in zip(own, parents, strict=True)
    }


def _by_code(units: gpd.GeoDataFrame) -> dict[str, str]:
    codes, names = units["pcode"].astype(str), units["place_name"].astype(str)
    return dict(zip(codes, names, strict=True))


def sides(view: View, grouping: Grouping) -> dict[str, str]:
    """Return the group id of each unit's P-code; units of no group are absent."""
    member = {name: group.id for group in grouping.groups for name in group.members}
    return {code: member[name] for code, name in _names(view).items() if name in member}


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
