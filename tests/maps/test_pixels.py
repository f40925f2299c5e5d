"""The colours that stand on the canvas itself are those the page says and the view has."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from maps.palette import STATUS_STYLES, ink_on
from tests.browser import Browser, go_to
from tests.maps.painted import painted, without_lines
from tests.maps.synthetic import synthetic_view
from tests.maps.test_agreement import expected
from tracker.classes import classes_of, ramp
from tracker.view import View

pytestmark = pytest.mark.browser
PAIRS = 200
SLACK = 16
"""Of 255, for red, green and blue each: how far the edge of a mark may be from a mix of two colours."""


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


def colours(view: View, wanted: dict[str, Any]) -> tuple[str, str | None]:
    """Return the ground that a figure of the view is to have, and the mark where it is hatched."""
    style = STATUS_STYLES[wanted["status"]]
    if style.hatch != "none" and style.fill:
        return style.fill, style.ink
    indicator, zero = view.indicators["idp_stock"], str(STATUS_STYLES["zero"].fill)
    classes = classes_of(view.figures, indicator, measure="rate", units=view.units)
    ground = ramp(indicator, len(classes.limits))[wanted["class"] - 1] if wanted["class"] > 0 else zero
    return ground, ink_on(style, ground) if wanted["status"] == "carried_forward" else None


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
    dates = sorted(view.slices[view.slices["indicator"] == "idp_stock"]["slice"])
    chooser = random.Random(11)
    codes, looked = list(view.units["pcode"]), 0
    with offline.open(written("displacement", units=units), "#c=0", scale=scale) as opened:
        page = opened.page
        without_lines(page)
        for step in sorted(chooser.choices(range(26), k=PAIRS)):
            go_to(page, step)
            pcode = chooser.choice(codes)
            (seen,), wanted = painted(page, [pcode]), expected(view, pcode, dates[step])
            assert seen["status"] == wanted["status"]
            ground, mark = colours(view, wanted)
            pixels = set(seen["pixels"])
            looked += bool(pixels)
            if mark is None:
                assert pixels <= {rgb(ground)}
                continue
            assert all(mixes(pixel, rgb(ground), rgb(mark)) for pixel in pixels)
            assert len(seen["pixels"]) < 30 or len(pixels) > 1, "a hatch without marks"
        assert all("willReadFrequently" in message for message in opened.messages)
    assert looked > PAIRS * 0.75


LAID = """() => {
  const laid = window.laid = [], proto = CanvasRenderingContext2D.prototype;
  for (const name of ['drawImage', 'arc']) {
    const real = proto[name];
    proto[name] = function (...given) {
      if (this.canvas.isConnected) laid.push(name);
      return real.apply(this, given);
    };
  }
}"""
BORDERS = """() => {
  const canvas = document.querySelector('#map canvas'), pen = canvas.getContext('2d');
  const frame = canvas.getBoundingClientRect(), units = Array.from(document.querySelectorAll('path.unit'));
  const fills = new Set(units.map(unit => unit.getAttribute('fill')));
  const hex = colour => '#' + colour.map(one => one.toString(16).padStart(2, '0')).join('');
  const on = units.flatMap(unit => Array.from({ length: 10 }, (_, i) => {
    const along = (i + 0.5) / 10 * unit.getTotalLength();
    const at = unit.getPointAtLength(along).matrixTransform(unit.getScreenCTM());
    return pen.getImageData(Math.round(at.x - frame.left), Math.round(at.y - frame.top), 1, 1).data;
  }));
  return on.filter(pixel => fills.has(hex(Array.from(pixel.slice(0, 3))))).length / on.length;
}"""
"""Which share of the units' outlines has the plain colour of a unit."""


def test_circles_lie_over_the_borders_and_borders_over_the_colours(
    offline: Browser, written: Callable[..., Path]
) -> None:
    with offline.open(written("displacement", units=50), "#c=0") as opened:
        assert opened.page.evaluate(BORDERS) < 0.05
    with offline.open(written("displacement", units=50)) as opened:
        page = opened.page
        page.evaluate(LAID)
        go_to(page, 3)
        laid = page.evaluate("window.laid")
        assert laid[:2] == ["drawImage", "drawImage"]
        assert set(laid[2:]) == {"arc"}
