"""Every GeoJSON is what RFC 7946 says, and holds what the view holds."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyogrio
import pytest
import shapely
from geojson_pydantic import FeatureCollection

from tests.export.views import public_view
from tracker.export import layers, write
from tracker.export.build import all_layers
from tracker.export.shapes import tidy


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("layers")
    layers(public_view(), path)
    return path


def _documents(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(folder.glob("*.geojson")):
        yield path.stem, json.loads(path.read_text(encoding="utf-8"))


def _numbers(coordinates: Any) -> Iterator[float]:
    if isinstance(coordinates, list):
        for entry in coordinates:
            yield from _numbers(entry)
    else:
        yield coordinates


def test_every_layer_validates(folder: Path) -> None:
    found = list(_documents(folder))
    assert {layer.name for layer in all_layers(public_view())} == {name for name, _ in found}
    for _, document in found:
        FeatureCollection.model_validate(document)
        assert "crs" not in document
        ids = [feature["id"] for feature in document["features"]]
        assert len(ids) == len(set(ids))


def test_rings_are_right_handed_and_valid_and_coordinates_short(folder: Path) -> None:
    for name, document in _documents(folder):
        for feature in document["features"]:
            if feature["geometry"] is None:
                assert name.startswith(("flow_", "sites"))
                continue
            assert all(round(number, 6) == number for number in _numbers(feature["geometry"]["coordinates"]))
            shape = shapely.geometry.shape(feature["geometry"])
            assert feature["bbox"] == pytest.approx(list(shape.bounds))
            west, south, east, north = document["bbox"]
            assert shapely.box(west, south, east, north).covers(shape)
            if feature["geometry"]["type"] == "MultiPolygon":
                assert shape.is_valid
                assert all(part.exterior.is_ccw for part in shape.geoms)
                assert not any(hole.is_ccw for part in shape.geoms for hole in part.interiors)


def test_gdal_reads_every_layer_with_all_its_features(folder: Path) -> None:
    for layer in all_layers(public_view()):
        info = pyogrio.read_info(folder / f"{layer.name}.geojson")
        assert info["features"] == len(layer.table)
        assert info["crs"] == "EPSG:4326"


def test_ogrinfo_reads_every_layer(folder: Path) -> None:
    ogrinfo = shutil.which("ogrinfo")
    if ogrinfo is None:
        pytest.skip("no ogrinfo here; apt-get install gdal-bin")
    for layer in all_layers(public_view()):
        path = str(folder / f"{layer.name}.geojson")
        answer = subprocess.run([ogrinfo, "-so", "-al", path], capture_output=True, text=True, check=True)
        assert f"Feature Count: {len(layer.table)}" in answer.stdout
        if layer.temporal:
            assert "start: Date" in answer.stdout


def test_long_and_latest_hold_one_feature_per_unit(folder: Path) -> None:
    documents = dict(_documents(folder))
    view = public_view()
    slices = view.figures["slice"].nunique()
    assert len(documents["idp_stock_adm1"]["features"]) == 9 * slices
    latest = documents["idp_stock_adm1_latest"]["features"]
    assert [feature["properties"]["pcode"] for feature in latest] == [f"ML{n:02d}" for n in range(1, 10)]
    assert {feature["properties"]["slice"] for feature in latest} == {view.figures["slice"].max()}
    assert latest[0]["id"] == "idp_stock:ne-2013:ML01"
    groups = documents["idp_stock_north_south_adm1"]["features"]
    assert {feature["properties"]["group"] for feature in groups} == {"north", "south"}


def test_sums_are_those_of_the_view_and_flows_keep_everybody(folder: Path) -> None:
    documents, view = dict(_documents(folder)), public_view()
    for indicator in view.figures["indicator"].unique():
        for when in view.figures["slice"].unique():
            mine = view.figures[(view.figures["indicator"] == indicator) & (view.figures["slice"] == when)]
            written = [
                feature["properties"]["value"] or 0
                for feature in documents[f"{indicator}_adm1"]["features"]
                if feature["properties"]["slice"] == when
            ]
            assert sum(written) == mine["value"].sum()
    for indicator in view.flows["indicator"].unique():
        written = [feature["properties"]["value"] for feature in documents[f"{indicator}_adm1"]["features"]]
        assert sum(written) == view.flows.loc[view.flows["indicator"] == indicator, "value"].sum()


def test_a_suppressed_cell_says_so_and_holds_nothing(folder: Path) -> None:
    hidden = [
        feature["properties"]
        for _, document in _documents(folder)
        for feature in document["features"]
        if feature["properties"].get("value_status") == "suppressed"
    ]
    assert hidden
    assert all(entry["value"] is None for entry in hidden)
    assert all(entry.get("rate_per_1000") is None for entry in hidden)
    assert all("1 to 9 suppressed" in entry["sensitivity"] for entry in hidden)


def test_the_same_view_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    formats = ["geojson", "gpkg", "geoparquet", "fgb", "csv", "hxl", "flowmap"]
    first = write(public_view(), tmp_path / "a", formats=formats)
    second = write(public_view(), tmp_path / "b", formats=formats)
    assert [path.name for path in first] == [path.name for path in second]
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes(), one.name


def test_parts_that_rounding_would_make_touch_themselves_stay_valid() -> None:
    narrow = shapely.Polygon(
        [(0, 0), (1, 0), (1, 1), (0.5, 0.0000004), (0.4999996, 0.0000004), (0, 1), (0, 0)]
    )
    rounded = shapely.transform(narrow, lambda points: points.round(6))
    assert narrow.is_valid
    assert not rounded.is_valid
    (kept,) = tidy([narrow])
    assert kept.is_valid
    assert kept.geom_type == "MultiPolygon"
    assert kept.symmetric_difference(narrow).area < 1e-5
