"""Polygons of one edition made from the communes of another, until its own are added."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import geopandas as gpd

from geodata.boundaries.checks import areas_km2
from geodata.boundaries.keeping import Layers, keep
from geodata.boundaries.simplify import dissolved
from geodata.crosswalk import unit_of_commune
from geodata.editions import Edition, editions, units
from geodata.storage import Resolution, edition_folder, layer_path, read_layer, stored_report


def derive_from(edition_id: str, home: Path) -> list[Edition]:
    """Make the editions that are declared to derive from this one, and return them.

    Polygons somebody added are never replaced; derived ones are made anew.  Nothing is derived
    while the communes of `edition_id` are not here.
    """
    if not layer_path(home, edition_id, 3, "full").is_file():
        return []
    made = []
    for declared in editions(home).values():
        present = stored_report(home, declared.id)
        if declared.derived_from == edition_id and (not present or "derived_from" in present):
            _derive(declared, edition_id, home)
            made.append(declared)
    return made


def with_labels(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return units with a point inside each (`label_lon`, `label_lat`, degrees) and the stored columns."""
    points = frame.geometry.representative_point()
    frame = frame.assign(label_lon=points.x.round(4), label_lat=points.y.round(4))
    return frame[["pcode", "name", "level", "parent_pcode", "label_lon", "label_lat", "geometry"]]


def _derive(declared: Edition, source: str, home: Path) -> None:
    full, web = (_layers(declared, source, home, kind) for kind in ("full", "web"))
    report: dict[str, Any] = {
        "edition": declared.id,
        "derived_from": source,
        "approximate": declared.derived_approximate,
        "levels": {str(level): len(frame) for level, frame in sorted(full.items())},
        "area_km2": round(float(areas_km2(full[1].geometry.to_numpy()).sum()), 1),
        "rules": {},
        "faults": [],
    }
    with tempfile.TemporaryDirectory(dir=home / "boundaries", prefix=".deriving-") as folder:
        keep(full, web, report, [], Path(folder) / "kept", edition_folder(home, declared.id))


def _layers(declared: Edition, source: str, home: Path, resolution: Resolution) -> Layers:
    communes = read_layer(home, source, 3, resolution)
    layers = {}
    for level in declared.levels:
        owner = unit_of_commune(declared.id, level)
        if owner is not None:
            parts = communes.assign(parent_pcode=communes["pcode"].map(owner))
            layers[level] = with_labels(dissolved(parts, units(declared.id, level, home)))
    return layers
