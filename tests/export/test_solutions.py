"""Layers of surveys, reach, programmes, site measures and countries: status, sample, interval, direction."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely
from geojson_pydantic import FeatureCollection

from tests.export.solutions import DAY, solutions_view
from tests.export.views import public_view
from tracker.export import FORMATS, Filters, write
from tracker.export.build import all_layers
from tracker.export.style import painted_by, rules_of


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("solutions")
    write(solutions_view(), path, formats=FORMATS)
    return path


def _rows(folder: Path, name: str) -> list[dict[str, Any]]:
    document = json.loads((folder / f"{name}.geojson").read_text(encoding="utf-8"))
    FeatureCollection.model_validate(document)
    return [{**one["properties"], "shape": one["geometry"]} for one in document["features"]]


def test_every_layer_is_written_in_every_format(folder: Path) -> None:
    wanted = {"reach_25_km_adm1", "intention_return_adm1", "surveys_adm1", "programmes_adm1"}
    wanted |= {"site_measures", "sites", "national_figures", "people_abroad"}
    assert wanted <= {layer.name for layer in all_layers(solutions_view())}
    held = {name for name, _ in pyogrio.list_layers(folder / "layers.gpkg")}
    for layer in all_layers(solutions_view()):
        assert len(_rows(folder, layer.name)) == len(layer)
        for ending in (".fgb", ".parquet", ".qml", ".sld", ".csv", "_hxl.csv"):
            assert (folder / f"{layer.name}{ending}").is_file(), layer.name
        assert layer.name in held
        ids = [row["id"] for row in _rows(folder, layer.name)]
        assert len(ids) == len(set(ids))


def test_a_survey_figure_has_its_sample_and_interval(folder: Path) -> None:
    rows = _rows(folder, "intention_return_adm1")
    mopti = next(row for row in rows if row["pcode"] == "ML05")
    assert (mopti["sample_size"], mopti["low"], mopti["high"], mopti["small_sample"]) == (40, 53, 80, 1)
    assert (mopti["value"], mopti["value_status"], mopti["edition"]) == (68, "value", "ne-2013")
    both = next(row for row in rows if row["place_name"] == "Gao + Kidal")
    assert both["shape"] is None
    assert both["sample_size"] is None
    assert both["small_sample"] is None


def test_figures_of_the_country_stand_on_its_outline(folder: Path) -> None:
    whole = shapely.union_all(public_view().units.geometry.to_numpy())
    (row,) = _rows(folder, "surveys_adm1")
    assert (row["indicator"], row["level"]) == ("debt_indebted_on_return", 0)
    for name in ("surveys_adm1", "national_figures"):
        shape = shapely.geometry.shape(_rows(folder, name)[0]["shape"])
        assert shapely.area(shapely.symmetric_difference(shape, whole)) < 1e-3
    periods = [(row["start"], row["end"]) for row in _rows(folder, "people_abroad")]
    assert periods == [("2014-01-01", "2014-05-31"), ("2014-06-01", DAY)]
    assert {row["pcode"] for row in _rows(folder, "people_abroad")} == {"BFA"}


def test_steps_of_a_programme_have_rates_and_hidden_ones_none(folder: Path) -> None:
    rows = {row["stage"]: row for row in _rows(folder, "programmes_adm1")}
    assert list(rows) == ["assisted", "referred", "disbursed", "repaid"]
    assert rows["referred"]["of_first"] == pytest.approx(3.071, abs=5e-4)
    assert rows["disbursed"]["value_status"] == "suppressed"
    assert all(rows["disbursed"][name] is None for name in ("value", "of_previous", "of_first"))


def test_a_measure_says_which_end_of_its_scale_is_good(folder: Path) -> None:
    rows = _rows(folder, "site_measures")
    told = {row["indicator"]: (row["higher_is"], row["scale_minimum"], row["scale_maximum"]) for row in rows}
    assert told["reintegration_score"] == ("better", 0, 1)
    assert told["return_index"] == ("worse", 0, 100)
    assert [row["shape"] is None for row in rows] == [row["site_id"] == "s2" for row in rows]
    assert next(row for row in rows if row["indicator"] == "site_caseload")["value"] is None


def test_only_services_of_any_type_are_painted(folder: Path) -> None:
    layer = next(layer for layer in all_layers(solutions_view()) if layer.name == "reach_25_km_adm1")
    classes = [rule for rule in rules_of(layer) if rule.field == painted_by(layer)[0]]
    assert classes
    assert all("\"category\" = ''" in rule.filter for rule in classes)
    assert {row["category"] for row in _rows(folder, layer.name)} == {"", "psychosocial"}


def test_the_gap_is_painted_in_two_colours() -> None:
    view = public_view()
    figures = view.figures[view.figures["indicator"] == "idp_stock"].assign(indicator="coverage_gap")
    slices = view.slices[view.slices["indicator"] == "idp_stock"].assign(indicator="coverage_gap")
    layer = all_layers(replace(view, figures=figures, slices=slices))[0]
    ends = [(float(rule.low), float(rule.high)) for rule in rules_of(layer) if rule.field == "value"]
    assert ends == [(-101, -10), (-10, -2), (-2, 2), (2, 10), (10, 101)]
    assert not any(rule.qgis_only for rule in rules_of(layer))


def test_filters_narrow_solutions_too(tmp_path: Path) -> None:
    files = write(solutions_view(), tmp_path, formats=["csv"], filters=Filters(indicators=("reach_25_km",)))
    names = {path.name for path in files}
    assert "reach_25_km_adm1.csv" in names
    assert not names & {"sites.csv", "national_figures.csv", "site_measures.csv", "surveys_adm1.csv"}
    other = tmp_path / "dates"
    write(solutions_view(), other, formats=["csv"], filters=Filters(end="2014-05-31"))
    assert not (other / "surveys_adm1.csv").exists()
    assert set(pd.read_csv(other / "people_abroad.csv")["slice"]) == {"2014-05-31"}


def test_lines_of_movements_may_be_bent(tmp_path: Path) -> None:
    for name, curved in (("straight", False), ("bent", True)):
        write(public_view(), tmp_path / name, filters=Filters(indicators=("flow_return",)), curved=curved)
    straight, bent = (
        gpd.read_file(tmp_path / name / "flow_return_adm1.geojson") for name in ("straight", "bent")
    )
    assert (straight["value"] == bent["value"]).all()
    drawn = straight.geometry.notna()
    assert {len(line.coords) for line in straight.geometry[drawn]} == {2}
    assert {len(line.coords) for line in bent.geometry[drawn]} == {24}
    for short, long in zip(straight.geometry[drawn], bent.geometry[drawn], strict=True):
        assert (short.coords[0], short.coords[-1]) == (long.coords[0], long.coords[-1])
        assert short.length < long.length < 1.2 * short.length


def test_a_source_alone_leaves_every_unit_its_place(tmp_path: Path) -> None:
    view = public_view()
    figures = view.figures.copy()
    last = figures["slice"] == figures["slice"].max()
    figures.loc[last & (figures["pcode"] == "ML01"), "source"] = "other"
    filters = Filters(indicators=("idp_stock",), sources=("synthetic", "second"))
    write(replace(view, figures=figures), tmp_path, formats=["csv"], filters=filters)
    latest = pd.read_csv(tmp_path / "idp_stock_adm1_latest.csv").set_index("pcode")
    assert len(latest) == 9
    assert latest.loc["ML01", "value_status"] == "no_data"
    assert latest["value"].isna()["ML01"]


def test_a_source_about_the_country_alone_gives_its_figures_and_no_others(tmp_path: Path) -> None:
    view = solutions_view()
    view = replace(view, national=view.national.assign(source=["ministry", "synthetic"]))
    files = write(view, tmp_path, formats=["csv"], filters=Filters(sources=("ministry",)))
    assert {path.name for path in files if path.suffix == ".csv"} == {"national_figures.csv"}
    assert set(pd.read_csv(tmp_path / "national_figures.csv")["source"]) == {"ministry"}


def test_a_source_that_only_measures_at_sites_keeps_the_sites_it_measures(tmp_path: Path) -> None:
    view = solutions_view()
    view = replace(view, measures=view.measures.assign(source=["monitor", *["synthetic"] * 3]))
    write(view, tmp_path, formats=["csv"], filters=Filters(sources=("monitor",)))
    measured, sites = (pd.read_csv(tmp_path / f"{name}.csv") for name in ("site_measures", "sites"))
    assert list(measured["indicator"]) == ["reintegration_score"]
    assert list(sites["site_id"]) == ["s1"]


def test_the_sidecars_count_the_hidden_and_name_everybody_once(tmp_path: Path) -> None:
    view = public_view()
    sources = view.sources.assign(organisation=["IOM, DNDS", "DNDS / CMP"])
    write(replace(view, sources=sources), tmp_path, formats=["csv"])
    document = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    for entry in document["suppressed"]:
        for name, table in (("units", view.figures), ("totals", view.totals)):
            here = table[(table["indicator"] == entry["indicator"]) & (table["slice"] == entry["slice"])]
            assert entry[name] == (here["value_status"] == "suppressed").sum()
    assert (
        sum(entry["units"] for entry in document["suppressed"])
        == (view.figures["value_status"] == "suppressed").sum()
    )
    hdx = json.loads((tmp_path / "hdx.json").read_text(encoding="utf-8"))
    named = "Commission Mouvement de Populations (CMP), Direction Nationale du Développement Social (DNDS)"
    assert hdx["dataset_source"] == f"{named}, International Organization for Migration (IOM)"


def test_geoparquet_is_of_version_1_1(folder: Path) -> None:
    import pyarrow.parquet as pq

    for path in folder.glob("*.parquet"):
        schema = pq.read_schema(path)
        document = json.loads(schema.metadata[b"geo"])
        column = document["columns"][document["primary_column"]]
        assert document["version"] == "1.1.0"
        assert (column["encoding"], column["orientation"]) == ("WKB", "counterclockwise")
        assert column["covering"]["bbox"]["xmin"] == ["bbox", "xmin"]
        assert "bbox" in schema.names
    west = (-12.5, 10.0, -9.0, 16.0)
    part = gpd.read_parquet(folder / "idp_stock_adm1.parquet", bbox=west)
    assert 0 < len(part) < len(gpd.read_parquet(folder / "idp_stock_adm1.parquet"))


def test_movements_without_any_line_have_no_style_and_are_said_to_have_none(tmp_path: Path) -> None:
    known = public_view()
    unknown = replace(known, flows=known.flows.assign(origin=None, origin_name=None))
    for name, view in (("known", known), ("unknown", unknown)):
        write(view, tmp_path / name, formats=("geojson", "csv"), filters=Filters(indicators=("flow_return",)))
        document = json.loads((tmp_path / name / "datapackage.json").read_text(encoding="utf-8"))
        told = {one["path"]: one for one in document["resources"]}
        shapes = [row["shape"] for row in _rows(tmp_path / name, "flow_return_adm1")]
        layer = told["flow_return_adm1.geojson"]
        assert layer["rows_without_geometry"] == shapes.count(None)
        assert "unknown origin or destination" in layer["description"]
        for ending in ("qml", "sld"):
            styled = (tmp_path / name / f"flow_return_adm1.{ending}").is_file()
            assert styled == any(shapes) == (name == "known")
