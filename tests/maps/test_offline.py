"""Every page opens from disk with the network cut, asks for nothing and says nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser import Browser
from tests.maps.painted import GROUND, painted

pytestmark = pytest.mark.browser

KINDS = ["displacement", "flows", "returns", "reintegration"]
PAGES = [(kind, lite) for kind in KINDS for lite in (False, True)]


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)])
@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize(("kind", "lite"), PAGES)
def test_page_opens_offline(
    offline: Browser, written: Callable[..., Path], kind: str, lite: bool, lang: str, size: tuple[int, int]
) -> None:
    path = written(kind, lang, lite)
    with offline.open(path, size=size) as opened:
        page = opened.page
        assert page.locator("html").get_attribute("lang") == lang
        assert page.locator("path.unit").count() == 9
        if lite:
            assert all(
                page.eval_on_selector_all("path.unit", "paths => paths.map(p => p.getAttribute('fill'))")
            )
        else:
            codes = page.eval_on_selector_all("path.unit", "paths => paths.map(p => p.dataset.pcode)")
            pixels = [one["pixels"] for one in painted(page, codes)]
            assert sum(map(bool, pixels)) >= 8  # Bamako is smaller than a few pixels.
            assert not any(GROUND in some for some in pixels)
        drawn = page.eval_on_selector_all(
            "path.unit", "paths => paths.every(p => p.getBoundingClientRect().width > 0)"
        )
        assert drawn
        page.click("#lang-switch")
        other = "en" if lang == "fr" else "fr"
        assert page.locator("html").get_attribute("lang") == other
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size[0], "the page is wider than the screen"
        assert opened.messages == []
        assert opened.requests == [path.as_uri()]


def test_time_moves_by_slider_buttons_and_keys(offline: Browser, written: Callable[..., Path]) -> None:
    with offline.open(written("displacement")) as opened:
        page = opened.page
        page.locator("#slider").focus()
        page.keyboard.press("Home")
        first = page.locator("#as-of").get_attribute("data-date")
        page.keyboard.press("ArrowRight")
        second = page.locator("#as-of").get_attribute("data-date")
        page.click("#next")
        third = page.locator("#as-of").get_attribute("data-date")
        page.keyboard.press("End")
        assert first == "2012-09-30"
        assert second == "2012-10-31"
        assert third == "2012-11-30"
        assert page.locator("#as-of").get_attribute("data-date") == "2014-10-31"
        page.click("#play")
        page.locator("#as-of[data-date='2012-10-31']").wait_for(timeout=4000)
        page.click("#play")
        page.keyboard.press("Home")
        assert page.locator("#as-of").get_attribute("data-date") == "2012-09-30"
        page.evaluate("document.getElementById('slider').value = 3")
        page.locator("#slider").dispatch_event("input")
        assert page.locator("#as-of").get_attribute("data-date") == "2012-12-31"
        page.wait_for_timeout(500)  # the address is written at most four times a second
        assert "d=2012-12-31" in page.evaluate("location.hash")


def test_address_keeps_slice_language_and_fill(offline: Browser, written: Callable[..., Path]) -> None:
    with offline.open(written("displacement"), "#d=2013-01-31&l=en&f=count") as opened:
        assert opened.page.locator("#as-of").inner_text() == "31 January 2013"
        assert opened.page.locator("#fill").input_value() == "count"
        assert opened.page.locator("#legend .warning").count() == 1


def test_a_date_that_is_no_slice_opens_the_one_before(offline: Browser, written: Callable[..., Path]) -> None:
    for asked, shown in (("2013-02-15", "2013-01-31"), ("2099-01-01", "2014-10-31")):
        with offline.open(written("displacement"), f"#d={asked}") as opened:
            assert opened.page.locator("#as-of").get_attribute("data-date") == shown


def test_without_script_the_picture_and_the_table_stand_there(
    chromium: str, written: Callable[..., Path]
) -> None:
    text = written("displacement").read_text(encoding="utf-8")
    assert "<noscript>" in text
    assert text.count("<tr><th scope=row>") == 9


@pytest.mark.parametrize("width", [1366, 390])
def test_without_script_the_picture_explains_itself_and_fits_the_screen(
    offline: Browser, written: Callable[..., Path], width: int
) -> None:
    context = offline.chromium.new_context(
        offline=True, java_script_enabled=False, viewport={"width": width, "height": 844}
    )
    page = context.new_page()
    page.goto(written("displacement", "en").as_uri())
    picture = page.locator("noscript svg, svg[aria-labelledby='still-title still-desc']").first
    words = picture.text_content() or ""
    box = picture.bounding_box()
    assert not page.get_by_role("button").all(), "a button that does nothing without script"
    context.close()
    for told in ("Rate per 1,000 residents", "Total reported:", "North and south", " km", "Sources: "):
        assert told in words
    assert box is not None
    assert 300 < box["width"] <= min(width, 720)


@pytest.mark.parametrize("lite", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_without_script_every_page_has_its_picture_and_its_figures(
    offline: Browser, written: Callable[..., Path], kind: str, lite: bool
) -> None:
    context = offline.chromium.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    page.goto(written(kind, "fr", lite).as_uri())
    pictures = page.eval_on_selector_all(
        "svg",
        "all => all.map(one => [one.getBoundingClientRect().width, one.querySelectorAll('path').length])",
    )
    cells = page.locator("#flow-table td" if kind == "flows" and not lite else "#table td").all_inner_texts()
    context.close()
    assert any(width > 300 and paths > (9 if kind == "flows" else 1) for width, paths in pictures)
    assert any(re.search(r"\d", cell) for cell in cells)


@pytest.mark.parametrize("kind", KINDS)
def test_printing_gives_one_sheet(offline: Browser, written: Callable[..., Path], kind: str) -> None:
    with offline.open(written(kind)) as opened:
        page = opened.page
        sheet = page.pdf(prefer_css_page_size=True, print_background=True)
        page.emulate_media(media="print")
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        shown = "one => one.getBoundingClientRect().bottom"
        legend, side = page.eval_on_selector("#legend", shown), page.eval_on_selector("#side", shown)
        controls = page.locator("#lang-switch, #buttons, #choices").all()
        assert not any(one.is_visible() for one in controls)
    assert len(re.findall(rb"/Type /Page\b", sheet)) == 1
    assert legend <= side + 1, "the legend is cut off"


def test_a_wider_window_shows_the_country_larger_unless_it_was_moved(
    offline: Browser, written: Callable[..., Path]
) -> None:
    with offline.open(written("displacement"), size=(800, 500)) as opened:
        page = opened.page

        def width() -> float:
            return float(page.eval_on_selector("path.unit", "one => one.getBoundingClientRect().width"))

        small = width()
        page.set_viewport_size({"width": 1366, "height": 768})
        page.wait_for_timeout(300)
        assert width() > small * 1.2
        page.click(".leaflet-control-zoom-in")
        page.wait_for_timeout(600)
        chosen = width()
        page.set_viewport_size({"width": 1000, "height": 768})
        page.wait_for_timeout(300)
        assert abs(width() - chosen) < 2
