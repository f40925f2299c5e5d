"""Write GeoJSON that two runs write alike: fixed decimals, fixed order, one feature per line."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry import mapping


def rounded(geometry: gpd.GeoSeries, decimals: int) -> gpd.GeoSeries:
    """Return the geometry with rounded coordinates.

    Equal coordinates stay equal, so neighbours that shared a vertex still share it; repeated
    points that rounding creates are removed.
    """
    values = shapely.transform(geometry.to_numpy(), lambda xy: np.round(xy, decimals))
    return gpd.GeoSeries(shapely.remove_repeated_points(values), index=geometry.index, crs=geometry.crs)


def geojson_text(frame: gpd.GeoDataFrame, name: str) -> str:
    """Return the frame (EPSG:4326) as the text of one RFC 7946 FeatureCollection."""
    columns = [column for column in frame.columns if column != frame.geometry.name]
    lines = []
    for row, geometry in zip(frame[columns].to_dict("records"), frame.geometry, strict=True):
        properties = {key: _plain(value) for key, value in row.items()}
        feature = {"type": "Feature", "properties": properties, "geometry": mapping(geometry)}
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":"), allow_nan=False))
    head = f'{{"type":"FeatureCollection","name":{json.dumps(name)},"features":['
    return head + "\n" + ",\n".join(lines) + "\n]}\n"


def write_geojson(path: Path, frame: gpd.GeoDataFrame, *, decimals: int) -> None:
    """Write the frame (EPSG:4326) as UTF-8 GeoJSON with `decimals` decimals per coordinate."""
    frame = frame.set_geometry(rounded(frame.geometry, decimals))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(geojson_text(frame, path.stem), encoding="utf-8", newline="\n")


def _plain(value: Any) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    return value
