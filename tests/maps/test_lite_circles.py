"""A small page without rates opens with circles alone, as the full page does; its table has a head."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from maps.page import build
from maps.payload import PLAIN
from tests.browser import Browser, go_to
from tests.maps.synthetic import synthetic_view
from tracker.classes import circle_radius
from tracker.view import View

pytestmark = pytest.mark.browser
SEEN = """() => [...document.querySelectorAll('path.unit')].map((path, i) => [path.dataset.status,
  path.getAttribute('fill'), Number(document.querySelectorAll('#circles circle')[i].getAttribute('r')),
  Number(document.querySelectorAll('tbody tr')[i].dataset.value)])"""


@pytest.fixture(scope="module")
def unrated() -> View:
    view = synthetic_view(50, 26, 600, ("idp_stock",))
    return replace(view, units=view.units.assign(population=pd.NA))


def _page(tmp_path: Path, view: View, kind: str = "displacement") -> Path:
    path = tmp_path / "lite.html"
    path.write_text(build(kind, view, lite=True), encoding="utf-8")
    return path


def test_a_number_without_residents_is_a_circle_and_no_colour(
    offline: Browser, tmp_path: Path, unrated: View
) -> None:
    largest = float(unrated.figures["value"].max())
    with offline.open(_page(tmp_path, unrated)) as opened:
        page = opened.page
        for step in (3, 20):
            go_to(page, step)
            seen = page.evaluate(SEEN)
            fills = {status: {fill for name, fill, _, _ in seen if name == status} for status, *_ in seen}
            assert fills["value"] == {PLAIN}
            assert fills.get("zero", {"#fff"}) == {"#fff"}
            scale = page.evaluate("JSON.parse(document.getElementById('data').textContent).radius[0]")
            for status, _, radius, value in seen:
                if status == "value":
                    wanted = circle_radius(value, largest) * scale / circle_radius(largest, largest)
                    assert radius == pytest.approx(max(wanted, 3), abs=0.06)
                elif status != "carried_forward":
                    assert radius == 0
        assert page.locator("#legend circle").count() == 1
        assert page.locator("#legend [data-class='1']").count() == 0
        assert page.locator(".names text").count() >= 10
        assert opened.messages == []


def test_without_script_the_same_circles_stand_there(offline: Browser, tmp_path: Path, unrated: View) -> None:
    path = _page(tmp_path, unrated)
    context = offline.chromium.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    page.goto(path.as_uri())
    read = "all => all.map(one => Number(one.getAttribute('r')))"
    still = page.eval_on_selector_all("#circles circle", read)
    context.close()
    with offline.open(path) as opened:
        shown = opened.page.eval_on_selector_all("#circles circle", read)
    assert still == pytest.approx(shown, abs=0.11)
    assert max(still) > 3


@pytest.mark.parametrize(("kind", "columns"), [("displacement", 3), ("flows", 4)])
def test_the_table_has_a_head_in_the_language_of_the_page(
    offline: Browser, tmp_path: Path, kind: str, columns: int
) -> None:
    with offline.open(_page(tmp_path, synthetic_view(9, 26, 72), kind)) as opened:
        head = opened.page.locator("#table thead th:visible")
        assert head.count() == columns
        assert head.last.inner_text() == "Nombre"
        opened.page.click("#lang-switch")
        assert head.count() == columns
        assert head.last.inner_text() == "Number"


COVERED = """() => {
  const boxes = query => Array.from(document.querySelectorAll(query), one => one.getBoundingClientRect());
  const circles = boxes('#circles circle').filter(box => box.width > 0);
  return Array.from(document.querySelectorAll('.names text')).filter(text => {
    const box = text.getBoundingClientRect(), middle = (box.top + box.bottom) / 2;
    const across = other => other.left < box.right - 1 && other.right > box.left + 1;
    return circles.some(other => across(other) && other.top < middle && other.bottom > middle);
  }).map(text => text.textContent);
}"""
MISPLACED = """() => {
  const units = Array.from(document.querySelectorAll('path.unit'));
  const names = Array.from(document.querySelectorAll('#table tbody tr'), row => row.cells[0].textContent);
  return Array.from(document.querySelectorAll('.names text')).filter(text => {
    const box = text.getBBox(), middle = new DOMPoint(box.x + box.width / 2, box.y + box.height / 2);
    return units.some((path, unit) => names[unit] !== text.textContent && path.isPointInFill(middle));
  }).map(text => text.textContent);
}"""


def test_no_circle_lies_on_a_name_and_no_name_in_another_unit(
    offline: Browser, tmp_path: Path, unrated: View
) -> None:
    with offline.open(_page(tmp_path, unrated)) as opened:
        page = opened.page
        assert page.locator(".names text").count() >= 10
        for step in range(0, 26, 3):
            go_to(page, step)
            assert page.evaluate(COVERED) == []
        assert page.evaluate(MISPLACED) == []
