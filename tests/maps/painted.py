"""What stands on the canvas of a page: the colours of the pixels inside each unit."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

GROUND = (0xF1, 0xEF, 0xE9)
"""What the canvas has where no unit is."""

PIXELS = """pcodes => {
  const near = [-2, -1, 0, 1, 2], around = near.flatMap(a => near.map(b => [a, b]));
  const canvas = document.querySelector('#map canvas'), frame = canvas.getBoundingClientRect();
  const all = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  const dense = canvas.width / frame.width;
  return pcodes.map(pcode => {
    const path = document.querySelector(`path.unit[data-pcode="${pcode}"]`), pixels = [];
    const box = path.getBBox(), onPage = path.getScreenCTM();
    const inside = (x, y) => path.isPointInFill(new DOMPoint(x, y));
    for (let x = box.x; x < box.x + box.width; x += 4.6) {
      for (let y = box.y; y < box.y + box.height; y += 5.4) {
        if (!around.every(([a, b]) => inside(x + a, y + b))) continue;
        const at = new DOMPoint(x, y).matrixTransform(onPage);
        const across = Math.floor((at.x - frame.left) * dense), down = Math.floor((at.y - frame.top) * dense);
        if (across < 0 || down < 0 || across >= canvas.width || down >= canvas.height) continue;
        const place = 4 * (down * canvas.width + across);
        pixels.push(Array.from(all.slice(place, place + 3)));
      }
    }
    return { pixels, status: path.dataset.status };
  });
}"""


def without_lines(page: Page) -> None:
    """Take rivers, borders and names from the map: their pixels are in no unit's colour."""
    page.evaluate(
        """() => {
          const all = query => document.querySelectorAll(query);
          const still = '.leaflet-surroundings-pane path:not(.unit), .leaflet-surroundings-pane text';
          for (const drawn of all(still + ', .leaflet-traced-pane path')) drawn.remove();
          for (const sheet of all('.leaflet-traced-pane g g')) sheet.appendChild = path => path;
          for (const _ of [0, 1]) document.getElementById('circles').click();
        }"""
    )


def painted(page: Page, pcodes: list[str]) -> list[dict[str, Any]]:
    """Return of each unit its pixels, well inside it, and the status the page names."""
    found: list[dict[str, Any]] = page.evaluate(PIXELS, pcodes)
    for one in found:
        one["pixels"] = [tuple(pixel) for pixel in one["pixels"]]
    return found
