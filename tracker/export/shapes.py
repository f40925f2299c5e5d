"""Geometries as RFC 7946 wants them, and what every layer says of itself."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from tracker.indicators import Indicator
from tracker.solutions.reach_figures import COMPUTED
from tracker.view import View

DECIMALS = 6
CURVE_POINTS = 24
BEND = 0.18  # of the length of the line, to the left of travel, as the pages bend theirs

COMPUTED_CREDIT = "Mali displacement tracker, computed from the sources that datapackage.json lists"

Shapes = npt.NDArray[np.object_]


def tidy(geometries: npt.ArrayLike) -> Shapes:
    """Return geometries at six decimals, outer rings counter-clockwise; polygons become MultiPolygons."""
    rounded = shapely.transform(np.asarray(geometries, dtype=object), lambda points: points.round(DECIMALS))
    broken = ~shapely.is_valid(rounded)  # rounding makes narrow parts touch themselves
    mended = shapely.set_precision(np.asarray(geometries, dtype=object)[broken], 10.0**-DECIMALS)
    rounded[broken] = shapely.transform(mended, lambda points: points.round(DECIMALS))
    wound = shapely.orient_polygons(rounded)
    polygons = shapely.get_type_id(wound) == 3
    wound[polygons] = [shapely.MultiPolygon([polygon]) for polygon in wound[polygons]]
    return np.asarray(wound, dtype=object)


def line(start: tuple[float, float], end: tuple[float, float], *, curved: bool) -> shapely.LineString:
    """Return the line between two points in degrees: straight, or bent to the left of travel.

    The bend keeps the two directions between one pair apart.
    """
    if not curved:
        return shapely.LineString([start, end])
    first, last = np.array(start), np.array(end)
    along = last - first
    middle = (first + last) / 2 + BEND * np.array([-along[1], along[0]])
    part = np.linspace(0, 1, CURVE_POINTS)[:, None]
    points = (1 - part) ** 2 * first + 2 * part * (1 - part) * middle + part**2 * last
    return shapely.LineString(points)


def sensitivity(view: View) -> str:
    if view.disclosure_threshold <= 1:
        return f"{view.sensitivity}; no count suppressed"
    return f"{view.sensitivity}; counts from 1 to {view.disclosure_threshold - 1} suppressed"


def credits_of(view: View) -> pd.DataFrame:
    """Return credit line and licence of each source, once, and of what the tracker itself works out."""
    own = pd.DataFrame([{"source": COMPUTED, "credit": COMPUTED_CREDIT, "licence": None}])
    known = view.sources[["source", "credit", "licence"]]
    return pd.concat([known, own], ignore_index=True).drop_duplicates("source")


def in_order(view: View, table: pd.DataFrame) -> list[str]:
    """Return the indicators a table has figures of, in the order of the catalogue."""
    present = set(table["indicator"].dropna().unique())
    return [name for name in view.indicators if name in present]


def periods(view: View, indicator: Indicator) -> pd.DataFrame:
    """Return from when to when each slice is shown: until the day before the next one."""
    own = view.slices.loc[view.slices["indicator"] == indicator.id, ["slice", "slice_start"]]
    return following(own)


def following(own: pd.DataFrame) -> pd.DataFrame:
    """Return the slices in order, each starting the day after the one before; the first as declared."""
    own = own.drop_duplicates("slice").sort_values("slice", ignore_index=True)
    after = pd.to_datetime(own["slice"].shift()) + pd.Timedelta(days=1)
    own["slice_start"] = own["slice_start"].where(after.isna(), after.dt.strftime("%Y-%m-%d"))
    return own


def same(text: object, index: pd.Index) -> pd.Series[Any]:
    """Return one text for every row, held once."""
    return pd.Series(
        pd.Categorical.from_codes(np.zeros(len(index), "int8"), pd.Index([str(text)])), index=index
    )


def identified(table: pd.DataFrame, keys: tuple[str, ...]) -> pd.Series[Any]:
    """Return an id per row made of what it is about; rows that are about the same are numbered."""
    parts = [table[name].astype("object").where(table[name].notna(), "?") for name in keys]
    ids = pd.Series([":".join(map(str, one)) for one in zip(*parts, strict=True)], index=table.index)
    again = ids.groupby(ids).cumcount()
    return ids.where(again == 0, ids + ":" + again.astype("str"))
