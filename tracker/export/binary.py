"""GeoPackage, GeoParquet and FlatGeobuf: the same rows in the formats of desktop and cloud GIS."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa
import shapely

from tracker.export.fields import fields_of
from tracker.export.layer import Layer


def arrow_table(layer: Layer) -> pa.Table:
    """Return the layer as Arrow: declared types (dates are dates) and the geometry as WKB."""
    columns = {}
    for field in fields_of(layer.kind):
        column = layer.table[field.name]
        if field.type in {"string", "date"}:
            column = column.astype("str")
        if field.type == "date":
            days = pd.to_datetime(column.where(column.notna(), None), errors="coerce")
            columns[field.name] = pa.array(
                days.dt.date.where(days.notna(), None), type=field.arrow, from_pandas=True
            )
        else:
            columns[field.name] = pa.array(column, type=field.arrow, from_pandas=True)
    shared = shapely.to_wkb(layer.geometries)
    columns["geometry"] = pa.array(
        [shared[place] if place >= 0 else None for place in layer.place], type=pa.binary()
    )
    return pa.table(columns)


def write_gdal(layer: Layer, path: Path, driver: str, *, append: bool = False) -> None:
    """Write the layer through GDAL as GPKG or FlatGeobuf; `append` adds a layer to a GeoPackage."""
    import pyogrio

    indexed = "YES" if (layer.place >= 0).all() else "NO"  # FlatGeobuf indexes no missing geometry
    options = {"SPATIAL_INDEX": indexed} if driver == "FlatGeobuf" else {"GEOMETRY_NAME": "geom"}
    pyogrio.write_arrow(
        arrow_table(layer),
        path,
        layer=layer.name,
        driver=driver,
        append=append,
        dataset_options={"VERSION": "1.3"} if driver == "GPKG" and not append else {},
        geometry_name="geometry",
        geometry_type=layer.shape,
        crs="EPSG:4326",
        layer_options={**options, "TITLE" if driver == "FlatGeobuf" else "IDENTIFIER": layer.title_fr}
        | {"DESCRIPTION": layer.description},
    )


def write_geoparquet(layer: Layer, path: Path) -> None:
    """Write GeoParquet 1.1 with a bounding-box column per row, zstd-compressed, dates as dates."""
    frame = layer.frame()
    for field in fields_of(layer.kind):
        if field.type == "date":
            days = pd.to_datetime(frame[field.name])
            frame[field.name] = days.dt.date.astype(pd.ArrowDtype(pa.date32()))
    frame.to_parquet(path, schema_version="1.1.0", write_covering_bbox=True, compression="zstd", index=False)
