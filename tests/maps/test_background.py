"""Names of neighbours stand in their own country, and what surrounds Mali has no straight edge."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from maps import background
from maps.page import build
from maps.still_geometry import Window
from maps.still_units import background as still_background
from tests.browser import Browser
from tests.maps.synthetic import synthetic_view
from tracker.view import View

FADED = "() => [...document.querySelectorAll('path.fade')].map(path => path.getAttribute('fill'))"


def _with_names(view: View) -> list[tuple[str, shapely.Point]]:
    return [
        (entry["names"][0], shapely.Point(entry["at"][1], entry["at"][0]))
        for entry in background.record(view)["names"]
    ]


def test_a_name_stands_in_its_own_country(embedded_view: View) -> None:
    countries = embedded_view.context.countries.set_index("name_fr").geometry
    named = _with_names(embedded_view)
    assert len(named) > 8
    for name, point in named:
        assert countries[name].buffer(0.01).contains(point), name
    assert "Maroc" not in dict(named), "only the north of Morocco may be named, and it lies beyond"


def test_no_neighbour_is_named_in_western_sahara() -> None:
    view = synthetic_view(9)
    moroccan = shapely.box(-17, 21, -12, 29).union(shapely.box(-12, 27.6, -8.7, 29))
    shapes = [moroccan, shapely.box(-12, 21, -8.7, 27.6)]
    table = gpd.GeoDataFrame(
        {"iso3": ["MAR", "ESH"], "name_fr": ["Maroc", "Sahara occidental"], "name_en": ["Morocco", "Sahara"]},
        geometry=shapes,
        crs="EPSG:4326",
    )
    around = replace(view, context=replace(view.context, countries=table))
    assert [name for name, _ in _with_names(around)] == ["Sahara occidental"]
    frame = Window(west=-18, north=27, scale=40, stretch=0.95, width=720, height=500)
    named = [name.text for name in still_background(around, frame, "fr", 0.5).names]
    assert named == ["Sahara occidental"]


@pytest.mark.browser
def test_the_surroundings_fade_where_they_were_cut(
    offline: Browser, embedded_view: View, tmp_path: Path
) -> None:
    path = tmp_path / "flows.html"
    path.write_text(build("flows", embedded_view), encoding="utf-8")
    with offline.open(path) as opened:
        assert opened.page.evaluate(FADED) == ["url(#fade-n)", "url(#fade-s)", "url(#fade-e)"]
        assert opened.messages == []
