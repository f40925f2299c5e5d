"""Who is credited: the sources of the rows that are written, each organisation by one name."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.export.solutions import solutions_view
from tests.export.views import public_view
from tracker.export import Filters, write
from tracker.export.fields import fields_of
from tracker.export.shapes import COMPUTED, COMPUTED_CREDIT
from tracker.organisations import organisations
from tracker.solutions.coverage_figures import ASSISTANCE, DISPLACED, coverage_figures
from tracker.source import sources
from tracker.view import FIGURE_COLUMNS, SOURCE_COLUMNS, View


def _view() -> View:
    """Return figures, flows, residents and national figures of four sources, and a fifth of no row."""
    view = solutions_view()
    names = ["synthetic", "movements", "census", "ministry", "silent"]
    rows = [
        {"source": name, "title": f"Série {name}", "organisation": f"Bureau {name}", "licence": f"L {name}"}
        for name in names
    ]
    return replace(
        view,
        units=view.units.assign(population_source_id="census"),
        flows=view.flows.assign(source="movements"),
        national=view.national.assign(source="ministry"),
        abroad=view.abroad[:0],
        figures=view.figures.assign(
            source=view.figures["source"].where(view.figures["source"].isna(), "synthetic")
        ),
        sources=pd.DataFrame(rows).reindex(columns=SOURCE_COLUMNS),
    )


def _told(folder: Path, view: View, filters: Filters) -> tuple[dict[str, Any], dict[str, Any]]:
    write(view, folder, formats=["csv"], filters=filters)
    package, hdx = (
        json.loads((folder / name).read_text(encoding="utf-8")) for name in ("datapackage.json", "hdx.json")
    )
    return package, hdx


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), {"synthetic", "movements", "census", "ministry"}),
        (Filters(sources=("ministry",)), {"ministry"}),
        (Filters(indicators=("flow_return",)), {"movements"}),
        (Filters(indicators=("idp_stock",)), {"synthetic", "census", "ministry"}),
    ],
)
def test_only_sources_of_rows_that_are_written_are_credited(
    filters: Filters, expected: set[str], tmp_path: Path
) -> None:
    view = _view()
    national = set(view.national["indicator"])
    if filters.indicators and not national & set(filters.indicators):
        expected = expected - {"ministry"}
    package, hdx = _told(tmp_path, view, filters)
    written = [pd.read_csv(path) for path in tmp_path.glob("*.csv")]
    rows = {name for table in written if "source" in table for name in table["source"].dropna()}
    credited = {entry["name"] for entry in package["sources"]}
    assert credited == expected
    assert credited - {"census"} == rows
    assert hdx["dataset_source"] == ", ".join(sorted(f"Bureau {name}" for name in credited))
    licences = {entry["name"] for entry in package["licenses"]}
    assert licences == {f"L {name}" for name in credited} | {view.edition.licence}


def test_a_distance_is_owed_to_the_counts_and_sites_it_is_between(tmp_path: Path) -> None:
    view = _view()
    counts = view.figures[view.figures["indicator"] == "idp_stock"]
    newest = counts[counts["value"].notna()].iloc[-1]
    reach = view.surveys[view.surveys["indicator"] == "reach_25_km"]
    reach = reach.assign(source="tracker", pcode=newest["pcode"], reference_end=newest["slice"])
    view = replace(view, surveys=reach, sites=view.sites.assign(source="ministry"))
    package, _ = _told(tmp_path, view, Filters(indicators=("reach_25_km",)))
    assert {entry["name"] for entry in package["sources"]} == {"synthetic", "ministry"}


def test_a_part_of_the_places_tells_nothing_of_the_unplaced_of_all(tmp_path: Path) -> None:
    package, _ = _told(tmp_path, public_view(), Filters(bbox=(-12.5, 10.0, -9.0, 16.0)))
    assert package["unplaced"] == []


def test_the_totals_have_their_unit_and_are_described(tmp_path: Path) -> None:
    view = public_view()
    activities = view.totals[view.totals["indicator"] == "idp_stock"].assign(
        indicator="assistance_activities"
    )
    view = replace(view, totals=pd.concat([view.totals, activities], ignore_index=True))
    package, _ = _told(tmp_path, view, Filters())
    assert {entry["unit"] for entry in package["unplaced"] if "activities" in entry["indicator"]} == {
        "activities"
    }
    totals = pd.read_csv(tmp_path / "totals.csv")
    units = dict(zip(totals["indicator"], totals["unit"], strict=True))
    assert (units["idp_stock"], units["assistance_activities"]) == ("people", "activities")
    entry = next(entry for entry in package["resources"] if entry["path"] == "totals.csv")
    assert [field["name"] for field in entry["schema"]["fields"]] == list(totals.columns)
    assert list(totals.columns) == [field.name for field in fields_of("totals")]
    assert (entry["title"], entry["title_en"]) == ("Totaux publiés", "Published totals")


def test_hdx_is_told_in_english(tmp_path: Path) -> None:
    _, hdx = _told(tmp_path, solutions_view(), Filters())
    told = {entry["name"]: entry["description"] for entry in hdx["resources"]}
    assert told["idp_stock_adm1.csv"] == "Internally displaced people (IDPs), by region"
    coded = {entry["name"]: entry["p_coded"] for entry in hdx["resources"]}
    assert (coded["idp_stock_adm1.csv"], coded["flow_return_adm1.csv"], coded["sites.csv"]) == (
        True,
        True,
        True,
    )
    assert (coded["totals.csv"], coded["people_abroad.csv"]) == (False, False)


def test_every_declared_source_names_organisations_by_their_declared_name() -> None:
    text = (files("tracker") / "organisations.toml").read_text(encoding="utf-8")
    known = {entry["name"] for entry in tomllib.loads(text)["organisation"]}
    named = {name for source in sources().values() for name in organisations([source.organisation])}
    assert named == known


def test_an_organisation_is_named_once_however_it_is_written() -> None:
    told = ["IOM / CMP, published by OCHA on HDX", "OCHA, press", "presse", "IOM DTM, published on HDX"]
    assert organisations(told) == [
        "Commission Mouvement de Populations (CMP)",
        "International Organization for Migration (IOM)",
        "Office for the Coordination of Humanitarian Affairs (OCHA)",
        "Press reports",
    ]
    assert organisations(["Croix-Rouge malienne / croix-rouge malienne"]) == ["Croix-Rouge malienne"]
    assert organisations(["as stated in the file"]) == []


def test_figures_worked_out_here_have_a_credit_too(tmp_path: Path) -> None:
    view = solutions_view()
    write(replace(view, surveys=view.surveys.assign(source=COMPUTED)), tmp_path, formats=["csv"])
    reach = pd.read_csv(tmp_path / "reach_25_km_adm1.csv")
    assert set(reach["credit"]) == {COMPUTED_CREDIT}


def test_nothing_is_said_to_be_hidden_where_nothing_is(tmp_path: Path) -> None:
    package, _ = _told(tmp_path, replace(public_view(), disclosure_threshold=1), Filters())
    assert "1 to 0" not in json.dumps(package)
    labels = set(pd.read_csv(tmp_path / "idp_stock_adm1.csv")["sensitivity"])
    assert labels == {"public; no count suppressed"}


def test_countries_have_names(tmp_path: Path) -> None:
    write(solutions_view(), tmp_path, formats=["csv"])
    names = {
        (row.pcode, row.place_name)
        for table in ("national_figures", "people_abroad")
        for row in pd.read_csv(tmp_path / f"{table}.csv").itertuples()
    }
    assert names == {("MLI", "Mali"), ("BFA", "Burkina Faso")}


def test_each_share_of_a_gap_is_credited_to_who_counted_it() -> None:
    base = {"slice": "2022-03-31", "value_status": "value", "pcode": "ML05"}
    rows = [
        {**base, "indicator": DISPLACED, "value": 900.0, "source": "counted"},
        {**base, "indicator": ASSISTANCE, "value": 40.0, "source": "who-does-what"},
    ]
    figures, _ = coverage_figures(pd.DataFrame(rows).reindex(columns=FIGURE_COLUMNS), pd.DataFrame())
    told = dict(zip(figures["indicator"], figures["source"], strict=True))
    assert told["share_of_displaced"] == "counted"
    assert told["share_of_assistance"] == "who-does-what"
