"""Record, layers and pages hold the same sums: every indicator, slice and level of a real publication.

The record is DTM's six rounds and OCHA's 5W beside the embedded figures.  A hidden cell counts with
what the record says of it; people without a place are those the sidecar names.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import shapely
from geojson_pydantic import FeatureCollection
from typer.testing import CliRunner

from tests.browser import Browser
from tracker.cli import build_app
from tracker.indicators import catalogue
from tracker.solutions.coverage_figures import SHOWN

pytestmark = [pytest.mark.shared, pytest.mark.slow, pytest.mark.browser]

LEVELS = {"": (1, "ne-2013"), "cercles": (2, "cod-ab-2021")}
PAGES = ("displacement", "returns", "reintegration")
NUMBERS = ("value", "zero")
READ = """() => {
  document.getElementById('table-section').open = true;
  const choice = document.getElementById('indicator'), slider = document.getElementById('slider'), found = [];
  for (const option of Array.from(choice.options, one => one.value)) {
    choice.value = option;
    choice.dispatchEvent(new Event('change', {bubbles: true}));
    for (let step = 0; step <= Number(slider.max); step++) {
      slider.value = step;
      slider.dispatchEvent(new Event('input', {bubbles: true}));
      const day = document.getElementById('as-of').dataset.date;
      for (const row of document.querySelectorAll('#table tbody tr'))
        found.push([option, day, row.cells[1].textContent, row.cells[2].textContent, row.dataset.status]);
    }
  }
  return found;
}"""


def _run(*arguments: str) -> str:
    answer = CliRunner().invoke(build_app(), list(arguments))
    assert answer.exit_code == 0, answer.output
    return answer.stdout


@pytest.fixture(scope="module")
def site(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a publication by region and by cercle."""
    folder = tmp_path_factory.mktemp("sums")
    before = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("TRACKER_")}
    os.environ["TRACKER_HOME"] = str(folder / "home")
    _run("boundaries", "add", str(shared / "geodata/cod_ab_20211220"), "--edition", "cod-ab-2021")
    _run("ingest", str(shared / "raw/dtm"), str(shared / "raw/ocha/whowhatwhere_5w_mli_mar2022.xlsx"))
    _run("refresh", "--out", str(folder / "site"))
    yield folder / "site"
    del os.environ["TRACKER_HOME"]
    os.environ |= before


@cache
def _layers(folder: Path, level: int) -> pd.DataFrame:
    """Return the rows of every layer of units through time."""
    parts = []
    for path in sorted((folder / "layers").glob(f"*_adm{level}.csv")):
        table = pd.read_csv(path, dtype={"pcode": "str"})
        if {"pcode", "slice", "rate_per_1000"} <= set(table.columns):
            parts.append(table)
    return pd.concat(parts, ignore_index=True)


@cache
def _record(level: int, edition: str) -> pd.DataFrame:
    """Return what the listing says, one figure per place, indicator and month: the newest of two."""
    listed = _run("observations", "--level", str(level), "--edition", edition, "--roll-up", "--json")
    table = pd.DataFrame(json.loads(listed))
    days = pd.to_datetime(table["reference_end"])
    table["slice"] = (days + pd.offsets.MonthEnd(0)).dt.strftime("%Y-%m-%d")
    table["placed"] = table["pcode"].fillna("") + table["place_name"].fillna("")
    newest = table.groupby(["indicator", "unit", "placed", "slice"])["reference_end"].transform("max")
    return table[table["reference_end"] == newest]


