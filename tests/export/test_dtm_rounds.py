"""Six real DTM rounds: the CSV joined to OCHA's shapefile on P-code alone gives the record back."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from typer.testing import CliRunner

from tests.export.example_join import join
from tracker.cli import build_app

pytestmark = [pytest.mark.shared, pytest.mark.slow]

# people in the six workbooks, as their own rows add up
ROUNDS = {
    "2014-12-31": 61_621,
    "2015-11-30": 61_920,
    "2016-01-31": 49_883,
    "2016-12-31": 36_690,
    "2017-12-31": 38_172,
    "2020-04-30": 250_998,
}


def _run(*arguments: str) -> str:
    answer = CliRunner().invoke(build_app(), list(arguments))
    assert answer.exit_code == 0, answer.output
    return answer.stdout


def test_the_join_gives_back_the_totals_of_the_record(
    shared: Path, tracker_home: Path, tmp_path: Path
) -> None:
    _run("boundaries", "add", str(shared / "geodata/cod_ab_20211220"), "--edition", "cod-ab-2021")
    _run("ingest", str(shared / "raw/dtm"))
    wanted = ("--indicator", "idp_stock", "--level", "2", "--edition", "cod-ab-2021")
    _run("export", "--out", str(tmp_path), "--format", "csv", *wanted)
    record = pd.DataFrame(json.loads(_run("observations", *wanted, "--json")))
    shapes = shared / "geodata/cod_ab_20211220/mli_admbnda_adm2_1m_gov_20211220.shp"
    table = pd.read_csv(tmp_path / "idp_stock_adm2.csv", dtype={"pcode": "str"})
    totals = pd.read_csv(tmp_path / "totals.csv").query("grouping == 'country'").set_index("slice")["value"]
    for when, people in ROUNDS.items():
        part = tmp_path / f"{when}.csv"
        table[table["slice"] == when].to_csv(part, index=False)
        joined = join(str(part), str(shapes), "ADM2_PCODE")
        assert isinstance(joined, gpd.GeoDataFrame)
        assert joined.geometry.notna().all()
        mine = record[record["reference_end"].str[:7] == when[:7]].groupby("pcode")["value"].sum()
        assert mine.sum() == people
        shown = joined[joined["value_status"].isin(["value", "zero"])].set_index("pcode")["value"]
        assert (shown == mine.reindex(shown.index)).all()
        hidden = joined.loc[joined["value_status"] == "suppressed", "pcode"]
        assert shown.sum() + mine.reindex(hidden).sum() == people
        assert len(hidden) != 1
        assert totals[when] == people


def test_full_geometry_is_that_of_the_boundaries_added(
    shared: Path, tracker_home: Path, tmp_path: Path
) -> None:
    _run("boundaries", "add", str(shared / "geodata/cod_ab_20211220"), "--edition", "cod-ab-2021")
    _run("ingest", str(sorted((shared / "raw/dtm").glob("*.xlsx"))[0]))
    wanted = ("--indicator", "idp_stock", "--level", "2", "--edition", "cod-ab-2021")
    for resolution in ("web", "full"):
        _run("export", "--out", str(tmp_path / resolution), "--geometry", resolution, *wanted)
    web, full = (
        gpd.read_file(tmp_path / name / "idp_stock_adm2_latest.geojson").set_index("pcode")
        for name in ("web", "full")
    )
    shapes = gpd.read_file(shared / "geodata/cod_ab_20211220/mli_admbnda_adm2_1m_gov_20211220.shp")
    borders = shapes.set_index("ADM2_PCODE").geometry.reindex(full.index)
    moved = shapely.symmetric_difference(full.geometry.to_numpy(), borders.to_numpy())
    assert (shapely.area(moved) < 1e-6 * shapely.length(borders.to_numpy())).all()  # a millionth of a degree
    assert full.geometry.count_coordinates().sum() > 1.5 * web.geometry.count_coordinates().sum()
    assert full.geometry.is_valid.all()


def test_what_the_last_publication_hid_stays_hidden_in_the_layers(
    shared: Path, tracker_home: Path, tmp_path: Path
) -> None:
    _run("refresh", "--out", str(tmp_path / "site"))
    (wanted,) = (tracker_home / "published").rglob("figures-1.parquet")
    figures = pd.read_parquet(wanted)
    told = (figures["indicator"] == "idp_stock") & (figures["slice"] == "2014-06-30")
    two = told & figures["pcode"].isin(["ML07", "ML08"])
    assert (figures.loc[two, "value_status"] == "value").all()
    figures.loc[two, ["value", "value_status"]] = [None, "suppressed"]
    figures.to_parquet(wanted)
    _run("export", "--out", str(tmp_path / "out"), "--indicator", "idp_stock", "--format", "csv")
    table = pd.read_csv(tmp_path / "out" / "idp_stock_adm1.csv").set_index(["slice", "pcode"])
    hidden = table[table["value_status"] == "suppressed"]
    assert list(hidden.index) == [("2014-06-30", "ML07"), ("2014-06-30", "ML08")]


def test_sites_are_coarsened_in_every_export(tracker_home: Path, tmp_path: Path) -> None:
    _run("export", "--out", str(tmp_path), "--format", "csv")
    sites = pd.read_csv(tmp_path / "sites.csv")
    assert "exact" not in set(sites["position"])
    names = {path.name for path in tmp_path.iterdir()}
    assert {"surveys_adm1.csv", "reach_25_km_adm1.csv", "national_figures.csv"} <= names
