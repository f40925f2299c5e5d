"""Where added boundaries lie in `TRACKER_HOME`, and how their prepared layers are read.

``boundaries/EDITION/original/`` keeps the bytes as they came, ``adm1.full.parquet`` the repaired
layer, ``adm1.web.parquet`` the simplified one and ``report.json`` what was found and done.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import geopandas as gpd

Resolution = Literal["web", "full"]


def edition_folder(home: Path, edition_id: str) -> Path:
    """Return the folder of an edition's added boundaries."""
    return home / "boundaries" / edition_id


def layer_path(home: Path, edition_id: str, level: int, resolution: Resolution) -> Path:
    """Return the file of one prepared layer, whether it exists or not."""
    return edition_folder(home, edition_id) / f"adm{level}.{resolution}.parquet"


def read_layer(home: Path, edition_id: str, level: int, resolution: Resolution) -> gpd.GeoDataFrame:
    """Return a prepared layer in EPSG:4326, columns as `geodata.editions.geometry`."""
    path = layer_path(home, edition_id, level, resolution)
    return _read(path, path.stat().st_mtime_ns).copy()


@lru_cache(maxsize=8)
def _read(path: Path, changed: int) -> gpd.GeoDataFrame:
    return gpd.read_parquet(path)


def stored_report(home: Path, edition_id: str) -> dict[str, Any]:
    """Return the report written when the edition was added, empty when it was not."""
    path = edition_folder(home, edition_id) / "report.json"
    if not path.is_file():
        return {}
    report: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return report
