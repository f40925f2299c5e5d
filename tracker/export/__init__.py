"""Layers for GIS staff, written from the public view: GeoJSON, GeoPackage, GeoParquet, FlatGeobuf, CSV."""

from __future__ import annotations

from tracker.export.filters import Filters
from tracker.export.writing import FORMATS, layers, write

__all__ = ["FORMATS", "Filters", "layers", "write"]
