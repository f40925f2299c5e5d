"""The other formats: the same rows, described, styled like the pages."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import geopandas as gpd
import pandas as pd
import pytest

from tests.export.views import public_view
from tracker.classes import declared as looks
from tracker.classes import ramp
from tracker.export import FORMATS, write
from tracker.export.build import all_layers
from tracker.export.fields import declared, fields_of
from tracker.export.style import painted_by, rules_of
from tracker.export.tables import escaped


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("layers")
    write(public_view(), path, formats=FORMATS)
    return path


@pytest.mark.parametrize(
    "name", ["idp_stock_adm1", "idp_stock_north_south_adm1", "sites", "flow_return_adm1"]
)
def test_all_formats_hold_the_same(folder: Path, name: str) -> None:
    layer = next(layer for layer in all_layers(public_view()) if layer.name == name)
    expected = layer.frame().set_index("id").sort_index()
    read = {
        "geojson": gpd.read_file(folder / f"{name}.geojson"),
        "gpkg": gpd.read_file(folder / "layers.gpkg", layer=name),
        "fgb": gpd.read_file(folder / f"{name}.fgb"),
        "parquet": gpd.read_parquet(folder / f"{name}.parquet"),
    }
    for kind, frame in read.items():
        frame = frame.set_index("id").sort_index()
        assert list(frame.index) == list(expected.index), kind
        for field in fields_of(layer.kind)[1:]:
            theirs, ours = frame[field.name], expected[field.name]
            if field.type == "date":
                theirs = pd.to_datetime(theirs).dt.strftime("%Y-%m-%d")
            if field.type in {"number", "integer"}:
                same = (
                    theirs.astype("Float64").fillna(-1).to_numpy()
                    == ours.astype("Float64").fillna(-1).to_numpy()
                )
            else:
                same = theirs.fillna("").astype("str").to_numpy() == ours.fillna("").astype("str").to_numpy()
            assert same.all(), (kind, field.name)
        drawn = expected.geometry.notna()
        assert (frame.geometry.notna() == drawn).all()
        assert frame.geometry[drawn].geom_equals_exact(expected.geometry[drawn], 1e-6).all(), kind
        assert frame.crs.to_epsg() == 4326


def test_the_geopackage_is_styled_described_and_documented(folder: Path) -> None:
    view = public_view()
    with closing(sqlite3.connect(folder / "layers.gpkg")) as database:
        styles = dict(
            database.execute("SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault").fetchall()
        )
        columns = database.execute(
            "SELECT table_name, column_name, description FROM gpkg_data_columns"
        ).fetchall()
        metadata = database.execute("SELECT metadata FROM gpkg_metadata").fetchone()[0]
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    for layer in all_layers(view):
        assert styles[layer.name] == (folder / f"{layer.name}.qml").read_text(encoding="utf-8")
        described = {column: text for table, column, text in columns if table == layer.name}
        assert set(described) == {field.name for field in fields_of(layer.kind)}
    assert json.loads(metadata)["sensitivity"] == view.sensitivity


def test_ogrinfo_opens_the_geopackage(folder: Path) -> None:
    ogrinfo = shutil.which("ogrinfo")
    if ogrinfo is None:
        pytest.skip("no ogrinfo here; apt-get install gdal-bin")
    answer = subprocess.run(
        [ogrinfo, "-so", str(folder / "layers.gpkg"), "idp_stock_adm1"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Geometry: Multi Polygon" in answer.stdout
    assert "ERROR" not in answer.stderr


@pytest.mark.slow
def test_qgis_opens_the_geopackage_styled_and_temporal(folder: Path) -> None:
    script = Path(__file__).with_name("open_in_qgis.py")
    python = shutil.which("python3", path="/usr/bin")
    probe = [python or "python3", "-c", "import qgis.core"]
    if python is None or subprocess.run(probe, capture_output=True, check=False).returncode:
        pytest.skip("no QGIS here; apt-get install python3-qgis")
    offscreen = {"QT_QPA_PLATFORM": "offscreen", "PATH": "/usr/bin:/bin"}
    command = [python, str(script), str(folder / "layers.gpkg")]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, env=offscreen)
    seen = json.loads(answer.stdout.strip().splitlines()[-1])
    for layer in all_layers(public_view()):
        assert seen[layer.name]["features"] == len(layer.table)
        assert seen[layer.name]["rules"] == len(rules_of(layer))
        assert seen[layer.name]["temporal"] == layer.temporal


def test_styles_have_the_classes_and_colours_of_the_pages(folder: Path) -> None:
    for layer in all_layers(public_view()):
        qml = ElementTree.parse(folder / f"{layer.name}.qml").getroot()
        sld = ElementTree.parse(folder / f"{layer.name}.sld").getroot()
        assert (qml.find("temporal") is not None) == layer.temporal
        assert len(_drawn(qml)) == len(rules_of(layer)) == len(qml.findall("./renderer-v2/symbols/symbol"))
        if layer.kind not in {"units", "groups"} or layer.indicator is None:
            continue
        name, classes = painted_by(layer)
        filters = [rule.get("filter", "") for rule in _drawn(qml)]
        colours = ramp(layer.indicator, len(classes.limits))
        fills = [node.text for node in sld.iter() if node.get("name") == "fill"]
        assert [colour for colour in colours if colour not in fills] == []
        for low, high in classes.intervals():
            assert (
                any(f'"{name}" > {low:g}' in text and f'"{name}" <= {high:g}' in text for text in filters)
                or high > 1e5
            )


def _drawn(qml: ElementTree.Element) -> list[ElementTree.Element]:
    """Return the rules that draw; the others are headings above them."""
    return [rule for rule in qml.iter("rule") if rule.get("symbol") is not None]


def test_csv_is_plain_safe_and_tagged(folder: Path) -> None:
    with (folder / "idp_stock_adm1.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with (folder / "idp_stock_adm1_hxl.csv").open(encoding="utf-8", newline="") as file:
        tagged = list(csv.DictReader(file))
    assert len(tagged) == len(rows) + 1
    assert (tagged[0]["pcode"], tagged[0]["value"]) == ("#adm1+code", "#affected+idps+ind")
    assert {row["reported_name"] for row in rows} == {"'=HYPERLINK(1)"}
    assert all(
        row["value"] == "" for row in rows if row["value_status"] in {"suppressed", "no_data", "not_assessed"}
    )
    assert all(row["value"].isdigit() for row in rows if row["value_status"] in {"value", "zero"})
    assert [escaped(value) for value in ("+1", -4, "-x", "@a", "\tx", "Gao")] == [
        "'+1",
        -4,
        "'-x",
        "'@a",
        "'\tx",
        "Gao",
    ]


def test_flowmap_pair_is_complete(folder: Path) -> None:
    locations = pd.read_csv(folder / "flow_return_adm1_flowmap_locations.csv")
    flows = pd.read_csv(folder / "flow_return_adm1_flowmap_flows.csv")
    assert list(locations.columns) == ["id", "name", "lat", "lon"]
    assert set(flows["origin"]) | set(flows["dest"]) == set(locations["id"])


def test_the_package_describes_every_file_and_the_unplaced(folder: Path) -> None:
    document = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    listed = {entry["path"]: entry for entry in document["resources"]}
    undescribed = {".qml", ".sld", ".json"}
    assert {path.name for path in folder.iterdir() if path.suffix not in undescribed} == set(listed)
    for name, entry in listed.items():
        content = (folder / name).read_bytes()
        assert entry["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert entry["bytes"] == len(content)
    header = (folder / "idp_stock_adm1.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    assert header == [field["name"] for field in listed["idp_stock_adm1.csv"]["schema"]["fields"]]
    units = {entry["indicator"]: entry["unit"] for entry in document["unplaced"]}
    assert {entry["value"] for entry in document["unplaced"]} == {120}
    assert units["idp_stock"] == "people"
    assert units == {name: public_view().indicators[name].unit for name in units}
    assert document["sensitivity"] == "public"
    assert document["edition"]["id"] == "ne-2013"
    hdx = json.loads((folder / "hdx.json").read_text(encoding="utf-8"))
    required = [
        "name",
        "private",
        "title",
        "notes",
        "dataset_source",
        "dataset_date",
        "data_update_frequency",
    ]
    assert all(
        hdx[name] not in ("", None) for name in [*required, "groups", "license_id", "methodology", "tags"]
    )
    assert all(entry["p_coded"] in {True, False} for entry in hdx["resources"])


def test_every_field_is_declared_once_and_used() -> None:
    names = [field.name for field in declared()]
    assert len(names) == len(set(names))
    assert all(field.description and field.kinds for field in declared())
    always = {"id", "edition", "sensitivity", "start", "end"}
    for kind in ("units", "groups", "flows", "sites"):
        assert always <= {field.name for field in fields_of(kind)}


def test_a_figure_without_a_rate_is_painted_and_told_as_one(tmp_path: Path) -> None:
    view = public_view()
    figures, mine = view.figures.copy(), view.figures["indicator"] == "idp_stock"
    when = figures["slice"][mine & (figures["pcode"] == "ML03") & (figures["value_status"] == "value")].max()
    part = mine & (figures["pcode"] == "ML03") & (figures["slice"] == when)
    figures["crosswalk"] = pd.Series("exact", index=figures.index).mask(part, "partial")
    write(replace(view, figures=figures), tmp_path, formats=["geojson"])
    written = json.loads((tmp_path / "idp_stock_adm1.geojson").read_text(encoding="utf-8"))["features"]
    rows = [one["properties"] for one in written if one["properties"]["value_status"] == "value"]
    unrated = [row for row in rows if row["rate_per_1000"] is None]
    assert [(row["pcode"], row["slice"], row["crosswalk"]) for row in unrated] == [("ML03", when, "partial")]
    fill = looks()["unrated"]["fill"]
    qml = ElementTree.parse(tmp_path / "idp_stock_adm1.qml").getroot()
    filters = [rule.get("filter", "") for rule in _drawn(qml)]
    assert sum('"rate_per_1000" IS NULL' in text for text in filters) == 1
    sld = (tmp_path / "idp_stock_adm1.sld").read_text(encoding="utf-8")
    rule = next(one for one in sld.split("<Rule>") if "PropertyIsNull" in one)
    assert "<ogc:PropertyName>rate_per_1000</ogc:PropertyName></ogc:PropertyIsNull>" in rule
    assert fill in rule
