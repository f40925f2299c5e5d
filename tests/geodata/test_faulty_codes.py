"""Boundary files whose codes cannot be right, whatever their polygons look like."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest

from geodata.boundaries.adding import add
from geodata.errors import BoundaryError

pytestmark = pytest.mark.shared


@pytest.fixture
def cercles(shared: Path) -> gpd.GeoDataFrame:
    folder = shared / "geodata" / "cod_ab_20211220"
    return gpd.read_file(folder / "mli_admbnda_adm2_1m_gov_20211220.shp")


def given(cercles: gpd.GeoDataFrame, folder: Path) -> Path:
    path = folder / "cercles.geojson"
    cercles.to_file(path, driver="GeoJSON")
    return path


def test_one_code_on_two_polygons_is_refused(cercles: gpd.GeoDataFrame, tmp_path: Path) -> None:
    cercles.loc[1, "ADM2_PCODE"] = cercles.loc[0, "ADM2_PCODE"]
    with pytest.raises(BoundaryError, match="stands on more than one polygon"):
        add(given(cercles, tmp_path), "cod-ab-2021", tmp_path)
    assert not (tmp_path / "boundaries" / "cod-ab-2021").exists()


def test_codes_of_another_country_are_refused(cercles: gpd.GeoDataFrame, tmp_path: Path) -> None:
    cercles["ADM2_PCODE"] = "NE" + cercles["ADM2_PCODE"].str[2:]
    with pytest.raises(BoundaryError, match="begin with NE"):
        add(given(cercles, tmp_path), "cod-ab-2021", tmp_path)


def test_a_file_that_lacks_a_level_held_already_replaces_nothing(
    cercles: gpd.GeoDataFrame, shared: Path, tmp_path: Path
) -> None:
    add(shared / "geodata" / "cod_ab_20211220", "cod-ab-2021", tmp_path)
    with pytest.raises(BoundaryError, match="already holds 701 units"):
        add(given(cercles, tmp_path), "cod-ab-2021", tmp_path)
