"""Editions: dated sets of administrative boundaries, each with its own codes."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from geodata.errors import BoundaryError, PlaceError
from geodata.storage import Resolution, layer_path, read_layer, stored_report

COUNTRY = Path(__file__).parent / "countries" / "mli"
UNIT_COLUMNS = ["pcode", "name", "level", "parent_pcode", "parent_name", "region_2012"]
EMBEDDED = "ne-2013"
LEVEL_NAMES = {0: "country", 1: "region", 2: "cercle", 3: "commune"}


@dataclass(frozen=True)
class Edition:
    """One dated set of boundaries with its own P-codes.

    `levels` gives the number of units per admin level; `numbering` the code system of the P-codes;
    `fields` the code and name columns of the publisher's files per level; `same_units_as` an
    edition with the same regions, drawn or coded by somebody else; `derived_from` an edition whose
    communes make up these units, so that its polygons stand in until this one's are added.
    """

    id: str
    country: str
    title_fr: str
    title_en: str
    valid_from: str
    valid_to: str | None
    numbering: str
    levels: dict[int, int]
    licence: str
    credit: str
    url: str = ""
    approximate: bool = False
    defects: tuple[str, ...] = ()
    notes: str = ""
    extra: dict[str, object] = field(default_factory=dict)
    fields: dict[int, tuple[str, str]] = field(default_factory=dict)
    area_km2: float | None = None
    same_units_as: str | None = None
    derived_from: str | None = None
    derived_approximate: bool = False
    download: dict[str, str] = field(default_factory=dict)


def editions(home: Path | None = None) -> dict[str, Edition]:
    """Return the declared editions of Mali, and those the user declares in ``editions.toml``.

    An edition whose added geometry is only approximate says so.  Raises ``PlaceError`` when a
    declaration lacks or invents a field.
    """
    declared = dict(_declared(COUNTRY / "editions.toml"))
    if home and (home / "editions.toml").is_file():
        declared |= dict(_declared(home / "editions.toml"))
    if home is None:
        return declared
    return {id: _as_stored(edition, home) for id, edition in declared.items()}


def edition(id: str, home: Path | None = None) -> Edition:
    """Return one declared edition; raises ``PlaceError`` naming the known ones."""
    known = editions(home)
    if id not in known:
        raise PlaceError(f"edition {id!r} is not declared; known editions are: {', '.join(known)}")
    return known[id]


def _as_stored(edition: Edition, home: Path) -> Edition:
    report = stored_report(home, edition.id)
    return replace(edition, approximate=True) if report.get("approximate") else edition


def _declared(path: Path) -> Iterator[tuple[str, Edition]]:
    known = {item.name for item in fields(Edition)}
    for id, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
        values: dict[str, Any] = {"id": id, "country": "MLI", "valid_to": None, **entry}
        if unknown := values.keys() - known:
            raise PlaceError(f"{path.name}: edition {id!r} declares unknown fields {sorted(unknown)}")
        values["levels"] = {int(level): int(count) for level, count in entry["levels"].items()}
        values["fields"] = {int(level): tuple(pair) for level, pair in entry.get("fields", {}).items()}
        values["defects"] = tuple(entry.get("defects", ()))
        try:
            yield id, Edition(**values)
        except TypeError as error:
            raise PlaceError(f"{path.name}: edition {id!r} is incomplete: {error}") from error


def units(edition_id: str, level: int, home: Path | None = None) -> pd.DataFrame:
    """Return the units of one level: columns pcode, name, level, parent_pcode, parent_name, region_2012.

    The table is empty at a level the edition does not have.  `region_2012` names the region of
    2012 the unit lies in, which later regions keep as their predecessor.
    """
    table = all_units(edition_id, home)
    return table[table["level"] == level].reset_index(drop=True)


def all_units(edition_id: str, home: Path | None = None) -> pd.DataFrame:
    """Return the units of every level of the edition, coarsest first; columns as `units`."""
    declared = edition(edition_id, home)
    shipped = COUNTRY / edition_id / "units.csv"
    if shipped.is_file():
        return _shipped_units(shipped).copy()
    if edition_id == EMBEDDED:
        return _units_of(_embedded()).copy()
    levels = [level for level in sorted(declared.levels) if has_geometry(edition_id, level, home)]
    if not levels:
        raise _absent(declared, min(declared.levels))
    return pd.concat([_units_of(geometry(edition_id, level, home)) for level in levels], ignore_index=True)


@lru_cache(maxsize=16)
def _shipped_units(path: Path) -> pd.DataFrame:
    table = pd.read_csv(path, dtype="str", keep_default_na=False)
    table["level"] = table["level"].astype("int64")
    names = dict(zip(table["pcode"], table["name"], strict=True)) | {"MLI": "Mali"}
    table["parent_name"] = table["parent_pcode"].map(names)
    return table[UNIT_COLUMNS]


def _units_of(frame: gpd.GeoDataFrame) -> pd.DataFrame:
    table = pd.DataFrame(frame.drop(columns="geometry")).assign(region_2012="")
    if "parent_name" not in table:
        table["parent_name"] = "Mali"
    if table["level"].eq(1).all():
        table["region_2012"] = table["name"]
    return table[UNIT_COLUMNS]


def has_geometry(edition_id: str, level: int, home: Path | None = None) -> bool:
    """Tell whether polygons of this edition and level are embedded or have been added."""
    if edition_id == EMBEDDED:
        return level == 1
    return home is not None and layer_path(home, edition_id, level, "web").is_file()


def geometry(
    edition_id: str, level: int, home: Path | None = None, resolution: Resolution = "web"
) -> gpd.GeoDataFrame:
    """Return the polygons of one level in EPSG:4326.

    Columns pcode, name, level, parent_pcode, label_lon, label_lat, geometry.  ``web`` is simplified
    with shared borders kept shared; ``full`` is as added, after the listed repairs.  Raises
    ``BoundaryError``, saying what to do, when the edition has no geometry here.
    """
    declared = edition(edition_id, home)
    if not has_geometry(edition_id, level, home):
        raise _absent(declared, level)
    if edition_id == EMBEDDED:
        return _embedded().copy()
    assert home is not None  # noqa: S101 - has_geometry is false without a home
    return read_layer(home, edition_id, level, resolution)


@lru_cache(maxsize=1)
def _embedded() -> gpd.GeoDataFrame:
    frame = gpd.read_file(COUNTRY / EMBEDDED / "adm1.geojson")
    frame["level"] = frame["level"].astype("int64")
    points = frame.geometry.representative_point()
    frame["label_lon"], frame["label_lat"] = points.x.round(4), points.y.round(4)
    kept = ["pcode", "name", "level", "parent_pcode", "label_lon", "label_lat", "geometry"]
    return frame[kept]


def best_edition(level: int, home: Path | None = None) -> str:
    """Return the edition maps of this level are drawn in: COD-AB 2021 once added, else the embedded.

    Raises ``BoundaryError`` when no edition here has geometry at the level.
    """
    for candidate in ("cod-ab-2021", "cod-2012", EMBEDDED):
        if has_geometry(candidate, level, home):
            return candidate
    raise _absent(edition("cod-ab-2021", home), level)


def _absent(edition: Edition, level: int) -> BoundaryError:
    what = LEVEL_NAMES.get(level, f"level {level}")
    if level not in edition.levels:
        levels = ", ".join(str(number) for number in edition.levels)
        return BoundaryError(f"edition {edition.id} has no {what} level; it has levels {levels}")
    return BoundaryError(
        f"no {what} boundaries of edition {edition.id} here; get them from {edition.url} and run "
        f"`tracker boundaries add PATH --edition {edition.id}`, or `tracker boundaries fetch {edition.id}`"
    )


__all__ = [
    "Edition",
    "all_units",
    "best_edition",
    "edition",
    "editions",
    "geometry",
    "has_geometry",
    "units",
]
