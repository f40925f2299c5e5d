"""Add somebody's boundary files to an edition: recognise, check, repair by rule, simplify, keep."""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyproj
from pyproj.exceptions import CRSError

from geodata.boundaries.checks import Fault, areas_km2, check_layer, rules
from geodata.boundaries.deriving import derive_from, with_labels
from geodata.boundaries.formats import Layer, read_layers
from geodata.boundaries.keeping import keep
from geodata.boundaries.recognise import Recognised, identify, mended_name, recognise
from geodata.boundaries.repair import repair
from geodata.boundaries.simplify import dissolved, simplified
from geodata.editions import LEVEL_NAMES, Edition, edition, geometry, has_geometry, units
from geodata.errors import BoundaryError
from geodata.how_many import how_many
from geodata.storage import edition_folder

MALI_WINDOW = (-13.0, 9.5, 5.0, 25.5)  # lon, lat: Mali with half a degree around it


@dataclass(frozen=True)
class Prepared:
    """The levels of an edition ready to be kept: full and web polygons, and everything found."""

    full: dict[int, gpd.GeoDataFrame]
    web: dict[int, gpd.GeoDataFrame]
    faults: list[Fault]
    report: dict[str, Any]


def add(
    path: Path, edition_id: str, home: Path, *, crs: str | None = None, numbering: str | None = None
) -> dict[str, Any]:
    """Read `path` into `home` as the polygons of an edition and return the report.

    `crs` is needed where the file states none, `numbering` where its codes are not the edition's
    and cannot be recognised.  Nothing is stored unless everything is sound after the declared
    repairs; what was there before then stays.  Raises ``BoundaryError``.
    """
    declared = edition(edition_id, home)
    (home / "boundaries").mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home / "boundaries", prefix=".adding-") as folder:
        scratch = Path(folder)
        (scratch / "unpacked").mkdir()
        layers = read_layers(path, scratch / "unpacked")
        prepared = prepare(layers, declared, home, crs=crs, numbering=numbering)
        prepared.report["given"] = path.name
        files = [file for layer in layers for file in layer.files]
        target = edition_folder(home, edition_id)
        _refuse_poorer(target, prepared.report)
        keep(prepared.full, prepared.web, prepared.report, files, scratch / "kept", target)
    derived = [each.id for each in derive_from(edition_id, home)]
    return {**prepared.report, "derived": derived}


def _refuse_poorer(target: Path, report: dict[str, Any]) -> None:
    """Refuse a file that lacks a level the edition already holds: the crosswalk needs the finest."""
    stored = target / "report.json"
    if not stored.is_file():
        return
    held = json.loads(stored.read_text(encoding="utf-8"))["levels"]
    missing = sorted(set(held) - set(report["levels"]))
    if missing:
        names = ", ".join(
            f"{how_many(held[level], 'unit')} of the {LEVEL_NAMES[int(level)]} level" for level in missing
        )
        raise BoundaryError(
            f"{report['edition']} already holds {names}, which this file lacks; nothing was replaced: "
            f"add a folder or archive with all levels, or delete {target} first"
        )


def prepare(
    layers: list[Layer],
    declared: Edition,
    home: Path,
    *,
    crs: str | None = None,
    numbering: str | None = None,
) -> Prepared:
    """Return the layers recognised, repaired and simplified, without storing anything."""
    full: dict[int, gpd.GeoDataFrame] = {}
    faults: list[Fault] = []
    taken: list[dict[str, Any]] = []
    approximate = False
    for layer in layers:
        recognised = recognise(_in_degrees(layer, crs), layer.name)
        if recognised is None:
            continue
        if recognised.level in full:
            raise BoundaryError(f"two layers hold the {LEVEL_NAMES[recognised.level]} level; add one of them")
        frame, own, met = _layer(recognised, declared, home, numbering)
        full[recognised.level] = frame
        faults += met
        approximate = approximate or recognised.approximate
        taken.append({"layer": layer.name, "level": recognised.level, "family": recognised.family,
                      "units": len(frame), "numbering": own})  # fmt: skip
    if not full:
        raise BoundaryError(
            "the file holds only the outline of the country; expected regions, cercles or communes"
        )
    faults += _dissolve_missing(full, declared, home)
    faults += _across_levels(full, declared)
    web = simplified(full)
    report = {
        "edition": declared.id,
        "approximate": approximate,
        "layers": taken,
        "levels": {str(level): len(frame) for level, frame in sorted(full.items())},
        "area_km2": round(float(areas_km2(full[max(full)].geometry.to_numpy()).sum()), 1),
        "rules": {
            rule: rules()["repair"]["rules"][rule] for rule in sorted({f.repair for f in faults if f.repair})
        },
        "faults": [asdict(fault) for fault in faults],
    }
    return Prepared(full, web, faults, report)


