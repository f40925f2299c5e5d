"""The declarations are complete, agree with each other, and say where every row comes from."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geodata import context, gazetteer
from geodata.editions import (
    COUNTRY,
    all_units,
    best_edition,
    edition,
    editions,
    geometry,
    has_geometry,
    units,
)
from geodata.errors import BoundaryError, PlaceError
from geodata.pcodes import numberings

ALL = sorted(editions())


@pytest.mark.parametrize("edition_id", ALL)
def test_each_edition_has_the_units_it_declares(edition_id: str) -> None:
    declared = editions()[edition_id]
    assert {level: len(units(edition_id, level)) for level in declared.levels} == declared.levels
    assert declared.numbering in numberings()
    assert declared.valid_to is None or declared.valid_from < declared.valid_to
    assert declared.licence
    assert declared.credit


@pytest.mark.parametrize("edition_id", ALL)
def test_units_have_unique_codes_and_a_known_parent_and_former_region(edition_id: str) -> None:
    table = all_units(edition_id)
    assert table["pcode"].is_unique
    assert table["name"].str.strip().ne("").all()
    assert table["parent_pcode"].isin([*table["pcode"], "MLI"]).all()
    assert (table["pcode"].str.len() == 2 + 2 * table["level"]).all()
    assert table["region_2012"].isin(units("cod-2012", 1)["name"]).all()


def test_region_names_are_french_with_accents() -> None:
    names = set(units("cod-ab-2021", 1)["name"])
    assert {"Ségou", "Tombouctou", "Ménaka", "Koulikoro", "Bamako"} <= names


@pytest.mark.parametrize("path", sorted(COUNTRY.glob("*/units.csv")), ids=lambda path: path.parent.name)
def test_every_shipped_unit_names_source_licence_and_credit(path: Path) -> None:
    table = pd.read_csv(path, dtype="str", keep_default_na=False)
    assert table[["source", "licence", "credit"]].ne("").all(axis=None)


def test_an_unknown_edition_is_refused_with_the_known_ones() -> None:
    with pytest.raises(
        PlaceError, match=r"'cod-1999' is not declared; known editions are: ne-2013, cod-2012"
    ):
        edition("cod-1999")


def test_missing_geometry_says_what_to_do(tmp_path: Path) -> None:
    assert not has_geometry("cod-ab-2021", 2, tmp_path)
    with pytest.raises(BoundaryError, match=r"tracker boundaries add PATH --edition cod-ab-2021"):
        geometry("cod-ab-2021", 2, tmp_path)
    with pytest.raises(BoundaryError, match=r"ne-2013 has no cercle level; it has levels 1"):
        geometry("ne-2013", 2, tmp_path)


def test_the_embedded_regions_are_a_valid_coverage_with_mended_attributes() -> None:
    frame = geometry("ne-2013", 1)
    assert frame.crs == "EPSG:4326"
    assert list(frame["pcode"]) == [f"ML0{number}" for number in range(1, 10)]
    assert frame.geometry.is_valid.all()
    assert shapely.coverage_is_valid(frame.geometry.to_numpy())
    labels = shapely.points(frame["label_lon"], frame["label_lat"])
    assert shapely.contains(frame.geometry.to_numpy(), labels).all()
    raw = gpd.read_file(COUNTRY / "ne-2013" / "adm1.geojson").set_index("pcode")
    assert raw.loc["ML05", "fips_10_4"] == "ML04"
    assert pd.isna(raw.loc["ML09", "hasc"])
    assert raw["fips_10_4"].is_unique
    assert raw["iso_3166_2"].is_unique
    assert raw[["source", "licence", "credit"]].notna().all(axis=None)


def test_the_best_edition_is_the_embedded_one_until_boundaries_are_added(tmp_path: Path) -> None:
    assert best_edition(1, tmp_path) == "ne-2013"
    with pytest.raises(BoundaryError):
        best_edition(2, tmp_path)


def test_a_user_may_declare_an_edition(tmp_path: Path) -> None:
    (tmp_path / "editions.toml").write_text(
        '[commune-2030]\ntitle_fr = "Test"\ntitle_en = "Test"\nvalid_from = "2030-01-01"\n'
        'numbering = "cod-ab-2021"\nlevels = { 1 = 3 }\nlicence = "CC0"\ncredit = "nobody"\n'
    )
    assert editions(tmp_path)["commune-2030"].levels == {1: 3}
    (tmp_path / "editions.toml").write_text("[bad]\ntitle = 1\nlevels = { 1 = 3 }\n")
    with pytest.raises(PlaceError, match="unknown fields"):
        editions(tmp_path)


def test_context_holds_mali_its_neighbours_and_its_rivers() -> None:
    countries = context.countries()
    assert {"MLI", "MRT", "NER", "BFA", "DZA", "SEN", "CIV", "GIN"} <= set(countries["iso3"])
    assert shapely.coverage_is_valid(countries.geometry.to_numpy())
    assert {"Niger", "Sénégal"} <= set(context.rivers()["name"])
    for layer in (countries, context.rivers(), context.lakes()):
        assert layer.crs == "EPSG:4326"
        assert layer[["source", "licence", "credit"]].ne("").all(axis=None)


def test_neighbours_declared_are_used() -> None:
    declared = pd.read_csv(COUNTRY / "neighbours.csv", dtype="str")
    assert set(context.countries()["iso3"]) == set(declared["iso3"])


def test_gazetteer_holds_the_cities_with_positions_and_sources(tmp_path: Path) -> None:
    cities = gazetteer.cities()
    assert len(cities) == 94
    assert cities["geonames_id"].is_unique
    assert cities[["source", "licence", "credit"]].notna().all(axis=None)
    assert cities["adm1_pcode"].isin(units("ne-2013", 1)["pcode"]).all()
    assert "Tombouctou" in set(cities["name"])
    unknown = cities.loc[cities["name"] == "Tessalit", "population"].iloc[0]
    assert pd.isna(unknown), "GeoNames writes 0 for a population it does not know"


def test_the_users_towns_come_before_the_shipped_ones(tmp_path: Path) -> None:
    own = tmp_path / "gazetteer.csv"
    own.write_text(
        "geonames_id,name,lat,lon,source\n2460596,Bamako-Coura,12.6,-8.0,me\n,Sévaré,14.52,-4.09,me\n"
    )
    cities = gazetteer.cities(tmp_path)
    assert len(cities) == 95
    assert "Bamako" not in set(cities["name"])
    own.write_text('name,lat,lon,source\nSévaré,"14,52",-4.09,me\n')
    with pytest.raises(PlaceError, match=r"row 2: lat of Sévaré is '14,52'"):
        gazetteer.cities(tmp_path)
