"""What the columns of a boundary file mean, and which unit of the edition each polygon is."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from geodata.editions import COUNTRY, LEVEL_NAMES, Edition, units
from geodata.errors import BoundaryError
from geodata.how_many import how_many
from geodata.match import PlaceIndex
from geodata.pcodes import BY_NAME, numberings

MOJIBAKE = ("Ã", "Â", "â€")

OWN_LETTERS = {"ML", "MLI"}


@dataclass(frozen=True)
class Recognised:
    """A layer whose polygons carry their level, code, name and parent's name as printed."""

    level: int
    family: str
    frame: gpd.GeoDataFrame
    approximate: bool = False


def recognise(frame: gpd.GeoDataFrame, layer: str) -> Recognised | None:
    """Return the layer with columns code, name, parent, geometry; None for a country outline.

    Raises ``BoundaryError`` listing the columns when no known family fits.
    """
    columns = {column.lower(): column for column in frame.columns}
    for family in _families():
        fit = _fit(family, columns, frame)
        if fit is None:
            continue
        level, code, name, parent = fit
        table = {
            "code": _text(frame, code),
            "name": _text(frame, name),
            "parent": _text(frame, parent),
        }
        recognised = gpd.GeoDataFrame(table, geometry=frame.geometry.to_numpy(), crs=frame.crs)
        return Recognised(level, family["id"], recognised, bool(family.get("approximate")))
    if any(column.startswith(("adm0", "admin0")) for column in columns):
        return None
    raise BoundaryError(
        f"layer {layer}: no known code and name columns among {list(frame.columns)}; "
        f"known families are {', '.join(family['met_in'] for family in _families())}"
    )


@cache
def _families() -> list[dict[str, Any]]:
    path = Path(__file__).with_name("fields.toml")
    families: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["family"]
    return families


def _fit(
    family: dict[str, Any], columns: dict[str, str], frame: gpd.GeoDataFrame
) -> tuple[int, str | None, str, str | None] | None:
    def first(patterns: list[str], level: int) -> str | None:
        names = [pattern.format(n=level) for pattern in patterns]
        return next((columns[name] for name in names if name in columns), None)

    if field := columns.get(family.get("level_field", "")):
        level = int(str(frame[field].iloc[0])[-1])
        name = first(family["name"], level)
        return (level, first(family["code"], level), name, None) if name else None
    if "level_field" in family:
        return None
    for level in sorted(family.get("levels", [1, 2, 3]), reverse=True):
        code, name = first(family["code"], level), first(family["name"], level)
        if code and name:
            return level, code, name, first(family.get("parent", family["name"]), level - 1)
    return None


def _text(frame: gpd.GeoDataFrame, column: str | None) -> pd.Series:
    if column is None:
        return pd.Series("", index=range(len(frame)), dtype="str")
    text: pd.Series = frame[column].astype("str").fillna("").str.strip()
    return text.reset_index(drop=True)


def mended_name(name: str) -> str:
    """Return a name that was written as UTF-8 and read as Latin-1 as it was meant.

    >>> mended_name("Dio\\u00c3\\u00afla"), mended_name("Ségou")
    ('Dioïla', 'Ségou')
    """
    if not any(mark in name for mark in MOJIBAKE):
        return name
    for encoding in ("cp1252", "latin-1"):
        try:
            return name.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return name


