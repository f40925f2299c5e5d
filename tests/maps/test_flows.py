"""The flows page: what is in the picture, what the address keeps, what is said of unknown places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from maps.page import build
from tests.browser import Browser
from tests.maps.synthetic import synthetic_view

pytestmark = pytest.mark.browser
INSIDE = """() => {
  const frame = document.getElementById('map').getBoundingClientRect();
  const within = box => box.left >= frame.left && box.right <= frame.right && box.top >= frame.top
    && box.bottom <= frame.bottom;
  const dots = Array.from(document.querySelectorAll('circle.node'));
  return dots.every(dot => within(dot.getBoundingClientRect()));
}"""


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)])
def test_both_ends_of_every_movement_are_in_the_picture(
    offline: Browser, written: Callable[..., Path], size: tuple[int, int]
) -> None:
    with offline.open(written("flows"), size=size) as opened:
        assert opened.page.locator("circle.node").count() > 5
        assert opened.page.evaluate(INSIDE)


def test_address_keeps_what_is_shown(offline: Browser, written: Callable[..., Path]) -> None:
    with offline.open(written("flows")) as opened:
        page = opened.page
        page.locator("#kinds input").first.uncheck()
        page.locator("#top").fill("7")
        page.locator("#top").dispatch_event("change")
        page.locator("#threshold").fill("30")
        page.locator("path.unit").nth(2).dispatch_event("click")
        page.select_option("#level", "group")
        page.wait_for_timeout(400)  # the address is written a few times a second
        kept, shown = page.evaluate("location.hash"), page.locator("path.flow").count()
    assert 0 < shown <= 7
    with offline.open(written("flows"), kept) as again:
        page = again.page
        assert page.evaluate("location.hash") == kept
        assert not page.locator("#kinds input").first.is_checked()
        assert page.locator("#top").input_value() == "7"
        assert page.locator("#level").input_value() == "group"
        assert page.locator("#threshold-value").inner_text() != "0"
        assert page.locator("path.flow").count() == shown


def test_one_place_is_isolated_by_a_tap_and_stressed_by_hovering(
    offline: Browser, written: Callable[..., Path]
) -> None:
    with offline.open(written("flows")) as opened:
        page = opened.page
        page.locator("circle.reach").first.dispatch_event("mouseenter")
        assert 0 < page.locator("path.flow.dim").count() < page.locator("path.flow").count()
        page.locator("circle.reach").first.dispatch_event("mouseleave")
        assert page.locator("path.flow.dim").count() == 0
        page.locator("path.unit").nth(4).dispatch_event("click")
        ends = page.eval_on_selector_all(
            "path.flow", "all => all.map(f => [f.dataset.origin, f.dataset.destination])"
        )
        assert ends
        assert all("u4" in pair for pair in ends)
        page.click("#only button")
        assert page.locator("path.flow").count() > len(ends)


@pytest.mark.parametrize("lite", [False, True])
def test_people_who_left_only_mali_have_no_known_region(offline: Browser, tmp_path: Path, lite: bool) -> None:
    view = synthetic_view(9, 12, 72)
    last = view.flows["slice"].max()
    kept = view.flows[view.flows["slice"] != last]
    row = view.flows[view.flows["slice"] == last].iloc[0].to_dict()
    row |= {
        "origin": "MLI",
        "origin_name": "Mali",
        "destination": "MRT",
        "value": 5000,
        "value_status": "value",
    }
    mali = {"id": "MLI", "name_fr": "Mali", "name_en": "Mali", "kind": "country", "lon": -1.0, "lat": 17.0}
    flows = pd.concat([kept, pd.DataFrame([row])], ignore_index=True)
    anchors = pd.concat([view.anchors, pd.DataFrame([mali])], ignore_index=True)
    path = tmp_path / "flows.html"
    path.write_text(build("flows", replace(view, flows=flows, anchors=anchors), lite=lite), encoding="utf-8")
    with offline.open(path) as opened:
        text = opened.page.evaluate("document.querySelector('#app, main').textContent")
    assert "connu seulement comme «\u00a0Mali\u00a0»\u00a0: 100" in text
    assert "Mali (région inconnue)" in text


def test_a_period_says_whether_it_is_a_year_or_a_month(
    offline: Browser, written: Callable[..., Path]
) -> None:
    with offline.open(written("flows")) as opened:
        assert opened.page.locator("#as-of-word").inner_text().startswith("Mois")
        opened.page.click("#lang-switch")
        assert opened.page.locator("#as-of-word").inner_text().startswith("Month")


def test_a_movement_with_one_known_end_is_a_dashed_ring_there(offline: Browser, tmp_path: Path) -> None:
    view = synthetic_view(9, 12, 72)
    last = view.flows["slice"].max()
    row = view.flows[view.flows["slice"] == last].iloc[0].to_dict()
    row |= {
        "origin": None,
        "origin_name": None,
        "destination": "ML06",
        "value": 22659,
        "value_status": "value",
    }
    flows = pd.concat([view.flows[view.flows["slice"] != last], pd.DataFrame([row])], ignore_index=True)
    path = tmp_path / "flows.html"
    path.write_text(build("flows", replace(view, flows=flows)), encoding="utf-8")
    with offline.open(path) as opened:
        ring = opened.page.locator("circle.ring")
        assert ring.count() == 1
        assert ring.get_attribute("stroke-dasharray") == "4 3"
        assert ring.get_attribute("data-origin") == ""
        assert (
            "connu seulement comme «\u00a0Mali\u00a0»\u00a0: 100"
            in opened.page.locator("#unknown").inner_text()
        )
        assert opened.messages == []
