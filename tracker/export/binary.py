"""GeoPackage, GeoParquet and FlatGeobuf: the same rows in the formats of desktop and cloud GIS.

All three are written part by part, as Arrow batches with the declared types and the geometry as WKB.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from tracker.export.fields import Field, fields_of
from tracker.export.layer import Layer, Part
from tracker.export.legend import Lang

BOX = ("xmin", "ymin", "xmax", "ymax")
_ENDS = {name: ["bbox", name] for name in BOX}


def arrow_schema(layer: Layer) -> pa.Schema:
    """Return the columns of a layer in Arrow: the declared fields, and `geometry` as WKB."""
    columns = [pa.field(field.name, field.arrow) for field in fields_of(layer.kind)]
    return pa.schema([*columns, pa.field("geometry", pa.binary())])


def batches(layer: Layer) -> Iterator[tuple[Part, pa.RecordBatch]]:
    """Yield the rows of a layer as they are and in the columns of `arrow_schema`; dates are dates."""
    shared = [*shapely.to_wkb(layer.geometries), None]
    schema = arrow_schema(layer)
    for part in layer.parts():
        columns = [_column(part.table[field.name], field) for field in fields_of(layer.kind)]
        shapes = pa.array([shared[place] for place in part.place], type=pa.binary())
        yield part, pa.RecordBatch.from_arrays([*columns, shapes], schema=schema)


def _column(column: pd.Series[Any], field: Field) -> pa.Array:
    if field.type in {"string", "date"}:
        column = column.astype("str")
    if field.type == "date":
        days = pd.to_datetime(column.where(column.notna(), None), errors="coerce")
        return pa.array(days.dt.date.where(days.notna(), None), type=field.arrow, from_pandas=True)
    return pa.array(column, type=field.arrow, from_pandas=True)


def write_gdal(layer: Layer, path: Path, driver: str, *, append: bool = False, lang: Lang = "fr") -> None:
    """Write the layer through GDAL as GPKG or FlatGeobuf; `append` adds a layer to a GeoPackage."""
    import pyogrio

    indexed = "YES" if (layer.place >= 0).all() else "NO"  # FlatGeobuf indexes no missing geometry
    options = {"SPATIAL_INDEX": indexed} if driver == "FlatGeobuf" else {"GEOMETRY_NAME": "geom"}
    pyogrio.write_arrow(
        pa.RecordBatchReader.from_batches(arrow_schema(layer), (batch for _, batch in batches(layer))),
        path,
        layer=layer.name,
        driver=driver,
        append=append,
        dataset_options={"VERSION": "1.3"} if driver == "GPKG" and not append else {},
        geometry_name="geometry",
        geometry_type=layer.shape,
        crs="EPSG:4326",
        layer_options={**options, "TITLE" if driver == "FlatGeobuf" else "IDENTIFIER": layer.title(lang)}
        | {"DESCRIPTION": layer.description},
    )


def write_geoparquet(layer: Layer, path: Path) -> None:
    """Write GeoParquet 1.1 with a bounding-box column per row, zstd-compressed, dates as dates."""
    import pyarrow.parquet as pq

    box = pa.field("bbox", pa.struct([pa.field(name, pa.float64()) for name in BOX]))
    schema = arrow_schema(layer).append(box).with_metadata({"geo": json.dumps(geo_metadata(layer))})
    bounds = np.vstack([shapely.bounds(layer.geometries).reshape(-1, 4), np.full((1, 4), np.nan)])
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for part, batch in batches(layer):
            columns = [*batch.columns, _boxes(part, bounds)]
            writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))


def _boxes(part: Part, bounds: np.ndarray) -> pa.Array:
    """Return the box of each row; empty for a row that stands nowhere."""
    here = bounds[part.place]
    sides = [pa.array(here[:, side], from_pandas=True) for side in range(4)]
    return pa.StructArray.from_arrays(sides, names=list(BOX), mask=pa.array(part.place < 0))


def geo_metadata(layer: Layer) -> dict[str, Any]:
    """Return the ``geo`` document of GeoParquet 1.1: WKB, WGS 84, rings counter-clockwise, covering box."""
    from pyproj import CRS

    used = layer.geometries[np.unique(layer.place[layer.place >= 0])]
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": [layer.shape],
        "crs": CRS.from_user_input("EPSG:4326").to_json_dict(),
        "orientation": "counterclockwise",
        "covering": {"bbox": _ENDS},
    }
    if len(used):
        column["bbox"] = [float(number) for number in shapely.total_bounds(used)]
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