@pytest.mark.parametrize("name", LEVELS)
def test_layers_hold_what_the_record_holds(site: Path, name: str) -> None:
    level, edition = LEVELS[name]
    layers, record = _layers(site / name, level), _record(level, edition)
    document = json.loads((site / name / "layers/datapackage.json").read_text(encoding="utf-8"))
    unplaced = {(entry["indicator"], entry["slice"]): entry["value"] for entry in document["unplaced"]}
    totals = pd.read_csv(site / name / "layers/totals.csv").query("grouping == 'country'")
    country = {(row.indicator, row.slice): row.value for row in totals.itertuples()}
    compared = 0
    for (indicator, day), cells in layers.groupby(["indicator", "slice"]):
        if indicator in SHOWN:
            continue
        told = record[(record["indicator"] == indicator) & (record["unit"] == cells["unit"].iloc[0])]
        told = told[told["slice"] == day]
        here = told[told["pcode"].isin(cells["pcode"])]
        hidden = here[here["pcode"].isin(cells.loc[cells["value_status"] == "suppressed", "pcode"])]
        shown = cells.loc[cells["value_status"].isin(NUMBERS), "value"].sum()
        assert shown + hidden["value"].sum() == here["value"].sum(), (indicator, day)
        compared += 1
        if not catalogue()[indicator].add_over_space:
            assert (indicator, day) not in country
            continue
        if pd.notna(country[indicator, day]):
            assert country[indicator, day] == here["value"].sum(), (indicator, day)
        lost = told.loc[~told["pcode"].isin(cells["pcode"]), "value"].sum()
        assert unplaced.get((indicator, day), 0) in (lost, None), (indicator, day)
    assert compared > 20


@pytest.mark.parametrize("name", LEVELS)
@pytest.mark.parametrize("kind", PAGES)
def test_the_table_of_the_page_holds_what_the_layers_hold(
    site: Path, offline: Browser, name: str, kind: str
) -> None:
    level, _ = LEVELS[name]
    layers = _layers(site / name, level)
    with offline.open(site / name / f"{kind}.html", "#l=en") as opened:
        listed = pd.DataFrame(
            opened.page.evaluate(READ), columns=["indicator", "slice", "pcode", "text", "value_status"]
        )
        assert opened.messages == []
    listed["value"] = pd.to_numeric(listed["text"].map(_plain))
    keys = ["indicator", "slice", "pcode"]
    mine = layers[layers["indicator"].isin(listed["indicator"])]
    both = mine.merge(listed, on=keys, how="outer", suffixes=("", "_page"), validate="1:1", indicator=True)
    assert (both["_merge"] == "both").all()
    assert (both["value_status"] == both["value_status_page"]).all()
    assert both["value"].isna().equals(both["value_page"].isna())
    step = both["unit"].map(lambda unit: 0 if unit in ("people", "households", "activities") else 0.05)
    assert ((both["value"] - both["value_page"]).abs().fillna(0) <= step + 1e-9).all()
    added = both[both["value_status"].isin(NUMBERS) & (step == 0)]
    sums = added.groupby(["indicator", "slice"])[["value", "value_page"]].sum()
    assert (sums["value"] == sums["value_page"]).all()
    assert len(sums) > 5


def test_every_geojson_of_the_publication_is_what_rfc_7946_says(site: Path) -> None:
    files = sorted(site.resolve().rglob("*.geojson"))
    assert {path.parent.parent.name for path in files} >= {"cercles"}
    assert len(files) > 80
    for path in files:
        document = json.loads(path.read_text(encoding="utf-8"))
        FeatureCollection.model_validate(document)
        assert "crs" not in document
        ids = [feature["id"] for feature in document["features"]]
        assert len(ids) == len(set(ids)), path
        shapes = [one["geometry"] for one in document["features"] if one["geometry"]]
        distinct = {json.dumps(shape, sort_keys=True): shape for shape in shapes}
        for text, shape in distinct.items():
            decimals = [len(number) for number in re.findall(r"\.([0-9]+)", text)]
            assert max(decimals, default=0) <= 6, path
            drawn = shapely.geometry.shape(shape)
            assert drawn.is_valid, path
            assert shapely.box(*document["bbox"]).covers(drawn), path
            for part in getattr(drawn, "geoms", []):
                if part.geom_type == "Polygon":
                    assert part.exterior.is_ccw, path
                    assert not any(hole.is_ccw for hole in part.interiors), path


def _plain(text: Any) -> str:
    """Return a number as the page prints it in English as Python reads it."""
    return str(text).replace(",", "").replace("\u2212", "-").replace("\u202f", "")
