"""Who lives within reach of a working service point, by geodesic distance on WGS 84."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from pyproj import Geod

from tracker.solutions.declared import declared

Numbers = npt.NDArray[np.float64]

_GEOD = Geod(ellps="WGS84")
_EQUATORIAL_M = 6_378_137.0
_FLATTENING = 1 / 298.257223563
# Radius of curvature of the meridian is least at the equator, a(1 - e²): one radian of latitude
# is nowhere shorter, so a point further north or south than radius / this is out of reach.
_LEAST_M_PER_RADIAN = _EQUATORIAL_M * (1 - _FLATTENING) ** 2
REACH_COLUMNS = ["pcode", "people", "people_within", "share", "nearest_km", "remote"]


def nearest_km(lon: Numbers, lat: Numbers, site_lon: Numbers, site_lat: Numbers) -> Numbers:
    """Return the geodesic distance in km from each point to the nearest site; inf without sites."""
    nearest = np.full(len(lon), np.inf)
    for x, y in zip(site_lon, site_lat, strict=True):
        metres = _GEOD.inv(lon, lat, np.full(len(lon), x), np.full(len(lat), y))[2]
        nearest = np.minimum(nearest, np.asarray(metres))
    return nearest / 1000


def within(
    lon: Numbers, lat: Numbers, site_lon: Numbers, site_lat: Numbers, km: float
) -> npt.NDArray[np.bool_]:
    """Return which points lie at most `km` from any site, exactly as measuring every pair would.

    Pairs further apart in latitude than the meridian allows are not measured: no geodesic between
    two parallels is shorter than the meridian between them.
    """
    inside = np.zeros(len(lon), dtype=bool)
    band = float(np.degrees(km * 1000 / _LEAST_M_PER_RADIAN)) * (1 + 1e-9)
    for x, y in zip(site_lon, site_lat, strict=True):
        near = np.flatnonzero(~inside & (np.abs(lat - y) <= band))
        if len(near):
            metres = _GEOD.inv(lon[near], lat[near], np.full(len(near), x), np.full(len(near), y))[2]
            inside[near] = np.asarray(metres) <= km * 1000
    return inside


def working(sites: pd.DataFrame, site_type: str | None = None) -> pd.DataFrame:
    """Return the sites that work and have a position, of one type or of any."""
    kept = sites[sites["status"].isin(declared().working) & sites["lon"].notna() & sites["lat"].notna()]
    return kept if site_type is None else kept[kept["site_type"] == site_type]


def reach(points: pd.DataFrame, sites: pd.DataFrame, km: float) -> pd.DataFrame:
    """Return, per unit, how many people live at most `km` from one of the sites.

    `points` has columns pcode, lon, lat, people: towns or communes with the people reported
    there.  `sites` has lon and lat.  A unit is remote when none of its
    people (of its points, when nobody is reported) are within the declared distance.
    Columns: REACH_COLUMNS; the share is in percent, empty where nobody is.
    """
    lon, lat, site_lon, site_lat = (
        np.asarray(table[name], dtype=np.float64) for table in (points, sites) for name in ("lon", "lat")
    )
    table = points[["pcode"]].copy()
    table["people"] = points["people"].astype("float64").fillna(0)
    table["people_within"] = table["people"].where(within(lon, lat, site_lon, site_lat, km), 0.0)
    distance = pd.Series(nearest_km(lon, lat, site_lon, site_lat), index=table.index)
    inhabited = table.groupby("pcode")["people"].transform("sum") > 0
    table["nearest_km"] = distance.mask(inhabited & (table["people"] == 0))
    units = table.groupby("pcode", as_index=False).agg(
        people=("people", "sum"), people_within=("people_within", "sum"), nearest_km=("nearest_km", "min")
    )
    units["share"] = (units["people_within"] / units["people"].where(units["people"] > 0) * 100).astype(
        "Float64"
    )
    units["remote"] = units["nearest_km"] > declared().remote_km
    return units[REACH_COLUMNS]
