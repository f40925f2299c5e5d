"""What a page says beside its colours: why a date opens, published totals, towns, sides that compare."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from maps.kinds import KINDS
from maps.page import build
from maps.payload import population_note
from maps.words import word
from tests.browser import Browser
from tests.maps.synthetic import synthetic_view
from tracker.view import CITY_COLUMNS, FIGURE_COLUMNS, MEASURE_COLUMNS, View

pytestmark = pytest.mark.browser


def _page(tmp_path: Path, view: View, kind: str = "displacement") -> Path:
    path = tmp_path / f"{kind}.html"
    path.write_text(build(kind, view), encoding="utf-8")  # type: ignore[arg-type]
    return path


def _silenced(view: View, slice_date: str, side: str) -> View:
    """Return the view with one side that did not report in a slice."""
    totals = view.totals.copy()
    mine = (totals["slice"] == slice_date) & (totals["group"] == side) & (totals["indicator"] == "idp_stock")
    totals.loc[mine, ["value", "reporting_units"]] = [None, 0]
    totals.loc[mine, "value_status"] = "no_data"
    return replace(view, totals=totals)


def test_a_side_that_did_not_report_is_not_compared(offline: Browser, tmp_path: Path) -> None:
    view = _silenced(synthetic_view(9, 26, 0, ("idp_stock",)), "2014-10-31", "south")
    with offline.open(_page(tmp_path, view), "#d=2014-10-31") as opened:
        assert opened.page.locator(".share").count() == 0
        assert opened.page.locator(".uneven").count() == 1
        assert "0 unité sur" in opened.page.locator(".total[data-group=south]").inner_text()
    with offline.open(_page(tmp_path, synthetic_view(9, 26, 0, ("idp_stock",))), "#d=2014-03-31") as opened:
        assert opened.page.locator(".share").count() == 1


def test_the_published_total_stands_beside_the_sum_in_its_own_month(offline: Browser, tmp_path: Path) -> None:
    view = synthetic_view(9, 26, 0, ("idp_stock",))
    row = {"indicator": "idp_stock", "pcode": "MLI", "slice": "2014-03-31", "value": 123456}
    row |= {"value_status": "value", "reference_end": "2014-03-25", "source": "synthetic"}
    told = replace(view, national=pd.DataFrame([row]).reindex(columns=FIGURE_COLUMNS))
    with offline.open(_page(tmp_path, told), "#d=2014-03-31") as opened:
        box = opened.page.locator(".total.published")
        assert box.get_attribute("data-value") == "123456"
        assert "25 mars 2014" in box.inner_text()
        opened.page.click("#next")
        assert opened.page.locator(".total.published").count() == 0
        assert opened.messages == []


def test_a_page_that_opens_on_an_older_date_says_so_and_leads_to_the_newer(
    offline: Browser, tmp_path: Path
) -> None:
    view = synthetic_view(9, 26, 0, ("idp_stock",))
    slices = view.slices.copy()
    last = slices["slice"].max()
    slices.loc[slices["slice"] == last, "reporting_units"] = 1
    with offline.open(_page(tmp_path, replace(view, slices=slices))) as opened:
        assert opened.page.locator("#as-of").get_attribute("data-date") != last
        opened.page.click("#newer")
        assert opened.page.locator("#as-of").get_attribute("data-date") == last
        assert opened.page.locator("#newer").count() == 0


def test_towns_are_rings_of_their_own_date_and_never_in_the_total(offline: Browser, tmp_path: Path) -> None:
    view = synthetic_view(9, 26, 0, ("idp_stock",))
    row = {"indicator": "idp_stock", "pcode": "town:1", "slice": "2014-03-31", "value": 40000}
    row |= {"value_status": "value", "reference_end": "2014-03-20", "source": "synthetic"}
    town = row | {"name": "Sévaré", "lon": -4.1, "lat": 14.5}
    hidden = row | {"pcode": "town:2", "name": "Konna", "lon": -3.9, "lat": 14.9}
    hidden |= {"value": None, "value_status": "suppressed"}
    cities = pd.DataFrame([town, hidden]).reindex(columns=CITY_COLUMNS)
    with offline.open(_page(tmp_path, view), "#d=2014-03-31") as opened:
        before = opened.page.locator(".total[data-group=MLI]").get_attribute("data-value")
        assert opened.page.locator("circle.town").count() == 0
    with offline.open(_page(tmp_path, replace(view, cities=cities)), "#d=2014-03-31") as opened:
        page = opened.page
        rings = page.eval_on_selector_all("circle.town", "rings => rings.map(ring => ring.dataset.value)")
        assert rings == ["40000", "-1"]
        assert "Sévaré\u00a0: 40 000" in page.locator(".towns").inner_text().replace("\u202f", " ")
        assert page.locator(".total[data-group=MLI]").get_attribute("data-value") == before
        page.click("#previous")
        assert page.locator("circle.town").count() == 0
        assert opened.messages == []


def test_every_source_is_told_in_the_language_of_the_page(
    offline: Browser, written: Callable[..., Path]
) -> None:
    with offline.open(written("reintegration", "fr")) as opened:
        french = opened.page.locator("#reading").inner_text()
        opened.page.click("#lang-switch")
        english = opened.page.locator("#reading").inner_text()
    assert "chiffres publiés un à un, cités" in french
    assert "single published figures" not in french
    assert "Intention surveys" in english
    assert "Enquêtes d'intention" not in english


SAID = """() => [
  document.querySelector('.weight').textContent,
  ...Array.from(document.querySelectorAll('.leaflet-control-zoom a'), link => link.title),
  ...Array.from(document.querySelectorAll('.leaflet-control-zoom a'), link => link.ariaLabel),
  ...Array.from(document.querySelectorAll('path.unit'), unit => unit.ariaLabel),
]"""


def test_nothing_is_left_in_the_language_of_before(offline: Browser, written: Callable[..., Path]) -> None:
    path = written("displacement")
    with offline.open(path, "#l=en") as opened:
        english = opened.page.evaluate(SAID)
    with offline.open(path, "#l=fr") as opened:
        french = opened.page.evaluate(SAID)
        opened.page.click("#lang-switch")
        assert opened.page.evaluate(SAID) == english
        opened.page.click("#lang-switch")
        assert opened.page.evaluate(SAID) == french
    assert not set(english) & set(french)


def _told(page: str) -> list[str]:
    listed = re.search(r'<ul class="how">(.*?)</ul>', page, re.DOTALL)
    assert listed
    return [html.unescape(text) for text in re.findall(r"<li>(.*?)</li>", listed[1])]


def test_a_page_tells_how_to_read_only_what_it_draws() -> None:
    view = synthetic_view(9, 26, 72, ("idp_stock",))
    told = _told(build("displacement", view))
    assert told[0] == word("reading.how_colour", "fr")
    assert word("reading.how_missing", "fr") in told
    assert word("reading.how_line", "fr") in told
    assert word("reading.how_towns", "fr") not in told
    row = {"indicator": "idp_stock", "pcode": "town:1", "slice": "2014-03-31", "value": 40000}
    row |= {"value_status": "value", "reference_end": "2014-03-20", "source": "synthetic"}
    row |= {"name": "Sévaré", "lon": -4.1, "lat": 14.5}
    towns = replace(view, cities=pd.DataFrame([row]).reindex(columns=CITY_COLUMNS))
    assert word("reading.how_towns", "fr") in _told(build("displacement", towns))
    bare = replace(view, units=view.units.assign(population=pd.NA), groupings={})
    assert _told(build("displacement", bare))[0] == word("reading.how_circle", "fr")
    assert word("reading.how_line", "fr") not in _told(build("displacement", bare))
    flows = _told(build("flows", view, "en"))
    assert flows[0] == word("reading.how_arrow", "fr")
    assert word("reading.how_colour", "fr") not in flows


@pytest.mark.parametrize(
    ("kind", "indicator"),
    [("displacement", "idp_stock"), ("returns", "idp_returnees_cumulative"), ("reintegration", "idp_stock")],
)
def test_whoever_counted_a_town_is_credited(kind: str, indicator: str) -> None:
    view = synthetic_view(9, 26, 0, ("idp_stock", "idp_returnees_cumulative"))
    row = {"indicator": indicator, "pcode": "town:1", "slice": "2014-03-31", "value": 40000}
    row |= {"value_status": "value", "reference_end": "2014-03-20", "source": "of the towns"}
    row |= {"name": "Sévaré", "lon": -4.1, "lat": 14.5}
    towns = replace(view, cities=pd.DataFrame([row]).reindex(columns=CITY_COLUMNS))
    assert "of the towns" in KINDS[kind].sources(towns)


def test_whoever_only_measured_at_sites_is_credited_and_the_measure_defined() -> None:
    view = synthetic_view(9, 26, 0, ("idp_stock",))
    row = ["s1", "reintegration_score", "2014-03-31", 0.6, "value", "of the sites", ""]
    measured = replace(view, measures=pd.DataFrame([row], columns=MEASURE_COLUMNS))
    assert "of the sites" in KINDS["reintegration"].sources(measured)
    assert view.indicators["reintegration_score"] in KINDS["reintegration"].definitions(measured)


@pytest.mark.parametrize("lite", [False, True])
def test_an_indicator_without_totals_has_neither_sum_nor_strip(
    offline: Browser, tmp_path: Path, lite: bool
) -> None:
    view = synthetic_view(9, 26, 0, ("idp_stock", "assistance_organisations"))
    totals = view.totals[view.totals["indicator"] != "assistance_organisations"]
    path = tmp_path / "reintegration.html"
    path.write_text(build("reintegration", replace(view, totals=totals), lite=lite), encoding="utf-8")
    with offline.open(path, "#i=assistance_organisations") as opened:
        for name in (".total", ".share", "#strip path", "#totals [data-group]", ".warning"):
            assert opened.page.locator(name).count() == 0, name
        assert opened.page.locator("path[data-pcode]").count() >= 9
        assert opened.messages == []


def test_those_who_counted_the_residents_are_named_shortly(embedded_view: View) -> None:
    assert population_note(embedded_view) == (["OIM, CMP, OCHA", "IOM, CMP, OCHA"], "2013")
    other = replace(embedded_view, units=embedded_view.units.assign(population_source="Recensement"))
    assert population_note(other) == (["Recensement", "Recensement"], "2013")
