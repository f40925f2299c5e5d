"""Towns: a count about a town stands beside those of its cercle and is never added to them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from geodata.crosswalk import table as links_between
from geodata.editions import EMBEDDED
from geodata.gazetteer import cities, find_towns
from geodata.match import PlaceIndex
from tracker.observation import COUNTED_UNITS
from tracker.select import standing
from tracker.slices import per_unit_and_slice
from tracker.view import CITY_COLUMNS

PREFIX = "town:"


def place_towns(
    table: pd.DataFrame, rows: pd.Index, edition: str, home: Path | None = None
) -> npt.NDArray[np.bool_]:
    """Decide in place which of the rows count people in a known town; return which those are.

    The decided P-code is ``town:`` and the GeoNames id: a town has a position, not a polygon.  The
    region a row names must be the one the gazetteer puts the town in; a movement is left alone.
    """
    counts = table.loc[rows, "unit"].isin(COUNTED_UNITS) & table.loc[rows, "reported_origin_name"].isna()
    asked = rows[counts & table.loc[rows, "reported_place_name"].notna()]
    if asked.empty:
        return np.zeros(len(rows), dtype="bool")
    regions = _regions(table.loc[asked, "reported_admin1_name"], edition, home)
    found = find_towns(table.loc[asked, "reported_place_name"], regions, home)
    known = found[found["geonames_id"].notna()]
    table.loc[known.index, "pcode"] = PREFIX + known["geonames_id"]
    table.loc[known.index, "place_name"] = known["name"]
    table.loc[known.index, "match_method"] = "name"
    return np.asarray(rows.isin(known.index), dtype="bool")


def _regions(names: pd.Series, edition: str, home: Path | None) -> pd.Series:
    """Return the region of the gazetteer's edition each row names; what is named but unknown fits nothing."""
    links = links_between(edition, EMBEDDED, 1, home=home)
    whole = dict(zip(links["from_pcode"], links["to_pcode"], strict=True))
    index = PlaceIndex(edition, home=home)
    decided = {name: index.match(str(name), level=1).pcode for name in names.dropna().unique()}
    return names.map({name: whole.get(code or "", "unknown") for name, code in decided.items()})


def city_figures(record: pd.DataFrame, home: Path | None = None) -> pd.DataFrame:
    """Return the standing counts of towns, one per indicator, town and slice; columns CITY_COLUMNS.

    `lon` and `lat` are degrees in EPSG:4326, from the gazetteer.
    """
    mine = standing(record[record["pcode"].str.startswith(PREFIX, na=False)], home)
    if mine.empty:
        return pd.DataFrame(columns=CITY_COLUMNS)
    figures = per_unit_and_slice(mine.assign(crosswalk="exact"))
    towns = cities(home).set_index(PREFIX + cities(home)["geonames_id"])
    for name in ("name", "lon", "lat"):
        figures[name] = figures["pcode"].map(towns[name])
    return figures[figures["lon"].notna()].reindex(columns=CITY_COLUMNS).reset_index(drop=True)
