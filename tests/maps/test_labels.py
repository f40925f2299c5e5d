"""Names and numbers on the map stand where they can only be read as those of their own unit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from maps.kinds import KindName
from maps.page import build
from tests.browser import Browser, go_to
from tracker.view import View

pytestmark = pytest.mark.browser

MISPLACED = """() => {
  const units = Array.from(document.querySelectorAll('path.unit'));
  const names = Array.from(document.querySelectorAll('#table tbody tr'), row => row.cells[0].textContent);
  return Array.from(document.querySelectorAll('text.place')).flatMap(text => {
    const [name, number] = Array.from(text.children, part => part.textContent);
    if (!number || text.style.display === 'none') return [];
    const box = text.getBoundingClientRect();
    const at = new DOMPoint(box.left + box.width / 2, box.top + box.height / 2);
    const within = path => path.isPointInFill(at.matrixTransform(path.getScreenCTM().inverse()));
    return units.filter((path, unit) => names[unit] !== name && within(path)).map(() => name);
  });
}"""


@pytest.mark.parametrize("size", [(1366, 768), (1024, 700), (900, 600), (844, 390), (390, 844)])
@pytest.mark.parametrize(
    ("kind", "printed"), [("displacement", False), ("displacement", True), ("returns", False)]
)
def test_no_number_stands_in_another_unit(
    offline: Browser,
    embedded_view: View,
    tmp_path: Path,
    size: tuple[int, int],
    kind: KindName,
    printed: bool,
) -> None:
    path = tmp_path / "page.html"
    path.write_text(build(kind, embedded_view), encoding="utf-8")
    with offline.open(path, size=size) as opened:
        page = opened.page
        if printed:
            page.emulate_media(media="print")
            page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        assert page.evaluate(MISPLACED) == []
        shown = page.locator("text.place .number").all_text_contents()
        assert sum(bool(text) for text in shown) >= (5 if kind == "displacement" else 1)
        assert opened.messages == []


NAMED = """() => {
  const canvas = document.querySelector('#map canvas'), frame = canvas.getBoundingClientRect();
  const pen = canvas.getContext('2d'), texts = Array.from(document.querySelectorAll('text.place'));
  return texts.filter(text => text.style.display !== 'none').map(text => {
    const box = text.getBoundingClientRect(), wide = Math.round(box.width), high = Math.round(box.height);
    const left = Math.round(box.left - frame.left), top = Math.round(box.top - frame.top);
    const { data } = pen.getImageData(left, top, wide, high), ink = new Set();
    const dark = i => Math.max(...data.slice(i, i + 3)) < 110;
    for (let i = 0; i < data.length; i += 4) if (dark(i)) ink.add((i / 4) % wide);
    const inside = box.left > frame.left && box.right < frame.right;
    return { name: text.textContent, share: inside ? ink.size / wide : 1 };
  });
}"""
"""Of each name the share of its width that has the ink of letters on the canvas."""
CIRCLES = """() => {
  const proto = CanvasRenderingContext2D.prototype, real = proto.arc, all = window.circles = [];
  proto.arc = function (x, y, r, ...rest) {
    const at = new DOMPoint(x, y).matrixTransform(this.getTransform());
    if (this.canvas.isConnected) all.push([at.x, at.y, r]);
    return real.call(this, x, y, r, ...rest);
  };
}"""
COVERED = """() => {
  const frame = document.querySelector('#map canvas').getBoundingClientRect();
  const texts = Array.from(document.querySelectorAll('text.place'));
  return texts.filter(text => text.style.display !== 'none').filter(text => {
    const box = text.getBoundingClientRect(), [left, right] = [box.left - frame.left, box.right - frame.left];
    const [top, bottom] = [box.top - frame.top + 4, box.bottom - frame.top - 4];
    const off = (low, at, high) => Math.max(low - at, at - high, 0);
    return window.circles.some(([x, y, r]) => Math.hypot(off(left, x, right), off(top, y, bottom)) < r - 1);
  }).map(text => text.textContent);
}"""


def test_names_that_stand_still_are_on_the_canvas_and_no_circle_is_ever_on_them(
    offline: Browser, written: Callable[..., Path]
) -> None:
    with offline.open(written("displacement", units=50)) as opened:
        page = opened.page
        page.evaluate(CIRCLES)
        for step in (0, 7, 19, 25):
            go_to(page, step)
            named = page.evaluate(NAMED)
            assert len(named) > 15
            assert [one["name"] for one in named if one["share"] < 0.4] == []
        for step in range(26):
            go_to(page, step)
        assert len(page.evaluate("window.circles")) > 500
        assert page.evaluate(COVERED) == []
        page.locator(".leaflet-control-zoom-in").click()
        page.wait_for_timeout(600)
        closer = page.evaluate(NAMED)
        assert [one["name"] for one in closer if one["share"] < 0.4] == []
        page.locator("#lang-switch").click()
        assert [one["name"] for one in page.evaluate(NAMED) if one["share"] < 0.4] == []


PICTURE = "() => document.querySelector('#map canvas').toDataURL()"


def test_a_view_looks_the_same_however_it_was_reached(offline: Browser, written: Callable[..., Path]) -> None:
    with offline.open(written("displacement", units=50)) as opened:
        page = opened.page

        def circled() -> None:
            for _ in range(2):
                page.click("#circles")

        def translated() -> None:
            for _ in range(2):
                page.click("#lang-switch")

        def printed() -> None:
            for name in ("beforeprint", "afterprint"):
                page.evaluate("name => window.dispatchEvent(new Event(name))", name)

        start = page.evaluate(PICTURE)
        for done in (circled, translated, printed):
            done()
            assert page.evaluate(PICTURE) == start, done.__name__
        page.locator(".leaflet-control-zoom-in").click()
        page.wait_for_timeout(600)
        page.mouse.move(700, 300)
        page.mouse.down()
        page.mouse.move(520, 220, steps=4)
        page.wait_for_timeout(400)
        page.mouse.up()
        page.wait_for_timeout(400)
        moved = page.evaluate(PICTURE)
        assert moved != start
        for done in (circled, translated):
            done()
            assert page.evaluate(PICTURE) == moved, done.__name__


DENSITY = """() => {
  const real = window.matchMedia.bind(window);
  window.matchMedia = query => (query.includes('dppx') ? (window.screens = new EventTarget()) : real(query));
}"""


def test_a_screen_of_another_density_gets_its_own_pixels(
    offline: Browser, written: Callable[..., Path]
) -> None:
    """Tell of the other screen by hand: where it is only emulated, Chromium does not."""
    with offline.open(written("displacement", units=50)) as opened:
        page = opened.page
        page.add_init_script(f"({DENSITY})()")
        page.reload()
        page.wait_for_selector("#map canvas")
        wide = page.evaluate("document.querySelector('#map canvas').width")
        session = page.context.new_cdp_session(page)
        size = {"width": 1366, "height": 768, "deviceScaleFactor": 2, "mobile": False}
        session.send("Emulation.setDeviceMetricsOverride", size)
        page.wait_for_function("devicePixelRatio === 2")
        page.evaluate("window.screens.dispatchEvent(new Event('change'))")
        assert page.evaluate("document.querySelector('#map canvas').width") == 2 * wide
