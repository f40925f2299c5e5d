"""Where the towns are: the shipped gazetteer, and the towns a user adds to it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geodata.errors import PlaceError

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
    return table
