"""The colours that stand on the canvas itself are those the page says and the view has."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from maps.palette import STATUS_STYLES
from tests.browser import Browser
from tests.maps.synthetic import synthetic_view

pytestmark = pytest.mark.browser
PAIRS = 200
SLACK = 16
"""Of 255, for red, green and blue each: how far the edge of a mark may be from a mix of two colours."""

PIXELS = """pcode => {
  const near = [-2, -1, 0, 1, 2], around = near.flatMap(a => near.map(b => [a, b]));
  const path = document.querySelector(`path.unit[data-pcode="${pcode}"]`);
  const canvas = document.querySelector('#map canvas'), pen = canvas.getContext('2d');
  const frame = canvas.getBoundingClientRect(), dense = canvas.width / frame.width;
  const box = path.getBBox(), onPage = path.getScreenCTM(), found = [];
  const inside = (x, y) => path.isPointInFill(new DOMPoint(x, y));
  for (let x = box.x; x < box.x + box.width; x += 4.6) {
    for (let y = box.y; y < box.y + box.height; y += 5.4) {
      if (!around.every(([a, b]) => inside(x + a, y + b))) continue;
      const at = new DOMPoint(x, y).matrixTransform(onPage);
      const where = [(at.x - frame.left) * dense, (at.y - frame.top) * dense];
      found.push(Array.from(pen.getImageData(...where, 1, 1).data.slice(0, 3)));
    }
  }
  const { hatches } = JSON.parse(document.getElementById('data').textContent).style, fill = path.dataset.fill;
  return {found, fill, hatch: hatches[fill] || null, status: path.dataset.status};
}"""


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


def mixes(seen: tuple[int, ...], ground: tuple[int, ...], mark: tuple[int, ...]) -> bool:
    """Return whether a pixel is somewhere between the ground of a hatch and its mark."""
    parts = (
        [ground[place] + share / 20 * (mark[place] - ground[place]) for place in range(3)]
        for share in range(21)
    )
    return any(all(abs(a - b) <= SLACK for a, b in zip(seen, part, strict=True)) for part in parts)


@pytest.mark.parametrize(("units", "scale"), [(9, 1.0), (50, 1.0), (50, 1.5)])
def test_every_pixel_of_a_unit_has_the_colour_of_its_status_or_class(
    offline: Browser, written: Callable[..., Path], units: int, scale: float
) -> None:
    view = synthetic_view(units, 26, 72 if units == 9 else 600)
    chooser = random.Random(11)
    slices = sorted(chooser.choices(range(26), k=PAIRS))
    codes, looked = list(view.units["pcode"]), 0
    with offline.open(written("displacement", units=units), "#c=0", scale=scale) as opened:
        page = opened.page
        for step in slices:
            page.evaluate(
                "step => { const s = document.getElementById('slider'); s.value = step; "
                "s.dispatchEvent(new Event('input')); }",
                step,
            )
            seen = page.evaluate(PIXELS, chooser.choice(codes))
            pixels = {tuple(pixel) for pixel in seen["found"]}
            looked += bool(pixels)
            if seen["hatch"] is None:
                assert pixels <= {rgb(seen["fill"])}
                continue
            _, ground, ink, *_ = seen["hatch"]
            assert ink == STATUS_STYLES[seen["status"]].ink
            assert all(mixes(pixel, rgb(ground), rgb(ink)) for pixel in pixels)
            assert len(seen["found"]) < 30 or len(pixels) > 1, "a hatch without marks"
        assert all("willReadFrequently" in message for message in opened.messages)
    assert looked > PAIRS * 0.75
