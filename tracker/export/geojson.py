"""GeoJSON as RFC 7946 has it, written in a stream: memory stays flat however many slices there are.

Shared geometries and repeated texts are encoded once, which is why this is faster than GDAL for
the same frame.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from tracker.export.layer import Layer

BUFFER = 1 << 20


def write_geojson(layer: Layer, path: Path) -> None:
    """Write the layer as a FeatureCollection: bbox, ids, right-hand rule, six decimals, UTF-8, LF.

    Properties are in the order of the fields; `id` is the feature's id as well.  A feature without
    a place has a null geometry.
    """
    with path.open("wb", buffering=BUFFER) as file:
        file.write(_head(layer).encode())
        file.writelines(_features(layer))
        file.write(b"\n]}\n")


def _head(layer: Layer) -> str:
    used = layer.geometries[_used(layer)]
    members = {
        "type": "FeatureCollection",
        "name": layer.name,
        "title": layer.title_fr,
        "title_en": layer.title_en,
    }
    head = json.dumps(members, ensure_ascii=False)[:-1]
    if len(used):
        head += f', "bbox": {json.dumps([round(float(number), 6) for number in shapely.total_bounds(used)])}'
    return head + ', "features": [\n'


def _used(layer: Layer) -> npt.NDArray[np.int64]:
    """Return which of the shared geometries some row stands at; the rows themselves are not made."""
    place = layer.rows.places()
    return np.unique(place[place >= 0])


def _features(layer: Layer) -> Iterator[bytes]:
    shapes = [_shape(geometry).encode() for geometry in layer.geometries] + [b'"geometry":null']
    before = b""
    for table, place in layer.parts():
        ids = _encoded(table["id"], "id")
        columns = [ids, *(_encoded(table[name], name) for name in table.columns[1:])]
        for number, properties in zip(place.tolist(), zip(*columns, strict=True), strict=True):
            yield before + f'{{"type":"Feature",{properties[0]},'.encode()
            yield shapes[number]
            yield f',"properties":{{{",".join(properties)}}}}}'.encode()
            before = b",\n"


def _shape(geometry: shapely.Geometry) -> str:
    box = json.dumps([round(float(number), 6) for number in geometry.bounds], separators=(",", ":"))
    return f'"bbox":{box},"geometry":{json.dumps(_plain(geometry), separators=(",", ":"))}'


def _plain(geometry: shapely.Geometry) -> dict[str, object]:
    return dict(shapely.geometry.mapping(geometry))


def _encoded(column: pd.Series, name: str) -> npt.NDArray[np.object_]:
    """Return ``"name":value`` for every row; each distinct value is encoded once."""
    codes, values = pd.factorize(column, use_na_sentinel=True)
    key = json.dumps(name) + ":"
    texts = [key + _text(value) for value in values]
    return np.array([*texts, key + "null"], dtype=object)[codes]


def _text(value: object) -> str:
    if isinstance(value, (float, np.floating)):
        number = float(value)
        return str(int(number)) if number.is_integer() else repr(number)
    if isinstance(value, (int, np.integer)):
        return str(int(value))
    return json.dumps(str(value), ensure_ascii=False)
