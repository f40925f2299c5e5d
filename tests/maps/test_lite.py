"""What the small page says: hidden totals, no figure at all, boundaries and sharing; it needs no address."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from maps.page import build
from maps.palette import STATUS_STYLES, ink_on
from tests.browser import Browser
from tests.maps.synthetic import synthetic_view
from tracker.view import View

DAY = "2014-03-31"
INKS = "all => all.map(one => [one.children[0].getAttribute('fill'), one.children[1].getAttribute('stroke')])"
"""Ground and mark of every hatch, in the browser."""


def _page(tmp_path: Path, view: View) -> Path:
    path = tmp_path / "lite.html"
    path.write_text(build("displacement", view, lite=True), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def plain() -> View:
    return synthetic_view(9, 26, 0, ("idp_stock",))


def test_boundaries_sharing_and_disclosure_are_told(plain: View) -> None:
    told = build("displacement", plain, lite=True)
    for text in (plain.edition.title_fr, plain.edition.title_en, "de 1 à 9 sont masqués", "from 1 to 9 are"):
        assert text in told.replace("&#39;", "'")
    assert "Diffusion\N{NO-BREAK SPACE}: publique" in told


@pytest.mark.browser
def test_zeros_alone_draw_no_circle_in_the_legend(offline: Browser, tmp_path: Path, plain: View) -> None:
    counted = plain.figures["value_status"].eq("value")
    figures = plain.figures.assign(
        value=plain.figures["value"].mask(counted, 0),
        value_status=plain.figures["value_status"].mask(counted, "zero"),
    )
    figures = figures[figures["value_status"] != "carried_forward"]
    units = plain.units.assign(population=pd.NA)
    with offline.open(_page(tmp_path, replace(plain, figures=figures, units=units))) as opened:
        assert "NaN" not in opened.page.content()
        assert opened.page.locator("#legend circle").count() == 0
        assert opened.messages == []


@pytest.mark.browser
@pytest.mark.parametrize(("status", "said"), [("suppressed", "Masqué"), ("no_data", "Pas de données")])
def test_a_total_without_a_number_says_why(
    offline: Browser, tmp_path: Path, plain: View, status: str, said: str
) -> None:
    totals = plain.totals.copy()
    mine = (totals["slice"] == DAY) & (totals["group"] == "south")
    totals.loc[mine, "value"] = None
    totals.loc[mine, "value_status"] = status
    with offline.open(_page(tmp_path, replace(plain, totals=totals)), f"#d={DAY}") as opened:
        box = opened.page.locator(".total[data-group=south]")
        assert box.inner_text().startswith(f"Sud {said}")
        assert box.get_attribute("data-value") == ""


@pytest.mark.browser
def test_a_viewer_that_forbids_the_address_still_shows_every_date(
    offline: Browser, tmp_path: Path, plain: View
) -> None:
    path = _page(tmp_path, plain)
    context = offline.chromium.new_context(offline=True)
    context.add_init_script("history.replaceState = () => { throw new DOMException('no', 'SecurityError'); }")
    page = context.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(path.as_uri())
    before = page.locator("#as-of").get_attribute("data-date")
    page.locator("body").press("ArrowLeft")
    assert page.locator("#as-of").get_attribute("data-date") != before
    page.click("#lang-switch")
    assert page.locator("html").get_attribute("lang") == "en"
    context.close()
    assert said == []


@pytest.mark.browser
def test_home_end_and_space_work_as_on_the_full_page(offline: Browser, tmp_path: Path, plain: View) -> None:
    with offline.open(_page(tmp_path, plain)) as opened:
        slider, keyboard = opened.page.locator("#slider"), opened.page.keyboard
        keyboard.press("Home")
        assert slider.input_value() == "0"
        keyboard.press("End")
        assert slider.input_value() == slider.get_attribute("max")
        keyboard.press("Alt+Home")
        assert slider.input_value() == slider.get_attribute("max")
        keyboard.press("Space")
        assert opened.page.locator("#play").get_attribute("aria-label") == "Pause"
        slider.focus()
        keyboard.press("Space")
        assert opened.page.locator("#play").inner_text() == "▶"


def test_every_row_of_the_full_page_has_every_cell_before_the_script_runs(plain: View) -> None:
    told = build("displacement", plain)
    body = told[told.index("<tbody>") : told.index("</tbody>")]
    assert {row.count("<td") for row in body.split("<tr>")[1:]} == {4}


@pytest.mark.browser
def test_a_small_page_of_nine_units_prints_on_one_sheet(
    offline: Browser, tmp_path: Path, plain: View
) -> None:
    with offline.open(_page(tmp_path, plain)) as opened:
        printed = opened.page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


@pytest.mark.browser
def test_controls_that_need_the_script_are_not_shown_without_it(
    offline: Browser, tmp_path: Path, plain: View
) -> None:
    context = offline.chromium.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    page.goto(_page(tmp_path, plain).as_uri())
    shown = [page.locator(one).is_visible() for one in ("#indicator", "#play", "#slider", "#lang-switch")]
    context.close()
    assert shown == [False] * 4


def test_the_table_of_small_flows_is_reached_by_keyboard() -> None:
    assert '<table id="table" tabindex="0">' in build("flows", synthetic_view(9, 26, 60), lite=True)


def test_the_small_page_says_who_counted_the_residents(embedded_view: View) -> None:
    page = build("displacement", embedded_view, lite=True)
    assert "Population\u00a0: OIM, CMP, OCHA, 2013." in page
    assert "Population: IOM, CMP, OCHA, 2013." in page
    assert "Population" not in build("flows", embedded_view, lite=True)


@pytest.mark.browser
@pytest.mark.parametrize("lite", [True, False])
def test_a_day_between_two_dates_opens_the_one_before(
    offline: Browser, tmp_path: Path, plain: View, lite: bool
) -> None:
    path = tmp_path / "page.html"
    path.write_text(build("displacement", plain, lite=lite), encoding="utf-8")
    days = sorted(plain.slices["slice"].astype(str).unique())
    between = str((pd.Timestamp(days[4]) + pd.Timedelta(days=3)).date())
    assert days[4] < between < days[5]
    with offline.open(path, f"#d={between}") as opened:
        assert opened.page.locator("#as-of").get_attribute("data-date") == days[4]
    with offline.open(path, "#d=1999-01-01") as opened:
        first = opened.page.locator("#as-of").get_attribute("data-date")
    with offline.open(path) as opened:
        assert opened.page.locator("#as-of").get_attribute("data-date") == first


@pytest.mark.browser
def test_the_hatch_over_a_class_has_the_ink_of_the_full_page(offline: Browser, tmp_path: Path) -> None:
    with offline.open(_page(tmp_path, synthetic_view(50, 26, 0, ("idp_stock",)))) as opened:
        page, seen = opened.page, set()
        for _ in range(26):
            page.keyboard.press("ArrowLeft")
            seen |= {tuple(pair) for pair in page.locator("defs pattern[id^=c]").evaluate_all(INKS)}
    assert any(mark == "#ffffff" for _, mark in seen)
    style = STATUS_STYLES["carried_forward"]
    for ground, mark in seen:
        assert mark == ink_on(style, ground if len(ground) == 7 else "#ffffff")
