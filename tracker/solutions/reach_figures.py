"""Reach and service points per unit, as rows beside the survey figures."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from tracker.solutions.declared import declared
from tracker.solutions.people_points import FINEST_FIRST, PEOPLE, units_of
from tracker.solutions.reach import reach, working
from tracker.view import SURVEY_COLUMNS, View

SEAT = "seat"
COMPUTED = "tracker"  # in the place of a source: figures worked out here
ANY = ""  # category of rows about every type of service together


def points(view: View, home: Path | None = None) -> pd.DataFrame:
    """Return where the displaced people of each unit are taken to be: one or more points a unit.

    Columns pcode, place_name, lon, lat, people, slice, basis.  The people of a unit are spread over
    the towns or communes with a count, in proportion to it; what a count of the same date and source
    leaves over, and everybody where there is none, stands at the town the unit is named after, else
    its largest, else its label point (basis ``seat``).  Nobody stands in a unit whose figure is hidden.
    """
    seats = _seats(view, home)
    counted = view.figures[(view.figures["indicator"] == PEOPLE) & view.figures["value"].notna()]
    newest = counted.sort_values("slice").drop_duplicates("pcode", keep="last").set_index("pcode")
    seats["people"] = seats["pcode"].map(newest["value"]).astype("Float64")
    seats["slice"], seats["source"] = (
        seats["pcode"].map(newest["slice"]),
        seats["pcode"].map(newest["source"]),
    )
    found = [_spread(view, seat) for seat in seats.to_dict("records")]
    columns = ["pcode", "place_name", "lon", "lat", "people", "slice", "basis"]
    table = pd.concat(found, ignore_index=True).reindex(columns=columns)
    return table.astype({"lon": "float64", "lat": "float64", "people": "Float64"})


def _spread(view: View, seat: Mapping[Any, Any]) -> pd.DataFrame:
    """Return the people of one unit at the points of its finest counts, else all at its seat."""
    alone = pd.DataFrame([{**seat, "basis": SEAT}])
    known = view.points[view.points["pcode"] == seat["pcode"]]
    if pd.isna(seat["people"]) or known.empty:
        return alone
    own = _finest(known)
    weights, people = own["people"].astype("float64"), float(seat["people"])
    of_figure = ((own["slice"] == seat["slice"]) & (own["source"] == seat["source"])).all()
    rest = people - float(weights.sum()) if of_figure or (own["basis"] == "town").all() else 0.0
    if not weights.sum() > 0:
        return alone
    own = own.assign(people=weights, place_name=seat["place_name"])
    if rest > 0:
        own = pd.concat([own, alone.assign(people=rest)], ignore_index=True)
    own = _no_small_points(own, view.disclosure_threshold)
    day = str(known["slice"].iloc[0])
    if day != seat["slice"]:
        own = own.assign(basis=own["basis"].astype("str") + f" ({day})")
    return own.assign(people=own["people"] / own["people"].sum() * people, slice=seat["slice"])


def _finest(known: pd.DataFrame) -> pd.DataFrame:
    for bases in FINEST_FIRST:
        own = known[known["basis"].isin(bases)]
        if len(own) and own["people"].astype("float64").sum() > 0:
            return own.drop_duplicates(["lon", "lat", "basis"])
    return known[:0]


def _no_small_points(rows: pd.DataFrame, threshold: int) -> pd.DataFrame:
    """Return the points so that no share tells of a few people, nor of a count hidden elsewhere.

    Points with few people are moved to the one with most; what each weighs is rounded to a multiple
    of the threshold.
    """
    order = rows.sort_values("people", ascending=False, kind="stable", ignore_index=True)
    people = order["people"].to_numpy(dtype="float64", copy=True)
    moved = (people < threshold) & (np.arange(len(people)) > 0)
    people[0] += people[moved].sum()
    if len(people) - moved.sum() > 1:
        people = np.maximum(np.round(people / threshold), 1) * threshold
    return order.assign(people=people)[~moved]


def _seats(view: View, home: Path | None) -> pd.DataFrame:
    from geodata.gazetteer import cities

    units = view.units[["pcode", "place_name", "label_lon", "label_lat"]]
    towns = cities(home)
    towns = towns.assign(pcode=units_of(towns["lon"], towns["lat"], view.units))
    towns["seat"] = (
        towns["pcode"].map(dict(zip(units["pcode"], units["place_name"], strict=True))) == towns["name"]
    )
    order = towns.sort_values(["seat", "population", "name"], ascending=[False, False, True])
    seats = order.drop_duplicates("pcode")
    table = units.merge(seats[["pcode", "lon", "lat"]], on="pcode", how="left")
    table["lon"] = table["lon"].fillna(table["label_lon"]).astype("float64")
    table["lat"] = table["lat"].fillna(table["label_lat"]).astype("float64")
    return pd.DataFrame(table[["pcode", "place_name", "lon", "lat"]])


def reach_rows(view: View, located: pd.DataFrame) -> pd.DataFrame:
    """Return the share of each unit's displaced people within each declared distance, by service type.

    `located` are points with their people.  Category is the service type, empty for any; the
    note opens with ``remote`` for a unit further than the declared distance from every working
    point, and says which points stand for its people.  `denominator` is how many people they are.
    Columns: SURVEY_COLUMNS.
    """
    names = dict(zip(located["pcode"], located["place_name"], strict=True))
    slices = dict(zip(located["pcode"], located["slice"], strict=True))
    bases = located.groupby("pcode")["basis"].agg(lambda told: ", ".join(sorted(set(told)))).to_dict()
    found = []
    for kind in [ANY, *sorted(working(view.sites)["site_type"].unique())]:
        sites = working(view.sites, kind or None)
        for km in declared().reach_km:
            table = reach(located, sites, km)
            rows = _rows(table, f"reach_{km}_km", kind, names)
            rows["reference_end"] = rows["pcode"].map(slices)
            rows["denominator"] = table["people"].to_numpy()
            rows["note"] = [
                _note(far, bases[code]) for far, code in zip(table["remote"], table["pcode"], strict=True)
            ]
            found.append(rows[rows["value"].notna()])
    return pd.concat(found, ignore_index=True).reindex(columns=SURVEY_COLUMNS)


def _rows(table: pd.DataFrame, indicator: str, kind: str, names: dict[str, str]) -> pd.DataFrame:
    rows = pd.DataFrame(
        {name: pd.Series(pd.NA, index=table.index, dtype="object") for name in SURVEY_COLUMNS}
    )
    rows["indicator"], rows["category"], rows["unit"] = indicator, kind, "percent"
    rows["pcode"], rows["place_name"] = table["pcode"], table["pcode"].map(names)
    rows["value"] = table["share"].round(1)
    rows["value_status"] = ["zero" if value == 0 else "value" for value in table["share"].fillna(-1)]
    rows["source"] = COMPUTED
    return rows


def _note(far: bool, basis: str) -> str:
    """Say that nothing works near a unit, and which points stand for its people."""
    return "; ".join([*(["remote"] if far else []), f"people at: {basis}"])


def service_rows(view: View) -> pd.DataFrame:
    """Return how many service points of each type are published in each unit; SURVEY_COLUMNS."""
    counted = view.sites.groupby(["pcode", "place_name", "site_type"], as_index=False).agg(
        value=("site_id", "size"), reference_end=("valid_from", "max"), source=("source", "first")
    )
    rows = counted.rename(columns={"site_type": "category"})
    return rows.assign(
        indicator="service_points", value_status="value", unit="service points", note=""
    ).reindex(columns=SURVEY_COLUMNS)
