"""Where the displaced people of a unit are: towns and communes their count names, as points."""

from __future__ import annotations

import re
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from tracker.observation import SUMMABLE_KINDS
from tracker.slices import slice_of
from tracker.view import POINT_COLUMNS

PEOPLE = "idp_stock"
TOWN = "town:"
FINEST_FIRST = (("commune",), ("booked", "cercle"), ("town",))
"""Bases: a count of a commune; of a cercle, at the commune its source names or at its town; of a town."""


def people_points(
    record: pd.DataFrame, figures: pd.DataFrame, units: gpd.GeoDataFrame, home: Path | None = None
) -> pd.DataFrame:
    """Return every count of IDPs that says more about where they are than the figure of their unit.

    For each unit the newest slice that has such counts, not later than its newest figure, which
    reach is measured with.  `units` have pcode and geometry in EPSG:4326; a point on a border stands
    in the unit with the lowest P-code.  Columns: POINT_COLUMNS.
    """
    own = figures[(figures["indicator"] == PEOPLE) & figures["value"].notna()]
    last = own.groupby("pcode")["slice"].max()
    counted = record[
        (record["indicator"] == PEOPLE)
        & record["figure_kind"].isin(SUMMABLE_KINDS)
        & record["value"].notna()
        & record["pcode"].notna()
        & record["sex"].isna()
        & record["population_group"].isna()
    ]
    counted = counted.assign(slice=slice_of(counted["reference_end"]))
    counted = counted[counted["slice"] == counted.groupby("pcode")["slice"].transform("max")]
    parts = [_towns(counted, home), _communes(counted, home), _cercles(counted, home)]
    table = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    if table.empty:
        return pd.DataFrame(columns=POINT_COLUMNS)
    newest = table.groupby(["place", "slice", "source"])["reference_end"].transform("max")
    table = table[table["reference_end"] == newest]
    table = table.assign(pcode=units_of(table["lon"], table["lat"], units), people=table["value"])
    until = table["pcode"].map(last).astype("str")  # text also where no unit of these has a figure
    table = table[(table["slice"] <= until).fillna(False).astype("bool")]
    table = table[table["slice"] == table.groupby("pcode")["slice"].transform("max")]
    return table.reindex(columns=POINT_COLUMNS).reset_index(drop=True)


def units_of(lon: pd.Series, lat: pd.Series, units: gpd.GeoDataFrame) -> pd.Series:
    """Return the unit each point lies in; on a border, the one with the lowest P-code."""
    ordered = units.sort_values("pcode", ignore_index=True)
    spots = shapely.points(lon.astype("float64"), lat.astype("float64"))
    spot, unit = shapely.STRtree(ordered.geometry.to_numpy()).query(spots, predicate="intersects")
    found: list[str | None] = [None] * len(lon)
    for here, there in sorted(zip(spot, unit, strict=True), reverse=True):
        found[int(here)] = str(ordered["pcode"].iloc[int(there)])
    return pd.Series(found, index=lon.index, dtype="object")


def _at(counted: pd.DataFrame, at: pd.DataFrame, basis: str) -> pd.DataFrame:
    """Return the counts with the position of `at` (indexed alike); those without one are left out."""
    table = counted[["pcode", "value", "slice", "reference_end", "source"]].rename(columns={"pcode": "place"})
    table = table.assign(lon=at["lon"], lat=at["lat"], basis=basis)
    return table[table["lon"].notna() & table["lat"].notna()]


def _towns(counted: pd.DataFrame, home: Path | None) -> pd.DataFrame:
    from geodata.gazetteer import cities

    mine = counted[counted["pcode"].str.startswith(TOWN)]
    known = cities(home)
    known = known.assign(id=TOWN + known["geonames_id"]).drop_duplicates("id").set_index("id")
    return _at(mine, known[["lon", "lat"]].reindex(mine["pcode"]).set_axis(mine.index), "town")


def _communes(counted: pd.DataFrame, home: Path | None) -> pd.DataFrame:
    parts = []
    for edition, mine in counted[counted["level"] == 3].groupby("edition"):
        places = labels(str(edition), 3, home)
        parts.append(_at(mine, places.reindex(mine["pcode"]).set_axis(mine.index), "commune"))
    return pd.concat(parts) if parts else _at(counted[:0], counted[:0].assign(lon=0.0, lat=0.0), "commune")


def _cercles(counted: pd.DataFrame, home: Path | None) -> pd.DataFrame:
    """Return counts of cercles at the commune their source books them on, else at their own town."""
    from geodata.gazetteer import cities
    from geodata.names import name_key

    mine = counted[(counted["level"] == 2) & counted["edition"].notna()]
    towns = cities(home)
    parts = [_at(mine[:0], mine[:0].assign(lon=0.0, lat=0.0), "cercle")]
    for edition, rows in mine.groupby("edition"):
        borders = _geometry(str(edition), 2, home)
        if borders is None:
            continue
        inside = towns.assign(
            cercle=units_of(towns["lon"], towns["lat"], borders), key=towns["name"].map(name_key)
        )
        spots = inside.drop_duplicates(["cercle", "key"]).set_index(["cercle", "key"])[["lon", "lat"]]
        booked = rows["reported_admin3_name"].map(_commune_key)
        for basis, keys in (("booked", booked), ("cercle", rows["place_name"].map(name_key))):
            pairs = pd.MultiIndex.from_arrays([rows["pcode"], keys])
            parts.append(_at(rows, spots.reindex(pairs).set_axis(rows.index), basis))
    table = pd.concat(parts)
    return table[~table.index.duplicated()]  # the commune goes before the town of the cercle


def _commune_key(name: object) -> str:
    from geodata.names import name_key

    text = "" if name is None or name is pd.NA or name != name else str(name)
    return name_key(re.sub(r"(?i)\b(commune|urbaine|rurale)\b", " ", text).strip())


def labels(edition: str, level: int, home: Path | None) -> pd.DataFrame:
    """Return a point inside each unit, by P-code; nothing where the edition has no geometry here."""
    known = _geometry(edition, level, home)
    if known is None:
        return pd.DataFrame({"lon": [], "lat": []}, dtype="float64")
    named = known.rename(columns={"label_lon": "lon", "label_lat": "lat"})
    return pd.DataFrame(named.set_index("pcode")[["lon", "lat"]])


def _geometry(edition: str, level: int, home: Path | None) -> gpd.GeoDataFrame | None:
    from geodata.editions import geometry, has_geometry

    return geometry(edition, level, home) if has_geometry(edition, level, home) else None
