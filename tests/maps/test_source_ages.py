"""The age of each source grows on a page to the day it is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from maps import page
from tests.maps.synthetic import synthetic_view


@pytest.mark.browser
def test_ages_are_counted_to_the_reader_s_own_day(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(page.build("displacement", synthetic_view(units=9, slices=6)), encoding="utf-8")
    with browser.new_context() as context:
        visit = context.new_page()
        visit.clock.set_fixed_time("2040-06-01")
        visit.goto(path.as_uri())
        lines = visit.locator("[data-only=fr] [data-age]").all_text_contents()
        assert lines
        assert all("28 février 2013 (27 ans)" in line for line in lines)
        visit.click("#lang-switch")
        lines = visit.locator("[data-only=en] [data-age]").all_text_contents()
        assert all("28 February 2013 (27 years)" in line for line in lines)