def check(edition_id: str, home: Path) -> dict[str, Any]:
    """Return what is wrong with the kept polygons of an edition now, level by level.

    Raises ``BoundaryError`` when the edition has not been added.
    """
    declared = edition(edition_id, home)
    levels = [level for level in sorted(declared.levels) if has_geometry(edition_id, level, home)]
    if not levels:
        geometry(edition_id, min(declared.levels), home)
    full = {level: geometry(edition_id, level, home, "full") for level in levels}
    faults = [fault for level in levels for fault in check_layer(full[level], full.get(level - 1))]
    faults += _total_area(full, declared)
    return {
        "edition": edition_id,
        "levels": {str(level): len(frame) for level, frame in full.items()},
        "area_km2": round(float(areas_km2(full[max(full)].geometry.to_numpy()).sum()), 1),
        "invalid": sum(fault.code == "geometry_invalid" for fault in faults),
        "overlaps": sum(fault.code == "overlap" for fault in faults),
        "gaps": sum(fault.code == "gap" for fault in faults),
        "nested": not any(fault.code in {"outside_parent", "parent_unknown"} for fault in faults),
        "faults": [asdict(fault) for fault in faults],
    }


def _in_degrees(layer: Layer, stated: str | None) -> gpd.GeoDataFrame:
    frame = layer.frame[layer.frame.geom_type.isin(["Polygon", "MultiPolygon"])]
    if frame.crs is None:
        if stated is None:
            raise BoundaryError(
                f"{layer.files[0].name} states no coordinate reference system; say which it is with "
                "`--crs` (for degrees of longitude and latitude: `--crs EPSG:4326`). Nothing was stored"
            )
        try:
            frame = frame.set_crs(pyproj.CRS.from_user_input(stated))
        except CRSError as error:
            raise BoundaryError(f"{stated!r} is no coordinate reference system: {error}") from error
    frame = frame.to_crs("EPSG:4326").reset_index(drop=True)
    west, south, east, north = frame.total_bounds
    if west < MALI_WINDOW[0] or south < MALI_WINDOW[1] or east > MALI_WINDOW[2] or north > MALI_WINDOW[3]:
        raise BoundaryError(
            f"{layer.files[0].name} spans {west:.1f} to {east:.1f} E, {south:.1f} to {north:.1f} N, beyond "
            "Mali (12.3 W to 4.3 E, 10.1 to 25.0 N): another country, or a wrong --crs; nothing was stored"
        )
    return frame


def _layer(
    recognised: Recognised, declared: Edition, home: Path, numbering: str | None
) -> tuple[gpd.GeoDataFrame, str, list[Fault]]:
    printed = recognised.frame["name"]
    mended = recognised.frame.assign(
        name=printed.map(mended_name), parent=recognised.frame["parent"].map(mended_name)
    )
    frame, own = identify(replace(recognised, frame=mended), declared, home, numbering)
    faults = [
        Fault(
            "name_misencoded", recognised.level, None, right, f"printed as {wrong!r}", repair="names_mojibake"
        )
        for wrong, right in zip(printed, mended["name"], strict=True)
        if wrong != right
    ]
    if own != declared.numbering and recognised.frame["code"].ne("").any():
        message = f"the codes of the file are of numbering {own}"
        faults.append(
            Fault("codes_translated", recognised.level, None, None, message, repair="codes_translated")
        )
    frame, met = repair(frame)
    return with_labels(frame), own, faults + met


def _dissolve_missing(full: dict[int, gpd.GeoDataFrame], declared: Edition, home: Path) -> list[Fault]:
    faults = []
    for level in range(max(full) - 1, 0, -1):
        if level in full or level not in declared.levels:
            continue
        full[level] = with_labels(dissolved(full[level + 1], units(declared.id, level, home)))
        message = f"made by dissolving the {LEVEL_NAMES[level + 1]} level"
        faults.append(Fault("level_missing", level, None, None, message, repair="dissolve"))
    return faults


def _across_levels(full: dict[int, gpd.GeoDataFrame], declared: Edition) -> list[Fault]:
    faults = []
    for level, frame in full.items():
        if level - 1 in full:
            faults += [
                f
                for f in check_layer(frame, full[level - 1])
                if f.code in {"outside_parent", "parent_unknown"}
            ]
    return faults + _total_area(full, declared)


def _total_area(full: dict[int, gpd.GeoDataFrame], declared: Edition) -> list[Fault]:
    if declared.area_km2 is None:
        return []
    faults = []
    for level, frame in full.items():
        total = float(areas_km2(frame.geometry.to_numpy()).sum())
        if abs(total / declared.area_km2 - 1) > rules()["check"]["total_area_share"]:
            message = f"{total:,.0f} km2 in all, expected {declared.area_km2:,.0f}"
            faults.append(Fault("area_unexpected", level, None, None, message, round(total, 1)))
    return faults
