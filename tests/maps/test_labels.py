"""Names and numbers on the map stand where they can only be read as those of their own unit."""

from __future__ import annotations

from pathlib import Path

import pytest

from maps.kinds import KindName
from maps.page import build
from tests.browser import Browser
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
