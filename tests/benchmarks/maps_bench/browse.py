"""What a page costs in a real Chromium: requests, CPU to load, heap, CPU for one step of time.

CPU is that of the renderer and GPU processes together, so that painting counts, from the DevTools
protocol (SystemInfo.getProcessInfo).  A step of time is measured as a hand makes it, dragging the
slider, and once more as scripts make it, one input event a time: a page of ours tells the totals,
the legend and the table of every step then, and of some of the steps while it is dragged.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, CDPSession, Page, Route, sync_playwright
from playwright.sync_api import Error as BrowserError

from tests.benchmarks.maps_bench.assets import by_address
from tests.browser import CHROMIUM_FLAGS

STEPS = 40
STEP_MS = 33
LOADS = 5
PASSES = 9
SETTLE_MS = 1500

SLIDER = """async ([selector, steps]) => {
  const slider = document.querySelector(selector);
  const last = Number(slider.max), first = Number(slider.min || 0);
  for (let i = 0; i < steps; i++) {
    slider.value = String(first + Math.round((last - first) * (i + 1) / steps));
    slider.dispatchEvent(new Event("input", {bubbles: true}));
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  }
}"""
LAYERS = """async ([selector, steps]) => {
  const boxes = Array.from(document.querySelectorAll(selector));
  for (let i = 0; i < Math.min(steps, boxes.length); i++) {
    if (i) boxes[i - 1].click();
    boxes[i].click();
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  }
}"""
DIMENSION = """async ([selector, steps]) => {
  const name = Object.keys(window).find(key => /^map_[0-9a-f]+$/.test(key));
  const time = window[name].timeDimension;
  for (let i = 0; i < steps; i++) {
    time.nextTime(1, true);
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  }
}"""
SLIDERS = {
    "ours": "#slider",
    "ours lite": "input[type=range]",
    "ours flows": "#slider",
    "timeslider": "input[type=range]",
}
SCRIPTED = {
    **{tool: (SLIDER, selector) for tool, selector in SLIDERS.items()},
    "choropleths": (LAYERS, ".leaflet-control-layers-overlays input"),
    "timestamped": (DIMENSION, ""),
}


@dataclass
class Cost:
    """What was measured; None where it could not be."""

    requests: int = 0
    asset_bytes: int = 0
    load_ms: float | None = None
    heap_mb: float | None = None
    drag_ms: float | None = None
    """Of one step while the slider is dragged; None for a page without one."""
    step_ms: float | None = None
    """Of one step that a script makes."""
    blank: bool = False
    trouble: str = ""
    """Why the browser gave up, where it did."""


def _cpu_ms(system: CDPSession) -> float:
    processes: list[dict[str, Any]] = system.send("SystemInfo.getProcessInfo")["processInfo"]
    return 1000 * sum(one["cpuTime"] for one in processes if one["type"] in ("renderer", "GPU"))


def _serve(page: Page, cost: Cost) -> None:
    files = by_address()

    def answer(route: Route) -> None:
        address = route.request.url
        if urlsplit(address).scheme in ("file", "data", "blob"):
            route.continue_()
            return
        cost.requests += 1
        body = files.get(address)
        if body is None:
            route.abort()
            return
        cost.asset_bytes += len(body)
        kind = "text/css" if address.endswith(".css") else "text/javascript"
        route.fulfill(body=body, content_type=f"{kind}; charset=utf-8")

    page.route("**/*", answer)


def _load(page: Page, system: CDPSession, path: Path) -> float:
    """Return the CPU of opening the page and letting it settle, in milliseconds."""
    page.goto("about:blank")
    before = _cpu_ms(system)
    page.goto(path.as_uri())
    page.wait_for_timeout(SETTLE_MS)
    return _cpu_ms(system) - before


def _step(page: Page, system: CDPSession, tool: str) -> float:
    """Return the CPU of one step of time, over `STEPS` of them."""
    script, selector = SCRIPTED[tool]
    before = _cpu_ms(system)
    page.evaluate(script, [selector, STEPS])
    return (_cpu_ms(system) - before) / STEPS


def _drag(page: Page, system: CDPSession, tool: str) -> float:
    """Return the CPU of one step of time while the mouse drags the slider from end to end."""
    box = page.locator(SLIDERS[tool]).bounding_box()
    assert box
    left, wide, y = box["x"] + 8, box["width"] - 16, box["y"] + min(box["height"] / 2, 12)
    page.mouse.move(left, y)
    page.mouse.down()
    page.wait_for_timeout(SETTLE_MS / 3)
    before = _cpu_ms(system)
    for step in range(1, STEPS + 1):
        page.mouse.move(left + wide * step / STEPS, y)
        page.wait_for_timeout(STEP_MS)
    spent = _cpu_ms(system) - before
    page.mouse.up()
    return spent / STEPS


def _measure(browser: Browser, path: Path, tool: str, cost: Cost) -> None:
    """Fill in what the page costs: the least of several times, since others use the machine as well."""
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    system = browser.new_browser_cdp_session()
    _serve(page, cost)
    page.set_default_timeout(120_000)
    loads = [_load(page, system, path)]
    asked = cost.requests, cost.asset_bytes
    loads += [_load(page, system, path) for _ in range(LOADS - 1)]
    cost.requests, cost.asset_bytes = asked
    cost.load_ms = min(loads)
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    cost.heap_mb = page.evaluate("performance.memory.usedJSHeapSize") / 1e6
    cost.blank = bool(failed)
    if not cost.blank:
        if tool in SCRIPTED:
            cost.step_ms = min(_step(page, system, tool) for _ in range(PASSES))
        if tool in SLIDERS:
            cost.drag_ms = min(_drag(page, system, tool) for _ in range(PASSES))
    page.close()


def measure(chromium: str, path: Path, tool: str) -> Cost:
    """Open one page in a browser of its own and return what it cost."""
    flags = [*CHROMIUM_FLAGS, "--enable-precise-memory-info"]
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=flags)
        cost = Cost()
        try:
            _measure(browser, path, tool, cost)
        except BrowserError as problem:
            cost.trouble = problem.message.splitlines()[0]
        finally:
            browser.close()
        return cost
