"""Sites and service points, placed in the edition shown."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from tracker.solutions.declared import declared
from tracker.view import SITE_COLUMNS

POSITIONS = ("exact", "coarsened", "unit")


def sites(
    known: pd.DataFrame, edition: str | None = None, level: int | None = None, home: Path | None = None
) -> pd.DataFrame:
    """Return the sites with the P-code of the unit they stand in; columns SITE_COLUMNS.

    A site with a position is placed by it, in `edition` at `level`; one without keeps the P-code
    it was recorded with.  A status nobody stated is ``unknown``: it never counts as working.
    """
    if known.empty:
        return pd.DataFrame({name: pd.Series(dtype="object") for name in SITE_COLUMNS})
    table = known.reindex(columns=SITE_COLUMNS).copy()
    for name in ("lon", "lat"):
        table[name] = pd.to_numeric(table[name], errors="coerce").astype("Float64")
    table["status"] = table["status"].where(table["status"].isin(list(declared().site_statuses)), "unknown")
    located = table["lon"].notna() & table["lat"].notna()
    table["position"] = (
        table["position"].where(table["position"].isin(POSITIONS), "coarsened").where(located, "unit")
    )
    if edition is not None and level is not None:
        _place(table, located, edition, level, home)
    return table.sort_values("site_id", ignore_index=True, kind="stable")


def _place(table: pd.DataFrame, located: pd.Series, edition: str, level: int, home: Path | None) -> None:
    from geodata.editions import units
    from geodata.points import place

    if not located.any():
        return
    rows = table.index[located]
    lon, lat = (table.loc[rows, name].astype("float64").to_numpy() for name in ("lon", "lat"))
    pcodes = place(lon, lat, edition, level, home)
    known = units(edition, level, home)
    names = dict(zip(known["pcode"], known["name"], strict=True))
    decided = pd.Series(pcodes, index=rows, dtype="object")
    table["pcode"] = table["pcode"].astype("object").mask(located, decided)
    table["place_name"] = table["place_name"].astype("object").mask(located, decided.map(names))
