"""Where the towns are: the shipped gazetteer, and the towns a user adds to it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geodata.errors import PlaceError
from geodata.names import name_key

SHIPPED = Path(__file__).parent / "countries" / "mli" / "gazetteer.csv"
COLUMNS = ["geonames_id", "name", "alt_names", "lat", "lon", "population", "adm1_pcode"]
COLUMNS += ["source", "licence", "credit", "note"]


def cities(home: Path | None = None) -> pd.DataFrame:
    """Return the known towns, the user's own (``gazetteer.csv`` in `home`) before the shipped ones.

    `lat` and `lon` are degrees in EPSG:4326, `population` is people (empty when unknown),
    `adm1_pcode` is in edition `ne-2013`, `alt_names` are parted by ``|``.  A row of the user
    replaces the shipped row with the same GeoNames id.  Raises ``PlaceError`` when the user's file
    lacks a column or holds a position that is none.
    """
    shipped = _table(SHIPPED)
    own = home / "gazetteer.csv" if home else None
    if own is None or not own.is_file():
        return shipped
    added = _table(own)
    kept = shipped[~shipped["geonames_id"].isin(added["geonames_id"].dropna())]
    return pd.concat([added, kept], ignore_index=True)


def find_towns(names: pd.Series, regions: pd.Series, home: Path | None = None) -> pd.DataFrame:
    """Return the one town each name means: columns geonames_id and name, empty where none or several do.

    `regions` are P-codes of edition `ne-2013` the town must lie in, empty where nobody said.  A name
    is compared as `geodata.names.name_key` does, official names before other spellings.
    """
    towns = cities(home)
    found: dict[tuple[str, str], tuple[str | None, str | None]] = {}
    told = [column.astype("object").fillna("").astype("str") for column in (names, regions)]
    asked = list(zip(*told, strict=True))
    for name, region in set(asked):
        inside = towns[towns["adm1_pcode"] == region] if region else towns
        found[name, region] = _the_one(name_key(name), inside)
    rows = [found[key] for key in asked]
    return pd.DataFrame(rows, columns=["geonames_id", "name"], index=names.index, dtype="object")


def _the_one(key: str, towns: pd.DataFrame) -> tuple[str | None, str | None]:
    """Return id and name of the only town called so; an official name goes before an other spelling."""
    official = towns["name"].map(name_key) == key
    spelt = towns["alt_names"].map(lambda text: key in {name_key(part) for part in text.split("|")})
    for called in (official, spelt):
        if key and called.sum() == 1:
            town = towns[called].iloc[0]
            return str(town["geonames_id"]), str(town["name"])
        if called.any():
            break
    return None, None


def _table(path: Path) -> pd.DataFrame:
    table = pd.read_csv(path, dtype="str", keep_default_na=False, na_values=[""])
    missing = [column for column in ("name", "lat", "lon", "source") if column not in table]
    if missing:
        raise PlaceError(f"{path}: columns {missing} are missing; a gazetteer has {COLUMNS}")
    table = table.reindex(columns=COLUMNS).astype(dict.fromkeys(COLUMNS, "str"))
    for column, limit in (("lat", 90), ("lon", 180)):
        degrees = pd.to_numeric(table[column], errors="coerce")
        wrong = table[degrees.isna() | (degrees.abs() > limit)]
        if len(wrong):
            row = wrong.iloc[0]
            raise PlaceError(
                f"{path}, row {wrong.index[0] + 2}: {column} of {row['name']} is {row[column]!r}, "
                f"expected degrees between -{limit} and {limit}; write decimals with a point"
            )
        table[column] = degrees.astype("float64")
    table["population"] = pd.to_numeric(table["population"], errors="coerce").astype("Int64")
    table["alt_names"] = table["alt_names"].fillna("")
    table["geonames_id"] = table["geonames_id"].fillna("own " + table["name"])
    return table
