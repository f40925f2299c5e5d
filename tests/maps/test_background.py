"""Names of neighbours stand in their own country, and what surrounds Mali has no straight edge."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from maps import background
from maps.page import build
from maps.palette import BASE
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
        sides = ["url(#fade-n)", "url(#fade-s)", "url(#fade-e)", "url(#fade-w)"]
        assert opened.page.evaluate(FADED) == sides
        assert opened.messages == []


@pytest.mark.browser
def test_the_locator_shows_the_country_whether_or_not_its_outline_is_in_the_background(
    offline: Browser, embedded_view: View, tmp_path: Path
) -> None:
    for name, view in (("embedded", embedded_view), ("synthetic", synthetic_view(9))):
        path = tmp_path / f"{name}.html"
        path.write_text(build("displacement", view), encoding="utf-8")
        with offline.open(path) as opened:
            dark = f"#locator path[fill='{BASE['country_border']}']"
            wide = opened.page.eval_on_selector(dark, "path => path.getBoundingClientRect().width")
            assert 30 < wide < 90, name


def test_the_borders_of_the_country_are_left_to_its_units(embedded_view: View) -> None:
    around = background.record(embedded_view)["countries"]
    codes = embedded_view.context.countries["iso3"].tolist()
    assert isinstance(around, dict)
    assert len(around["home"]) == codes.count("MLI") == 1
