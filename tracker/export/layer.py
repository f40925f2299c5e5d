"""A layer: rows of declared fields, made part by part, each with one of a few shared geometries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from tracker.classes import Classes
from tracker.export.fields import Kind
from tracker.export.legend import Lang
from tracker.indicators import Indicator

Shape = Literal["MultiPolygon", "LineString", "Point"]
Places = npt.NDArray[np.int64]

PART = 5_000
"""Rows held at once while a layer is written."""


class Part(NamedTuple):
    """Some rows of a layer: the fields of its kind, and where each stands (−1: nowhere)."""

    table: pd.DataFrame
    place: Places


class Rows(Protocol):
    """The rows of a layer, made when they are asked for."""

    def __len__(self) -> int: ...

    def part(self, start: int, stop: int) -> Part:
        """Return the rows from `start` up to `stop`."""
        ...

    def places(self) -> Places:
        """Return where every row stands, without making the rows."""
        ...

    def sources(self) -> set[str]:
        """Return the ids of the sources of the rows, without making them; sums of groups have none."""
        ...


@dataclass(frozen=True)
class Held:
    """Rows that are few enough to be held as a table."""

    table: pd.DataFrame
    place: Places

    def __len__(self) -> int:
        return len(self.table)

    def part(self, start: int, stop: int) -> Part:
        return Part(self.table.iloc[start:stop], self.place[start:stop])

    def places(self) -> Places:
        return self.place

    def sources(self) -> set[str]:
        return set(self.table["source"].dropna().astype("str")) if "source" in self.table else set()


@dataclass(frozen=True)
class Layer:
    """One layer, in EPSG:4326.

    `rows` have the fields of its kind; a row stands at ``geometries[place]``, or nowhere when its
    place is −1.  Geometries are shared because a unit has the same border in every slice.
    `classes` and `rate_classes` are those of the pages.
    """

    name: str
    kind: Kind
    title_fr: str
    title_en: str
    description: str
    shape: Shape
    rows: Rows
    geometries: npt.NDArray[np.object_]
    indicator: Indicator | None = None
    classes: Classes | None = None
    rate_classes: Classes | None = None
    largest: float = 0.0
    temporal: bool = False
    blank: str = ""
    """A text that is empty in the rows that are drawn: the others are parts of these."""

    def title(self, lang: Lang) -> str:
        return self.title_fr if lang == "fr" else self.title_en

    def __len__(self) -> int:
        return len(self.rows)

    def parts(self, size: int = PART) -> Iterator[Part]:
        """Yield all rows in order, at most `size` at once."""
        for start in range(0, max(len(self.rows), 1), size):
            yield self.rows.part(start, min(start + size, len(self.rows)))

    @property
    def table(self) -> pd.DataFrame:
        """Every row of the layer at once."""
        return self.rows.part(0, len(self.rows)).table

    @property
    def place(self) -> Places:
        """Where each row stands in `geometries`; −1 nowhere."""
        return self.rows.places()

    @property
    def drawn(self) -> bool:
        """Whether any row has a geometry; a layer without is a table."""
        return bool((self.rows.places() >= 0).any())

    def frame(self) -> gpd.GeoDataFrame:
        """Return the layer as one GeoDataFrame, a geometry per row."""
        table, place = self.rows.part(0, len(self.rows))
        shared = np.append(self.geometries, [None])
        texts = dict.fromkeys(table.select_dtypes("category").columns, "str")
        return gpd.GeoDataFrame(table.astype(texts), geometry=shared[place], crs=4326)
