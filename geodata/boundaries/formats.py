"""Polygon layers out of whatever people are given: shapefile, GeoJSON, TopoJSON, GeoPackage, FileGDB.

A file is judged by its content before GDAL sees it, because GDAL opens by content too and some of
its formats point at other files.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from geodata.errors import BoundaryError
from geodata.how_many import how_many

MAX_UNPACKED_BYTES = 1_000_000_000
MAX_MEMBERS = 5_000
_SHAPEFILE = b"\x00\x00\x27\x0a"
_SQLITE = b"SQLite format 3\x00"
_ZIP = b"PK\x03\x04"
_NOT_AREAS = ("Point", "LineString")
_NAMED = {".shp", ".zip", ".gpkg", ".geojson", ".json", ".topojson"}
_SIDECARS = {".shp", ".shx", ".dbf", ".prj", ".cpg"}


@dataclass(frozen=True)
class Layer:
    """One polygon layer as read: `files` are the files it came from, `crs` None when not stated."""

    name: str
    frame: gpd.GeoDataFrame
    files: tuple[Path, ...]


def read_layers(path: Path, scratch: Path) -> list[Layer]:
    """Return every polygon layer of a file, folder or zip; `scratch` is a folder to unpack into.

    Raises ``BoundaryError`` when the path holds nothing readable, is encrypted, truncated or too
    large, or is not what its name says.
    """
    if not path.exists():
        raise BoundaryError(f"{path} does not exist")
    layers = [layer for source in _sources(path, scratch) for layer in _layers_of(source)]
    if not layers:
        raise BoundaryError(
            f"{path}: no polygon layer found; expected a shapefile (with its .shx and .dbf), GeoJSON, "
            "TopoJSON, GeoPackage or File Geodatabase, alone or in a folder or zip; nothing was stored"
        )
    return layers


def _sources(path: Path, scratch: Path) -> Iterator[Path]:
    if path.is_dir() and path.suffix.lower() != ".gdb":
        for child in sorted(path.iterdir()):
            beside_shp = child.suffix.lower() in _SIDECARS - {".shp"}
            if child.is_dir() or (not beside_shp and (child.suffix.lower() in _NAMED or _kind(child))):
                yield from _sources(child, scratch)
        return
    if path.is_file() and _kind(path) == "zip":
        yield from _sources(_unpacked(path, scratch), scratch)
        return
    if path.is_file() and _kind(path) is None:
        raise BoundaryError(_not_boundaries(path))
    yield path


def _kind(path: Path) -> str | None:
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(_SHAPEFILE):
        return "shapefile"
    if head.startswith(_SQLITE):
        return "geopackage"
    if head.startswith(_ZIP):
        return "zip"
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return "json"
    return None


def _not_boundaries(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(200)
    if not head:
        found = "an empty file"
    elif head.startswith(b"version https://git-lfs"):
        found = "a git-lfs pointer, not the file itself"
    elif head.lstrip()[:1] == b"<":
        found = "a page or XML document, perhaps the answer of a server that refused the download"
    else:
        found = f"something that begins with {head[:16]!r}"
    return f"{path.name} is {found}, not a boundary file; nothing was stored"


def _unpacked(path: Path, scratch: Path) -> Path:
    folder = scratch / f"{len(list(scratch.iterdir()))}-{path.stem}"
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if any(member.flag_bits & 1 for member in members):
                raise BoundaryError(
                    f"{path.name} is encrypted; unpack it with its password and add the folder"
                )
            size = sum(member.file_size for member in members)
            if size > MAX_UNPACKED_BYTES or len(members) > MAX_MEMBERS:
                raise BoundaryError(
                    f"{path.name} would unpack to {size:,} bytes in {how_many(len(members), 'file')}: refused"
                )
            for member in members:
                if not (folder / member.filename).resolve().is_relative_to(folder.resolve()):
                    raise BoundaryError(
                        f"{path.name} holds {member.filename!r}, outside its own folder: refused"
                    )
            archive.extractall(folder)
    except (zipfile.BadZipFile, EOFError, OSError) as error:
        raise BoundaryError(
            f"{path.name} is a broken or truncated zip ({error}); download it again"
        ) from error
    return folder


def _layers_of(path: Path) -> Iterator[Layer]:
    if path.is_file() and _kind(path) == "json":
        _check_json(path)
    try:
        listed = pyogrio.list_layers(path)
        for name in [str(name) for name, kind in listed if not str(kind).endswith(_NOT_AREAS)]:
            frame = pyogrio.read_dataframe(path, layer=name)
            if (
                isinstance(frame, gpd.GeoDataFrame)
                and frame.geom_type.isin(["Polygon", "MultiPolygon"]).any()
            ):
                yield Layer(name, frame, _files(path))
    except (DataSourceError, DataLayerError, RuntimeError, ValueError) as error:
        raise BoundaryError(
            f"{path.name} cannot be read ({error}); it is broken or truncated, or a part of it is missing. "
            "Nothing was stored; get it again"
        ) from error


def _check_json(path: Path) -> None:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, UnicodeDecodeError) as error:
        raise BoundaryError(
            f"{path.name} is no complete JSON ({error}); it is broken or truncated"
        ) from error
    kind = content.get("type")
    if kind not in {"FeatureCollection", "Feature", "Topology"}:
        raise BoundaryError(f"{path.name} is JSON of type {kind!r}, expected GeoJSON or TopoJSON")


def _files(path: Path) -> tuple[Path, ...]:
    if path.is_dir():
        return tuple(sorted(child for child in path.rglob("*") if child.is_file()))
    if path.suffix.lower() == ".shp":
        beside = path.parent.glob(f"{path.stem}.*")
        return tuple(sorted(child for child in beside if child.suffix.lower() in _SIDECARS))
    return (path,)
