"""Reach and service points per unit, as rows beside the survey figures."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import shapely

from tracker.solutions.declared import declared
from tracker.solutions.reach import reach, working
from tracker.view import SURVEY_COLUMNS, View

PEOPLE = "idp_stock"
ANY = ""  # category of rows about every type of service together


def points(view: View, home: Path | None = None) -> pd.DataFrame:
    """Return a point with its people for each unit: the town it is named after, else its largest.

    Columns pcode, place_name, lon, lat, people (the newest count), slice.  A unit without a town of
    the gazetteer takes its label point.  All people of a unit are taken to be at that point.
    """
    from geodata.gazetteer import cities

    units = view.units[["pcode", "place_name", "label_lon", "label_lat"]]
    towns = cities(home)
    towns = towns.assign(pcode=_units_of(towns, view))
    towns["seat"] = (
        towns["pcode"].map(dict(zip(units["pcode"], units["place_name"], strict=True))) == towns["name"]
    )
    order = towns.sort_values(["seat", "population", "name"], ascending=[False, False, True])
    seats = order.drop_duplicates("pcode")
    table = units.merge(seats[["pcode", "lon", "lat"]], on="pcode", how="left")
    table["lon"] = table["lon"].fillna(table["label_lon"]).astype("float64")
    table["lat"] = table["lat"].fillna(table["label_lat"]).astype("float64")
    stock = view.figures[(view.figures["indicator"] == PEOPLE) & view.figures["value"].notna()]
    newest = stock.sort_values("slice").drop_duplicates("pcode", keep="last").set_index("pcode")
    table["people"] = table["pcode"].map(newest["value"]).astype("Float64")
    table["slice"] = table["pcode"].map(newest["slice"])
    return pd.DataFrame(table[["pcode", "place_name", "lon", "lat", "people", "slice"]])


def _units_of(towns: pd.DataFrame, view: View) -> pd.Series:
    """Return the unit of the view each town lies in; on a border, the one with the lowest P-code."""
    units = view.units.sort_values("pcode", ignore_index=True)
    spots = shapely.points(towns["lon"].astype("float64"), towns["lat"].astype("float64"))
    town, unit = shapely.STRtree(units.geometry.to_numpy()).query(spots, predicate="intersects")
    found: list[str | None] = [None] * len(towns)
    for here, there in sorted(zip(town, unit, strict=True), reverse=True):
        found[int(here)] = str(units["pcode"].iloc[int(there)])
    return pd.Series(found, index=towns.index, dtype="object")


def reach_rows(view: View, located: pd.DataFrame) -> pd.DataFrame:
    """Return the share of each unit's displaced people within each declared distance, by service type.

    `located` are points with their people.  Category is the service type, empty for any; the
    note of a unit further than the declared distance from every working point says ``remote``.
    Columns: SURVEY_COLUMNS.
    """
    names = dict(zip(located["pcode"], located["place_name"], strict=True))
    found = []
    for kind in [ANY, *sorted(working(view.sites)["site_type"].unique())]:
        sites = working(view.sites, kind or None)
        for km in declared().reach_km:
            table = reach(located, sites, km)
            rows = _rows(table, f"reach_{km}_km", kind, names)
            rows["reference_end"] = rows["pcode"].map(located.set_index("pcode")["slice"])
            found.append(rows[rows["value"].notna()])
    return pd.concat(found, ignore_index=True).reindex(columns=SURVEY_COLUMNS)


def _rows(table: pd.DataFrame, indicator: str, kind: str, names: dict[str, str]) -> pd.DataFrame:
    rows = pd.DataFrame(
        {name: pd.Series(pd.NA, index=table.index, dtype="object") for name in SURVEY_COLUMNS}
    )
    rows["indicator"], rows["category"], rows["unit"] = indicator, kind, "percent"
    rows["pcode"], rows["place_name"] = table["pcode"], table["pcode"].map(names)
    rows["value"] = table["share"]
    rows["value_status"] = ["zero" if value == 0 else "value" for value in table["share"].fillna(-1)]
    rows["source"] = "tracker"
    rows["note"] = ["remote" if far else "" for far in table["remote"]]
    return rows


def service_rows(view: View) -> pd.DataFrame:
    """Return how many service points of each type are published in each unit; SURVEY_COLUMNS."""
    counted = view.sites.groupby(["pcode", "place_name", "site_type"], as_index=False).agg(
        value=("site_id", "size"), reference_end=("valid_from", "max"), source=("source", "first")
    )
    rows = counted.rename(columns={"site_type": "category"})
    return rows.assign(
        indicator="service_points", value_status="value", unit="service points", note=""
    ).reindex(columns=SURVEY_COLUMNS)
