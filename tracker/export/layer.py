"""A layer: rows of declared fields, each with one of a few shared geometries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from tracker.classes import Classes
from tracker.export.fields import Kind
from tracker.indicators import Indicator

Shape = Literal["MultiPolygon", "LineString", "Point"]


@dataclass(frozen=True)
class Layer:
    """One layer, in EPSG:4326.

    `table` has the fields of its kind; row i stands at ``geometries[place[i]]``, or nowhere when
    `place` is −1.  Geometries are shared because a unit has the same border in every slice.
    `classes` and `rate_classes` are those of the pages.
    """

    name: str
    kind: Kind
    title_fr: str
    title_en: str
    description: str
    shape: Shape
    table: pd.DataFrame
    geometries: npt.NDArray[np.object_]
    place: npt.NDArray[np.int64]
    indicator: Indicator | None = None
    classes: Classes | None = None
    rate_classes: Classes | None = None
    largest: float = 0.0
    temporal: bool = False

    def frame(self) -> gpd.GeoDataFrame:
        """Return the layer as one GeoDataFrame, a geometry per row."""
        shared = np.append(self.geometries, [None])
        texts = dict.fromkeys(self.table.select_dtypes("category").columns, "str")
        return gpd.GeoDataFrame(self.table.astype(texts), geometry=shared[self.place], crs=4326)
