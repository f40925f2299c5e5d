"""Counts of towns: placed by the gazetteer, shown beside their cercle, never added to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pandas as pd
import pytest

from maps.payload_told import towns
from tests.maps.synthetic import synthetic_view
from tests.record.rows import record
from tracker.cities import city_figures
from tracker.ingest import ingest
from tracker.public import public_view
from tracker.store import open_store
from tracker.view import View

ROWS = """Région;Cercle;Ville;Date;PDI individus
Ségou;Ségou;Ségou;31/03/2014;12139
Ségou;Niono;NIONO;31/03/2014;7
Kayes;Kayes;Ségou;31/03/2014;60
Mopti;Mopti;Nulle part;31/03/2014;80
"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> View:
    home = tmp_path_factory.mktemp("home")
    table = home / "villes.csv"
    table.write_text(ROWS, encoding="utf-8")
    with open_store(home) as store:
        ingest([table], store, recorded_at=datetime(2026, 1, 1, tzinfo=UTC), home=home)
        return public_view(store, home)


def test_a_town_stands_where_the_gazetteer_says(seen: View) -> None:
    segou = seen.cities.set_index("name").loc["Ségou"]
    assert (segou["value"], segou["value_status"], segou["slice"]) == (12139, "value", "2014-03-31")
    assert (round(segou["lon"], 2), round(segou["lat"], 2)) == (-6.26, 13.44)


def test_a_town_in_another_region_and_an_unknown_one_are_not_placed(seen: View) -> None:
    assert set(seen.cities["name"]) == {"Ségou", "Niono"}


def test_a_small_town_is_suppressed(seen: View) -> None:
    niono = seen.cities.set_index("name").loc["Niono"]
    assert niono["value_status"] == "suppressed"
    assert pd.isna(niono["value"])


def test_towns_are_not_added_to_units(seen: View) -> None:
    assert seen.figures[(seen.figures["indicator"] == "idp_stock") & seen.figures["value"].notna()].empty


def test_of_two_sources_about_a_town_one_stands() -> None:
    town = {"pcode": "town:2451478", "level": None, "edition": None, "reference_end": "2014-04-10"}
    rows = record(
        town | {"value": 100, "source": "hapi-idps"},
        town | {"value": 120, "source": "embedded-idps-monthly"},
    )
    assert city_figures(rows)["value"].tolist() == [100]


def test_a_town_that_is_empty_again_is_not_shown_with_its_older_count() -> None:
    town = {"pcode": "town:2451478", "level": None, "edition": None}
    rows = record(
        town | {"value": 500, "reference_end": "2014-01-31"},
        town | {"value": 0, "value_status": "zero", "reference_end": "2014-02-28"},
    )
    view = replace(synthetic_view(9, 1), cities=city_figures(rows))
    (shown,) = towns(view, view.indicators["idp_stock"], ["2014-01-31", "2014-02-28"], [])
    assert [cell[:3] for cell in shown["cells"]] == [[0, 500, 0], [1, 0, 0]]
