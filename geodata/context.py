"""The quiet background of a map: neighbours, rivers and lakes of Natural Earth."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import geopandas as gpd
import pyogrio

FOLDER = Path(__file__).parent / "countries" / "mli" / "context"

CREDIT = "Made with Natural Earth"


def countries() -> gpd.GeoDataFrame:
    """Return Mali and its neighbours, cut to a window around Mali.

    Columns iso3, name_fr, name_en, label_lon, label_lat, source, licence, credit, geometry;
    EPSG:4326.  The units of an edition lie over the row ``MLI``.
    """
    return _layer("countries").copy()


def rivers() -> gpd.GeoDataFrame:
    """Return the great rivers: columns name, source, licence, credit, geometry; EPSG:4326."""
    return _layer("rivers").copy()


def lakes() -> gpd.GeoDataFrame:
    """Return the great lakes: columns name, source, licence, credit, geometry; EPSG:4326."""
    return _layer("lakes").copy()


@cache
def _layer(name: str) -> gpd.GeoDataFrame:
    return pyogrio.read_dataframe(FOLDER / f"{name}.geojson")