def identify(
    layer: Recognised, edition: Edition, home: Path, numbering: str | None = None
) -> tuple[gpd.GeoDataFrame, str]:
    """Return the layer as units of the edition, and the numbering its codes turned out to be in.

    Columns pcode, name, level, parent_pcode, name_printed, geometry.

    The numbering is the one stated, else the edition's own when it fits every unit, else the one
    that fits most.  Raises ``BoundaryError`` naming the polygons that are no unit of the edition,
    and the units without a polygon.
    """
    if not (COUNTRY / edition.id / "units.csv").is_file():
        return _as_printed(layer), edition.numbering
    _refuse_faulty_codes(layer)
    known = units(edition.id, layer.level, home)
    index = PlaceIndex(edition.id, home)
    names, parents = layer.frame["name"], layer.frame["parent"]
    candidates = [numbering] if numbering else [edition.numbering, *numberings(), BY_NAME]
    best: tuple[int, str, pd.DataFrame] | None = None
    for candidate in dict.fromkeys(candidates):
        codes = None if candidate == BY_NAME else layer.frame["code"]
        within = _parents(index, parents, layer.level, candidate)
        found = index.match_many(names, codes, layer.level, within, candidate)
        right = int(found["pcode"].notna().sum())
        if best is None or right > best[0]:
            best = (right, candidate, found)
        if right == len(names):
            break
    assert best is not None  # noqa: S101 - there is always a candidate
    _refuse_strangers(layer, edition, best, known)
    frame = layer.frame.assign(pcode=best[2]["pcode"].to_numpy())
    frame = frame.merge(known, on="pcode", suffixes=("_printed", ""), validate="one_to_one")
    kept = ["pcode", "name", "level", "parent_pcode", "name_printed", "geometry"]
    return frame[kept].sort_values("pcode", ignore_index=True), best[1]


def _parents(index: PlaceIndex, parents: pd.Series, level: int, numbering: str) -> pd.Series | None:
    if level == 1 or not parents.ne("").all():
        return None
    found = index.match_many(parents, None, level - 1)
    return found["pcode"] if found["pcode"].notna().all() else None


def _refuse_faulty_codes(layer: Recognised) -> None:
    """Refuse one code on two polygons, and codes that begin with another country's letters."""
    codes = layer.frame["code"].fillna("").str.strip().str.upper()
    given = codes[codes.ne("")]
    twice = sorted(given[given.duplicated()].unique())
    if twice:
        places = ", ".join(layer.frame["name"].loc[given[given == twice[0]].index])
        raise BoundaryError(f"code {twice[0]} stands on more than one polygon ({places}); nothing was stored")
    letters = given.str.extract(r"^([A-Z]{2,3})\d+$")[0].dropna()
    foreign = sorted(set(letters) - OWN_LETTERS)
    if foreign:
        raise BoundaryError(
            f"the codes of the file begin with {', '.join(foreign)}; codes of Mali begin with "
            f"{' or '.join(sorted(OWN_LETTERS))}. Is it another country? Nothing was stored"
        )


def _refuse_strangers(
    layer: Recognised, edition: Edition, best: tuple[int, str, pd.DataFrame], known: pd.DataFrame
) -> None:
    right, numbering, found = best
    what, total = LEVEL_NAMES[layer.level], len(found)
    if layer.level not in edition.levels:
        raise BoundaryError(f"the file holds {what} polygons; edition {edition.id} has no such level")
    if right < total:
        lost = found[found["pcode"].isna()]
        names = ", ".join(layer.frame["name"].loc[lost.index].head(5))
        raise BoundaryError(
            f"{total - right} of {how_many(total, f'{what} polygon')} not found in {edition.id} (numbering "
            f"{numbering} fits best): {names}. {lost['problem_message'].iloc[0]}. Is it another "
            "country, another edition, or another numbering? Nothing was stored"
        )
    repeated = found["pcode"][found["pcode"].duplicated()].unique()
    missing = known[~known["pcode"].isin(found["pcode"])]
    if len(repeated) or len(missing):
        raise BoundaryError(
            f"edition {edition.id} has {how_many(len(known), f'{what} unit')}, the file "
            f"{how_many(total, 'polygon')}; "
            f"missing: {', '.join(missing['name'].head(5)) or 'none'}; "
            f"twice: {', '.join(repeated[:5]) or 'none'}. Nothing was stored"
        )


def _as_printed(layer: Recognised) -> gpd.GeoDataFrame:
    frame = layer.frame.rename(columns={"code": "pcode"})
    frame = frame.assign(level=layer.level, name_printed=frame["name"], parent_pcode=frame["pcode"].str[:-2])
    if frame["pcode"].eq("").any() or frame["pcode"].duplicated().any():
        raise BoundaryError("the codes of the file are empty or not unique; nothing was stored")
    kept = ["pcode", "name", "level", "parent_pcode", "name_printed", "geometry"]
    return frame[kept].sort_values("pcode", ignore_index=True)
