"""A hand that drags time along: what follows each step, what soon, and that all agrees when it lets go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser import Browser, go_to

pytestmark = pytest.mark.browser

SEEN = """() => {
  const text = id => document.getElementById(id).textContent;
  const all = (query, what) => Array.from(document.querySelectorAll(query), what).join();
  return {
    date: document.getElementById('as-of').dataset.date,
    fills: all('path.unit', unit => unit.getAttribute('fill')),
    units: all('path.unit', unit => unit.dataset.status),
    said: all('path.unit', unit => unit.getAttribute('aria-label')),
    totals: text('totals'), legend: text('legend'), caption: text('caption'),
    rows: all('#table tbody tr', row => row.dataset.status),
    table: all('#table tbody tr', row => row.textContent),
    busy: document.getElementById('side').ariaBusy === 'true',
  };
}"""


def _drag(page: Page, slices: Iterable[int]) -> Iterator[dict[str, Any]]:
    """Take the thumb of the slider and draw it from slice to slice; give what the page shows at each."""
    box = page.locator("#slider").bounding_box()
    assert box
    last = int(page.locator("#slider").get_attribute("max") or 0)
    left, y = box["x"] + 8, box["y"] + 12
    page.mouse.move(left, y)
    page.mouse.down()
    for slice_ in slices:
        page.mouse.move(left + (box["width"] - 16) * slice_ / last, y)
        page.wait_for_function(
            "slice => document.getElementById('slider').value === String(slice)", arg=slice_
        )
        yield page.evaluate(SEEN)


TWICE = """() => {
  const slider = document.getElementById('slider');
  return [15, 16].map(slice => {
    slider.value = slice;
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    return [document.getElementById('totals').textContent, document.getElementById('side').ariaBusy];
  });
}"""


def _stepped(page: Page, slice_: int) -> dict[str, Any]:
    """Return what the page shows when it is put on a slice from another."""
    go_to(page, 0)
    go_to(page, slice_)
    seen: dict[str, Any] = page.evaluate(SEEN)
    return seen


def test_map_and_date_follow_every_step_and_the_rest_when_the_hand_lets_go(
    offline: Browser, written: Callable[..., Path]
) -> None:
    with offline.open(written("displacement", units=50, slices=26)) as opened:
        page = opened.page
        seen = list(_drag(page, range(1, 21)))
        assert len({one["date"] for one in seen}) == 20
        assert len({one["fills"] for one in seen}) == 20
        assert all(one["units"] == one["rows"] for one in seen if not one["busy"])
        page.mouse.up()
        dragged = page.evaluate(SEEN)
        assert dragged["units"] == dragged["rows"]
        assert not dragged["busy"]
        assert dragged == _stepped(page, 20)


def test_what_is_read_is_told_when_the_hand_rests(offline: Browser, written: Callable[..., Path]) -> None:
    with offline.open(written("displacement", units=50, slices=26)) as opened:
        page = opened.page
        (first, _), (second, behind) = page.evaluate(TWICE)
        assert first != second
        assert behind != "true"
        list(_drag(page, (5, 6, 7)))
        (first, _), (second, behind) = page.evaluate(TWICE)
        assert first == second
        assert behind == "true"
        page.wait_for_timeout(400)
        rested = page.evaluate(SEEN)
        page.mouse.up()
        assert rested == _stepped(page, 16)


def test_a_key_held_down_ends_where_it_is_let_go(offline: Browser, written: Callable[..., Path]) -> None:
    with offline.open(written("displacement", units=50, slices=26)) as opened:
        page = opened.page
        go_to(page, 0)
        for _ in range(9):
            page.keyboard.down("ArrowRight")
        page.keyboard.up("ArrowRight")
        assert page.evaluate(SEEN) == _stepped(page, 9)


def test_another_language_is_told_at_once_and_whole(offline: Browser, written: Callable[..., Path]) -> None:
    with offline.open(written("displacement", units=50, slices=26)) as opened:
        page = opened.page
        list(_drag(page, (10, 11, 12)))
        page.evaluate("document.getElementById('lang-switch').click()")
        switched = page.evaluate(SEEN)
        page.wait_for_timeout(400)
        assert page.evaluate(SEEN) == switched
        page.mouse.up()
        assert page.evaluate(SEEN) == switched


def test_a_step_made_while_the_map_zooms_is_shown_whole_when_it_has(
    offline: Browser, written: Callable[..., Path]
) -> None:
    with offline.open(written("displacement", units=50, slices=26)) as opened:
        page = opened.page
        go_to(page, 0)
        first = page.locator("#as-of").get_attribute("data-date")
        page.evaluate("document.querySelector('.leaflet-control-zoom-in').click()")
        go_to(page, 9)
        page.wait_for_function("first => document.getElementById('as-of').dataset.date > first", arg=first)
        assert page.evaluate(SEEN) == _stepped(page, 9)
