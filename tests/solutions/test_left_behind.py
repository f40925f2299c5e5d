"""OCHA's 5W of March 2022 against a DTM round: who is left behind, cercle by cercle."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from geodata.boundaries.adding import add
from maps.reintegration_coverage import coverages
from tracker.ingest import ingest
from tracker.public import public_view
from tracker.store import open_store
from tracker.view import View

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def cercles(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> View:
    home = tmp_path_factory.mktemp("home")
    for level in (1, 2):
        shapes = shared / "geodata" / "cod_ab_20211220" / f"mli_admbnda_adm{level}_1m_gov_20211220.shp"
        add(shapes, "cod-ab-2021", home)
    store = open_store(home)
    raw = shared / "raw"
    inputs = [
        raw / "ocha" / "whowhatwhere_5w_mli_mar2022.xlsx",
        raw / "dtm" / "DTM_Mali_Baseline_Assessment_Round_64_April_2020.xlsx",
    ]
    for told in ingest(inputs, store, recorded_at=datetime(2026, 1, 1, tzinfo=UTC), home=home):
        assert told.state == "loaded", told.reason
    return public_view(store, home, level=2)


def test_shares_sum_to_a_hundred_percent_on_both_sides(cercles: View) -> None:
    assert cercles.level == 2
    for name in ("share_of_displaced", "share_of_assistance"):
        own = cercles.figures[cercles.figures["indicator"] == name]
        assert len(own) == len(cercles.units)
        assert float(own["value"].astype("Float64").sum()) == pytest.approx(100, abs=1e-3)


def test_every_gap_is_the_difference_of_its_shares(cercles: View) -> None:
    table = cercles.figures.pivot_table(index="pcode", columns="indicator", values="value", aggfunc="last")
    told = table["coverage_gap"].dropna()
    assert len(told) > 40
    recomputed = table["share_of_displaced"] - table["share_of_assistance"]
    pd.testing.assert_series_equal(
        told, recomputed.reindex(told.index), check_names=False, atol=1e-4, check_dtype=False
    )


def test_the_ranked_list_opens_with_whoever_has_people_and_no_organisation(cercles: View) -> None:
    (table,) = coverages(cercles, "fr")
    alone = [row.unassisted for row in table.ranked]
    assert alone == sorted(alone, reverse=True)
    rest = [row for row in table.ranked if not row.unassisted]
    assert rest[0].place == "Gao"
    assert "2020" in table.dates
    assert "2022" in table.dates
    assert [side.pcode for side in table.sides] == ["north", "south"]


def test_assistance_without_a_figure_of_displaced_people_is_told_below_the_table(cercles: View) -> None:
    (table,) = coverages(cercles, "en")
    values = cercles.figures.pivot_table(index="pcode", columns="indicator", values="value", aggfunc="last")
    left = values[values["coverage_gap"].isna() & (values["share_of_assistance"] > 0)]
    assert len(left)
    told = table.uncounted
    assert told is not None
    assert told.units == str(len(left))
    assert float(told.assistance.rstrip("%")) == pytest.approx(
        float(left["share_of_assistance"].sum()), abs=0.06
    )
    assert told.counted[0] == "100%"
    assert told.whole == ("100%", "100%")


def test_the_legend_lists_the_statuses_that_are_drawn_and_no_other(cercles: View) -> None:
    (table,) = coverages(cercles, "fr")
    drawn = {colour for _, colour, _ in table.shapes if colour.startswith("url")}
    assert {colour for colour, _ in table.legend if colour.startswith("url")} == drawn == {"url(#p-no_data)"}
