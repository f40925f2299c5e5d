"""A hand that drags time along: what follows each step, what soon, and that all agrees when it lets go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

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
  };
}"""


def _hold(page: Page) -> tuple[float, float, float]:
    """Take the thumb of the slider at its left end; return where it is and how far it goes."""
    box = page.locator("#slider").bounding_box()
    assert box
    left, y = box["x"] + 8, box["y"] + 12
    page.mouse.move(left, y)
    page.mouse.down()
    return left, y, box["width"] - 16


def test_map_and_date_follow_every_step_and_the_rest_when_the_hand_lets_go(
    offline: Browser, written: Callable[..., Path]
) -> None:
    with offline.open(written("displacement", units=50, slices=26)) as opened:
        page = opened.page
        left, y, wide = _hold(page)
        told = []
        for slice_ in range(1, 21):
            page.mouse.move(left + wide * slice_ / 25, y)
            page.wait_for_function(f"document.getElementById('slider').value === '{slice_}'")
            seen = page.evaluate(SEEN)
            told.append((seen["date"], seen["fills"], seen["totals"] + seen["table"]))
        assert len({date for date, _, _ in told}) == 20
        assert len({fills for _, fills, _ in told}) == 20
        assert 1 < len({rest for _, _, rest in told}) < 20
        page.mouse.up()
        dragged = page.evaluate(SEEN)
        go_to(page, 0)
        go_to(page, 20)
        assert page.evaluate(SEEN) == dragged
        assert dragged["units"] == dragged["rows"]


def test_what_is_read_is_told_when_the_hand_rests(offline: Browser, written: Callable[..., Path]) -> None:
    with offline.open(written("displacement", units=50, slices=26)) as opened:
        page = opened.page
        left, y, wide = _hold(page)
        for slice_ in (5, 6, 7):
            page.mouse.move(left + wide * slice_ / 25, y)
        page.wait_for_timeout(600)
        rested = page.evaluate(SEEN)
        page.mouse.up()
        go_to(page, 0)
        go_to(page, 7)
        assert page.evaluate(SEEN) == rested


def test_a_key_held_down_ends_where_it_is_let_go(offline: Browser, written: Callable[..., Path]) -> None:
    with offline.open(written("displacement", units=50, slices=26)) as opened:
        page = opened.page
        go_to(page, 0)
        for _ in range(9):
            page.keyboard.down("ArrowRight")
        page.keyboard.up("ArrowRight")
        held = page.evaluate(SEEN)
        go_to(page, 0)
        go_to(page, 9)
        assert page.evaluate(SEEN) == held


def test_another_language_is_told_at_once_and_whole(offline: Browser, written: Callable[..., Path]) -> None:
    with offline.open(written("displacement", units=50, slices=26)) as opened:
        page = opened.page
        left, y, wide = _hold(page)
        for slice_ in (10, 11, 12):
            page.mouse.move(left + wide * slice_ / 25, y)
        page.wait_for_function("document.getElementById('slider').value === '12'")
        page.evaluate("document.getElementById('lang-switch').click()")
        switched = page.evaluate(SEEN)
        page.wait_for_timeout(600)
        assert page.evaluate(SEEN) == switched
        page.mouse.up()
        assert page.evaluate(SEEN) == switched
