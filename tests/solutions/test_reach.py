"""Reach equals measuring every pair of points on the ellipsoid, exactly."""

from __future__ import annotations

import random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from tracker.solutions.reach import reach, within, working

GEOD = Geod(ellps="WGS84")
TOWNS = {
    "Bamako": (-7.97522, 12.60915),
    "Kayes": (-11.44393, 14.44776),
    "Gao": (-0.04472, 16.27167),
    "Mopti": (-4.18296, 14.4843),
    "Tombouctou": (-3.00742, 16.77348),
}


def _every_pair(points: list[tuple[float, float]], sites: list[tuple[float, float]], km: float) -> list[bool]:
    return [any(GEOD.inv(*point, *site)[2] <= km * 1000 for site in sites) for point in points]


@pytest.mark.parametrize("km", [10, 25, 50])
def test_a_thousand_points_equal_measuring_every_pair(km: int) -> None:
    rng = random.Random(25)
    sites = list(TOWNS.values())
    around = [(x + rng.uniform(-0.6, 0.6), y + rng.uniform(-0.6, 0.6)) for x, y in rng.choices(sites, k=600)]
    anywhere = [(rng.uniform(-12.3, 4.3), rng.uniform(10.1, 25)) for _ in range(400)]
    points = around + anywhere
    lon, lat = np.array(points).T
    site_lon, site_lat = np.array(sites).T
    got = within(lon, lat, site_lon, site_lat, km)
    assert got.tolist() == _every_pair(points, sites, km)
    assert 0 < got.sum() < len(points)


@given(
    point=st.tuples(st.floats(-180, 180), st.floats(-89, 89)),
    bearing=st.floats(0, 360),
    km=st.sampled_from([10, 25, 50]),
    nudge=st.floats(-1e-6, 1e-6),
)
def test_the_prefilter_never_decides_at_the_edge(
    point: tuple[float, float], bearing: float, km: int, nudge: float
) -> None:
    lon, lat, _ = GEOD.fwd(*point, bearing, km * 1000 * (1 + nudge))
    got = within(np.array([lon]), np.array([lat]), np.array([point[0]]), np.array([point[1]]), km)
    assert got.tolist() == _every_pair([(lon, lat)], [point], km)


def test_people_within_are_counted_by_unit_and_remote_units_listed() -> None:
    near = (TOWNS["Gao"][0] + 0.1, TOWNS["Gao"][1])
    points = pd.DataFrame(
        [
            ("ML07", *near, 300),
            ("ML07", 0.9, 18.0, 700),
            ("ML08", 1.40921, 18.44345, 50),
            ("ML03", -5.6, 11.3, 0),
        ],
        columns=["pcode", "lon", "lat", "people"],
    )
    sites = pd.DataFrame([TOWNS["Gao"]], columns=["lon", "lat"])
    table = reach(points, sites, 25).set_index("pcode")
    assert table.loc["ML07", "people_within"] == 300
    assert table.loc["ML07", "share"] == pytest.approx(30)
    assert table.loc["ML08", "remote"]
    assert not table.loc["ML07", "remote"]
    assert pd.isna(table.loc["ML03", "share"])


def test_without_a_working_service_everybody_is_remote() -> None:
    points = pd.DataFrame([("ML07", 0.0, 16.0, 10)], columns=["pcode", "lon", "lat", "people"])
    table = reach(points, pd.DataFrame({"lon": [], "lat": []}), 50)
    assert table["remote"].all()
    assert table["people_within"].sum() == 0


def test_a_centre_under_construction_serves_nobody() -> None:
    sites = pd.DataFrame(
        {
            "status": ["working", "under_construction", "unknown", "working"],
            "site_type": ["psychosocial", "reception_centre", "psychosocial", "psychosocial"],
            "lon": [0.0, 0.0, 0.0, None],
            "lat": [16.0, 16.0, 16.0, None],
        }
    )
    assert len(working(sites)) == 1
    assert working(sites, "reception_centre").empty
