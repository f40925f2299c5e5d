"""Every point lies in exactly one unit, or is reported with what is wrong."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.coordinates import degrees, is_sexagesimal
from geodata.editions import geometry
from geodata.points import distance_to_border, examine, label, place, prepared

GRID = gpd.GeoDataFrame(
    {"pcode": [f"ML{row}{column}" for row in range(4) for column in range(4)]},
    geometry=[shapely.box(column, row, column + 1, row + 1) for row in range(4) for column in range(4)],
    crs="EPSG:4326",
)
# Quarter degrees hit borders and corners often.
QUARTERS = st.lists(st.tuples(st.integers(0, 16), st.integers(0, 16)), min_size=1, max_size=50)


@given(QUARTERS, st.randoms())
def test_a_point_is_in_exactly_one_unit_whatever_the_order(
    points: list[tuple[int, int]], random: object
) -> None:
    lon, lat = np.array(points, dtype="float64").T / 4
    known = prepared(GRID)
    labels = label(lon, lat, known)
    assert (labels >= 0).all(), "borders and corners belong to somebody"
    touching = shapely.intersects(np.asarray(known.shapes)[labels], shapely.points(lon, lat))
    assert touching.all()
    back = label(lon[::-1].copy(), lat[::-1].copy(), known)[::-1]
    assert (labels == back).all()


def test_a_border_point_belongs_to_the_lowest_code() -> None:
    known = prepared(GRID.sample(frac=1, random_state=1))
    labels = label(np.array([1.0, 2.0, 0.5]), np.array([1.0, 0.5, 0.5]), known)
    assert known.pcodes[labels].tolist() == ["ML00", "ML01", "ML00"]


def test_points_outside_and_missing_have_no_unit() -> None:
    found = place([2.35, np.nan, -7.97522], [48.85, 12.0, 12.60915], "ne-2013", 1)
    assert found.tolist() == [None, None, "ML09"]


def test_swapped_unsigned_missing_and_foreign_positions_are_told_apart() -> None:
    lon = pd.Series([16.2717, 7.97522, None, 2.1098, -0.0447], index=list("abcde"))
    lat = pd.Series([-0.0447, 12.60915, 3.0, 13.5137, 16.2717], index=list("abcde"))
    table = examine(lon, lat, "ne-2013", 1)
    assert table["problem_code"].fillna("").tolist() == [
        "coordinates_swapped",
        "longitude_sign",
        "coordinates_missing",
        "outside_country",
        "",
    ]
    assert table["pcode"].fillna("").tolist() == ["", "", "", "", "ML07"]
    assert "as 16.2717, -0.0447 it would lie in ML07" in table.loc["a", "problem_message"]
    assert table.loc["d", "distance_km"] == pytest.approx(150, abs=60)  # Niamey


def test_the_distance_to_the_border_is_on_the_ellipsoid() -> None:
    kayes = geometry("ne-2013", 1).set_index("pcode").geometry["ML01"]
    west = kayes.bounds[0]
    edge = next(xy for xy in shapely.get_coordinates(kayes).tolist() if xy[0] == west)
    distance, unit = distance_to_border(west - 1, edge[1], "ne-2013", 1)
    assert unit == "ML01"
    assert distance == pytest.approx(107, abs=6)  # one degree of longitude at 14 to 15 degrees north


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12.60915", 12.60915),
        ("-7,97522", -7.97522),
        ("7.97522 W", -7.97522),
        ("7,97522 O", -7.97522),
        ("16°46'24\"N", 16.773333),
        ("16 46 24 N", 16.773333),
        ("3° 00′ 27″ O", -3.0075),
        ("16° 46.4' N", 16.773333),
        ("16°61'00\"N", None),
        ("195", None),
        ("-7 W", None),
        ("Gao", None),
        ("", None),
    ],
)
def test_coordinates_are_read_as_people_write_them(text: str, value: float | None) -> None:
    assert degrees(text) == value


def test_minutes_in_a_column_of_decimals_are_noticed() -> None:
    assert is_sexagesimal("16°46'24\"N")
    assert not is_sexagesimal("16.77")
    assert not is_sexagesimal("Gao")


# The two towns of the file without a position, and what the file says about them.
WITHOUT_POSITION = {"Almoustarat"}


@pytest.mark.shared
def test_the_towns_that_matter_lie_in_the_cercle_stated(shared: Path, home_2021: Path) -> None:
    """Acceptance 6 of the places."""
    towns = pd.read_csv(shared / "geodata" / "gazetteer" / "key_places_mali.csv")
    assert len(towns) == 76
    located = towns[towns["lat"].notna()]
    assert set(towns["place"]) - set(located["place"]) == WITHOUT_POSITION
    cercles = place(located["lon"].to_numpy(), located["lat"].to_numpy(), "cod-ab-2021", 2, home_2021)
    communes = place(located["lon"].to_numpy(), located["lat"].to_numpy(), "cod-ab-2021", 3, home_2021)
    assert (cercles == located["adm2_pcode_2021"].to_numpy()).all()
    assert (communes == located["adm3_pcode_2021"].to_numpy()).all()


@pytest.mark.shared
def test_levels_agree_about_every_point_inside(home_2021: Path) -> None:
    rng = np.random.default_rng(20_140_630)
    lon, lat = rng.uniform(-12.3, 4.3, 20_000), rng.uniform(10, 25, 20_000)
    commune = place(lon, lat, "cod-ab-2021", 3, home_2021)
    cercle = place(lon, lat, "cod-ab-2021", 2, home_2021)
    assert [code and code[:6] for code in commune] == cercle.tolist()
