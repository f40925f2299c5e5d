"""The coverage gap date by date, small samples in grey, and the light twin of the page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from maps.page import build
from maps.reintegration_coverage import coverages
from tests.browser import Browser
from tests.solutions.test_complete import _figure
from tracker.solutions import complete
from tracker.solutions.declared import declared
from tracker.view import FIGURE_COLUMNS, View

pytestmark = pytest.mark.browser
ASSISTED = {"2014-02-28": {"ML09": 50, "ML05": 50}, "2014-08-31": {"ML09": 70, "ML05": 20, "ML06": 10}}


@pytest.fixture(scope="module")
def assisted(embedded_view: View) -> View:
    """Return the embedded figures with two invented assistance tables."""
    rows = [
        _figure(
            "assistance_activities", code, day, counts.get(code), "value" if code in counts else "no_data"
        )
        for day, counts in ASSISTED.items()
        for code in embedded_view.units["pcode"]
    ]
    figures = pd.concat([embedded_view.figures, pd.DataFrame(rows, columns=FIGURE_COLUMNS)])
    return complete(replace(embedded_view, figures=figures))


def test_the_gap_of_each_date_is_shown_on_its_own_slider(
    offline: Browser, assisted: View, tmp_path: Path
) -> None:
    path = tmp_path / "gap.html"
    path.write_text(build("reintegration", assisted), encoding="utf-8")
    told = {one.day: one for one in coverages(assisted, "fr")}
    assert list(told) == ["2014-08-31", "2014-02-28"]
    with offline.open(path, "#l=fr") as opened:
        block = opened.page.locator('#more [data-only="fr"] .coverage')
        slider = block.locator(".gap-time input")
        for step, day in enumerate(sorted(told)):
            slider.evaluate(
                "(one, step) => { one.value = step; one.dispatchEvent(new Event('input')); }", step
            )
            assert block.locator(".gap-date:visible").get_attribute("data-date") == day
            assert "2014" in block.locator(".gap-time output").inner_text()
            shown = block.locator(".gap-date:visible tr[data-gap]")
            ranked = shown.evaluate_all("rows => rows.map(row => row.dataset.gap)")
            assert ranked == [row.pcode for row in told[day].ranked]
        assert block.locator(".gap-date:visible thead").inner_text().count("2014") == 1
        assert opened.messages == []
    assert {row.change for row in told["2014-02-28"].ranked} == {""}
    changed = {row.pcode: row.change for row in told["2014-08-31"].ranked}
    assert changed["ML09"].startswith("\u2212")
    assert changed["ML05"].startswith("+")


def test_colours_of_the_gap_mean_the_same_on_every_date(assisted: View) -> None:
    first, second = coverages(assisted, "fr")
    assert first.legend == second.legend


def test_a_small_sample_is_grey_on_the_page(offline: Browser, embedded_view: View, tmp_path: Path) -> None:
    few = declared().minimum_asked - 1
    surveys = embedded_view.surveys.copy()
    asked = surveys["indicator"].str.startswith("intention_")
    surveys.loc[asked, "sample_size"] = few
    path = tmp_path / "few.html"
    path.write_text(build("reintegration", replace(embedded_view, surveys=surveys)), encoding="utf-8")
    with offline.open(path, "#l=fr") as opened:
        cards = opened.page.locator('#more [data-only="fr"] .asked.grey')
        assert cards.count() > 0
        colours = cards.evaluate_all("all => all.map(one => getComputedStyle(one).color)")
        plain = opened.page.evaluate("getComputedStyle(document.body).color")
        assert plain not in colours
        assert f"n = {few}" in cards.first.inner_text().replace("\u202f", " ")


@pytest.mark.parametrize("kind", ["reintegration", "returns"])
def test_the_light_twin_opens_offline_in_both_languages(
    offline: Browser, embedded_view: View, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / f"{kind}.html"
    path.write_text(build(kind, embedded_view, lite=True), encoding="utf-8")  # type: ignore[arg-type]
    assert path.stat().st_size < 100_000
    with offline.open(path, size=(390, 844)) as opened:
        page = opened.page
        assert page.locator("[data-pcode]").count() >= 9
        first = page.locator("html").get_attribute("lang")
        page.click("#lang-switch")
        assert page.locator("html").get_attribute("lang") != first
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert opened.messages == []
        assert opened.requests == [path.as_uri()]


@pytest.mark.parametrize("width", [1366, 390])
def test_no_word_of_a_programme_stands_letter_by_letter(
    offline: Browser, embedded_view: View, tmp_path: Path, width: int
) -> None:
    path = tmp_path / "programmes.html"
    path.write_text(build("reintegration", embedded_view), encoding="utf-8")
    with offline.open(path, "#l=fr", size=(width, 844)) as opened:
        cells = opened.page.locator('#more [data-only="fr"] .asked table.figures th')
        widths = cells.evaluate_all("all => all.map(one => one.clientWidth)")
        over = opened.page.locator('#more [data-only="fr"] .asked').evaluate_all(
            "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).length"
        )
    assert len(widths) > 12
    assert min(widths) >= 40
    assert over == 0
