"""The sites on the map: gathered where they would touch, apart from closer, with what was measured."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import Page

from maps.page import build
from maps.reintegration_measures import series
from tests.browser import Browser, plain
from tracker.view import MEASURE_COLUMNS, View

MEASURED = "iom-suboffice-mopti"
SCORES = (("2024-06-30", 0.3), ("2024-12-31", 0.42), ("2025-06-30", None), ("2025-12-31", 0.555))
SEEN = """const all = query => Array.from(document.querySelectorAll(query));
  const seen = query => all(query).filter(one => one.style.display !== 'none');
  const box = element => element.getBoundingClientRect();"""
COUNTED = """() => {SEEN
  return [seen('.site').length, seen('.gathered').reduce((sum, mark) => sum + Number(mark.textContent), 0)];
}"""
LEAST_APART = """() => {SEEN
  const middle = ({left, top, width, height}) => [left + width / 2, top + height / 2];
  const middles = seen(".site").map(box).map(middle);
  const apart = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);
  return Math.min(1e9, ...middles.flatMap((a, i) => middles.slice(0, i).map(b => apart(a, b))));
}"""
NAMES_ON_MARKS = """() => {SEEN
  const marks = seen('.site, .gathered').map(box);
  const over = (a, b) => a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
  const hidden = name => marks.some(mark => over(box(name), mark));
  return seen('text.place').filter(hidden).map(name => name.textContent);
}"""


def _read(page: Page, script: str) -> Any:
    return page.evaluate(script.replace("SEEN", SEEN))


@pytest.fixture(scope="session")
def measured(embedded_view: View) -> View:
    """Return the embedded view with a score at one office, one date of it hidden, and a caseload."""
    source = str(embedded_view.sites["source"].iloc[0])
    rows = [
        [MEASURED, "reintegration_score", day, score, "suppressed" if score is None else "value", source, ""]
        for day, score in SCORES
    ]
    rows.append([MEASURED, "site_caseload", "2025-12-31", 1200, "value", source, ""])
    return replace(embedded_view, measures=pd.DataFrame(rows, columns=MEASURE_COLUMNS))


@pytest.fixture
def opened_page(measured: View, tmp_path: Path) -> Callable[[], Path]:
    def write() -> Path:
        path = tmp_path / "sites.html"
        path.write_text(build("reintegration", measured), encoding="utf-8")
        return path

    return write


def test_a_series_has_every_date_and_says_it_in_both_languages(measured: View) -> None:
    score, caseload = series(measured, MEASURED)
    assert score["values"] == [0.3, 0.42, None, 0.555]
    assert score["days"] == [19904, 20088, 20269, 20453]
    assert score["range"] == [0, 1]
    assert [plain(text) for text in score["said"][0]] == ["0,30 (0–1)", "0.30 (0–1)"]
    assert score["said"][2][0].startswith("masqué")
    assert score["direction"] == ["plus élevé = mieux", "higher = better"]
    assert caseload["range"] is None
    assert [plain(text) for text in caseload["said"][0]] == ["1 200 personnes", "1,200 people"]
    assert series(measured, "camide-kayes") == []


@pytest.mark.browser
@pytest.mark.parametrize("size", [(1366, 768), (390, 844)])
def test_sites_that_would_touch_are_gathered_by_unit_and_counted(
    offline: Browser, opened_page: Callable[[], Path], measured: View, size: tuple[int, int]
) -> None:
    with offline.open(opened_page(), size=size) as opened:
        page, every = opened.page, len(measured.sites)
        alone, together = _read(page, COUNTED)
        assert alone + together == every
        assert together > 0
        assert _read(page, LEAST_APART) >= 16
        assert _read(page, NAMES_ON_MARKS) == []
        assert page.locator("#sites-gathered").is_visible()
        page.locator('#sites-types li[data-type="psychosocial"] input').uncheck()
        hidden = int((measured.sites["site_type"] == "psychosocial").sum())
        assert sum(_read(page, COUNTED)) == every - hidden
        assert opened.messages == []


@pytest.mark.browser
def test_who_comes_closer_sees_each_site(offline: Browser, opened_page: Callable[[], Path]) -> None:
    with offline.open(opened_page()) as opened:
        page = opened.page
        mark = page.locator(".gathered:visible", has_text="3")
        assert plain(mark.get_attribute("aria-label") or "").startswith("Bamako : 3, 1 × ")
        mark.focus()
        assert page.locator("#tip strong").inner_text() == mark.get_attribute("aria-label").split(",")[0]  # type: ignore[union-attr]
        page.keyboard.press("Enter")
        page.locator(".site:focus").wait_for()
        assert page.evaluate("document.activeElement.dataset.site").endswith("-bamako")
        assert page.locator('.site[data-site$="-bamako"]:visible').count() == 3
        assert _read(page, LEAST_APART) >= 16
        assert opened.messages == []


@pytest.mark.browser
def test_a_site_tells_what_was_measured_there_over_time(
    offline: Browser, opened_page: Callable[[], Path]
) -> None:
    with offline.open(opened_page()) as opened:
        page = opened.page
        site = page.locator(f'.site[data-site="{MEASURED}"]')
        site.hover()
        told = plain(page.locator("#tip").inner_text())
        for said in ("0,56 (0–1)", "31 décembre 2025 · plus élevé = mieux", "30 juin 2024 : 0,30 (0–1)"):
            assert said in told
        assert page.locator("#tip .spark circle").count() == 3
        assert page.locator("#tip .spark path").last.get_attribute("d").count("M") == 2  # type: ignore[union-attr]
        site.click()
        assert page.locator("#place .spark").count() == 1
        page.click("#lang-switch")
        assert "1,200 people" in plain(page.locator("#place-lines").inner_text())
        assert opened.messages == []
