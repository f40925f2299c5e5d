"""Pages opened from disk with the network cut and the console watched."""

from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = pytest.mark.browser
PAGES = ("displacement", "flows", "returns", "reintegration", "index")


@pytest.fixture
def visit(browser, site: Path):
    """Return a function that opens a page offline and records what it asks for and says."""

    def open_page(name: str, language: str = "fr"):
        context = browser.new_context(offline=True, viewport={"width": 1366, "height": 768})
        page = context.new_page()
        asked: list[str] = []
        said: list[str] = []
        address = (site / f"{name}.html").resolve().as_uri()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        fragment = language if name == "index" else f"l={language}"
        page.goto(f"{address}#{fragment}", wait_until="load")
        page.wait_for_timeout(150)
        foreign = [url for url in asked if not url.startswith(address) and not url.startswith("data:")]
        return page, foreign, said

    return open_page


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_page_asks_for_nothing_and_says_nothing(visit, name: str, language: str):
    _, foreign, said = visit(name, language)
    assert foreign == []
    assert said == []


def test_all_nine_regions_are_drawn_and_the_slider_moves_the_date(visit):
    page, _, said = visit("displacement")
    assert page.locator("path.unit[data-pcode]").count() == 9
    before = page.locator("#as-of").get_attribute("data-date")
    page.locator("#slider").focus()
    page.keyboard.press("Home")
    first = page.locator("#as-of").get_attribute("data-date")
    page.keyboard.press("ArrowRight")
    second = page.locator("#as-of").get_attribute("data-date")
    assert before != first != second
    for _ in range(12):
        page.keyboard.press("ArrowRight")
        statuses = page.locator("path.unit[data-pcode]").evaluate_all(
            "all => all.map(unit => unit.dataset.status)"
        )
        assert len(statuses) == 9
        assert all(statuses)
    assert said == []
