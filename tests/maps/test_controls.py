"""What the reader can do with a page: play, choose, sort, point; and what stays where it is meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from maps.kinds import KindName
from maps.page import build
from tests.browser import Browser, go_to
from tests.maps.synthetic import synthetic_view
from tracker.view import View

pytestmark = pytest.mark.browser


@pytest.fixture
def two_indicators(tmp_path: Path, embedded_view: object) -> Path:
    path = tmp_path / "reintegration.html"
    path.write_text(build("reintegration", embedded_view), encoding="utf-8")  # type: ignore[arg-type]
    return path


def test_playing_stops_at_the_end_of_an_indicator_with_fewer_dates(
    offline: Browser, two_indicators: Path
) -> None:
    with offline.open(two_indicators) as opened:
        page = opened.page
        page.clock.install()
        lengths = {}
        for one in page.locator("#indicator option").all():
            value = str(one.get_attribute("value"))
            page.select_option("#indicator", value)
            lengths[value] = int(page.locator("#slider").get_attribute("max") or 0)
        longest, shortest = max(lengths, key=lambda i: lengths[i]), min(lengths, key=lambda i: lengths[i])
        assert lengths[longest] > lengths[shortest]
        page.select_option("#indicator", longest)
        go_to(page, 0)
        page.click("#play")
        playing = page.locator("#play").get_attribute("aria-label")
        page.select_option("#indicator", shortest)
        page.clock.run_for(1000 * (lengths[longest] + 2))
        assert page.locator("#play").get_attribute("aria-label") != playing
        assert opened.messages == []


def test_what_stands_below_does_not_jump_while_time_runs(
    offline: Browser, written: Callable[..., Path]
) -> None:
    with offline.open(written("displacement", units=50, slices=26)) as opened:
        page = opened.page
        top = "Math.round(document.getElementById('legend').getBoundingClientRect().top)"
        tops = []
        for _ in range(2):  # The boxes grow in the first round.
            tops = []
            for slice_ in range(26):
                go_to(page, slice_)
                page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
                tops.append(page.evaluate(top))
        assert len(set(tops)) == 1


def test_the_outline_of_a_unit_pointed_at_is_its_own(offline: Browser, written: Callable[..., Path]) -> None:
    with offline.open(written("displacement")) as opened:
        page = opened.page
        unit = page.locator("path.unit").nth(3)
        unit.focus()
        assert page.locator("#picked").get_attribute("d") == unit.get_attribute("d")
        unit.blur()
        assert page.locator("#picked").get_attribute("d") == ""


def test_the_drawing_lies_on_whole_pixels(offline: Browser, written: Callable[..., Path]) -> None:
    for size in ((1366, 768), (1024, 700), (390, 844)):
        with offline.open(written("displacement"), size=size) as opened:
            assert opened.page.evaluate("document.getElementById('map').getBoundingClientRect().top % 1") == 0


def test_an_address_cannot_ask_for_a_fill_the_page_does_not_have(
    offline: Browser, written: Callable[..., Path], tmp_path: Path
) -> None:
    with offline.open(written("displacement"), "#f=net") as opened:
        assert opened.page.input_value("#fill") == "rate"
    view = synthetic_view(9, 26)
    path = tmp_path / "unrated.html"
    unrated = replace(view, units=view.units.assign(population=pd.NA))
    path.write_text(build("displacement", unrated), encoding="utf-8")
    with offline.open(path) as opened:
        page = opened.page
        page.evaluate("location.hash = 'f=rate&c=0'")
        page.wait_for_timeout(100)
        assert page.input_value("#fill") == "none"
        assert page.locator("#circles").is_checked()


def test_sorting_keeps_the_focus_and_says_the_order(offline: Browser, written: Callable[..., Path]) -> None:
    with offline.open(written("displacement")) as opened:
        page = opened.page
        head = page.locator("#table thead button").nth(2)
        head.focus()
        for order in ("descending", "ascending"):
            page.keyboard.press("Enter")
            assert page.locator("#table thead th").nth(2).get_attribute("aria-sort") == order
            assert page.evaluate("document.activeElement.closest('thead') !== null")


def test_a_carried_figure_is_said_with_its_number(offline: Browser, written: Callable[..., Path]) -> None:
    with offline.open(written("displacement", units=50, slices=26)) as opened:
        page = opened.page
        for slice_ in range(26):
            go_to(page, slice_)
            carried = page.locator("path.unit[data-status=carried_forward]")
            if carried.count():
                said = carried.first.get_attribute("aria-label") or ""
                assert any(letter.isdigit() for letter in said.split(":")[1])
                return
    pytest.fail("no figure is carried forward in the synthetic view")


def test_the_way_to_the_table_keeps_the_slice(offline: Browser, written: Callable[..., Path]) -> None:
    with offline.open(written("displacement")) as opened:
        page = opened.page
        go_to(page, 3)
        day = page.locator("#as-of").get_attribute("data-date")
        page.locator(".skip").focus()
        page.keyboard.press("Enter")
        page.wait_for_timeout(300)
        assert page.locator("#as-of").get_attribute("data-date") == day


def test_a_copied_table_holds_numbers_and_keeps_the_focus(
    offline: Browser, written: Callable[..., Path]
) -> None:
    with offline.open(written("displacement")) as opened:
        page = opened.page
        page.evaluate("document.addEventListener('copy', () => (window.copied = getSelection().toString()))")
        page.click("#copy")
        values = {row.get_attribute("data-value") for row in page.locator("#table tbody tr").all()} - {
            "",
            None,
        }
        lines = [line.split("\t") for line in page.evaluate("window.copied").splitlines()[1:]]
        assert values
        assert values <= {line[2] for line in lines}
        told = page.locator("#table tbody td:nth-child(4)").all_text_contents()
        printed = [text if text.startswith("<") else text.replace("\u202f", "") for text in told]
        assert [line[3] for line in lines] == printed
        assert "0" not in {line[6] for line in lines}
        assert page.evaluate("document.activeElement.id") == "copy"


def test_the_unit_pointed_at_is_told_of_while_time_runs(
    offline: Browser, written: Callable[..., Path]
) -> None:
    with offline.open(written("displacement")) as opened:
        page = opened.page
        box = page.locator("path.unit").nth(0).bounding_box()
        assert box
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        said = set()
        for slice_ in (2, 9, 16, 23):
            go_to(page, slice_)
            assert page.locator("#tip").is_visible()
            said.add(page.locator("#tip").inner_text())
        assert len(said) > 1


def test_no_name_is_read_in_another_unit(offline: Browser, written: Callable[..., Path]) -> None:
    with offline.open(written("displacement", units=50, slices=26)) as opened:
        wrong = opened.page.evaluate(
            """() => {
              const units = Array.from(document.querySelectorAll('path.unit'));
              const names = Array.from(document.querySelectorAll('#table tbody th'), one => one.textContent);
              const found = [];
              for (const text of document.querySelectorAll('text.place')) {
                if (text.style.display === 'none') continue;
                const box = text.getBoundingClientRect();
                const over = document.elementsFromPoint(box.left + box.width / 2, box.top + box.height / 2)
                  .find(one => one.classList.contains('unit'));
                const own = names.indexOf(text.firstChild.textContent);
                if (over && units.indexOf(over) !== own) found.push(names[own]);
              }
              return found;
            }"""
        )
        assert wrong == []


def test_the_chart_under_the_slider_is_part_of_it(offline: Browser, written: Callable[..., Path]) -> None:
    with offline.open(written("displacement", units=9, slices=26)) as opened:
        page, chart = opened.page, opened.page.locator("#chart").bounding_box()
        assert chart is not None
        for share, slice_number in ((0.0, 0), (0.48, 12), (1.0, 25)):
            page.mouse.click(chart["x"] + share * chart["width"], chart["y"] + 30)
            assert page.locator("#slider").input_value() == str(slice_number)
        assert page.evaluate("document.activeElement.id") == "slider"
        page.keyboard.press("ArrowLeft")
        assert page.locator("#slider").input_value() == "24"
        assert opened.messages == []


@pytest.mark.parametrize("units", [9, 700])
def test_one_unit_is_reached_with_tab_and_the_others_with_the_arrow_keys(
    offline: Browser, written: Callable[..., Path], units: int
) -> None:
    with offline.open(written("displacement", units=units, slices=12 if units > 100 else 26)) as opened:
        page = opened.page
        focused = "() => document.activeElement.dataset.pcode"
        middle = (
            "() => { const b = document.activeElement.getBoundingClientRect(); return b.x + b.width / 2; }"
        )
        assert page.locator("path.unit[tabindex='0']").count() == 1
        day = page.locator("#as-of").get_attribute("data-date")
        page.locator("#map").focus()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.classList.contains('unit')")
        seen = {page.evaluate(focused)}
        for _ in range(4):
            before = page.evaluate(focused)
            page.keyboard.press("ArrowRight")
            seen.add(page.evaluate(focused))
            assert page.locator("#tip").is_visible()
        assert len(seen) > 2, before
        right = page.evaluate(middle)
        page.keyboard.press("ArrowLeft")
        assert page.evaluate(middle) < right
        assert page.evaluate("document.activeElement.getAttribute('aria-label')")
        assert page.locator("path.unit[tabindex='0']").count() == 1
        assert page.locator("#as-of").get_attribute("data-date") == day
        reached = page.evaluate(focused)
        page.keyboard.press("Tab")
        assert page.evaluate(focused) is None
        page.keyboard.press("Shift+Tab")
        assert page.evaluate(focused) == reached
        assert opened.messages == []


def test_a_resting_pointer_does_not_hide_what_the_keyboard_reached(
    offline: Browser, written: Callable[..., Path]
) -> None:
    with offline.open(written("displacement")) as opened:
        page = opened.page
        page.mouse.move(500, 450)
        page.mouse.wheel(0, -900)
        page.wait_for_timeout(800)
        for unit in (0, 7, 8):
            page.locator("path.unit").nth(unit).focus()
            page.wait_for_timeout(300)
            assert page.locator("#tip").is_visible()


@pytest.mark.parametrize("sizes", [((500, 800), (1600, 900)), ((800, 600), (1920, 1080))])
def test_the_country_is_in_its_frame_after_any_change_of_the_window(
    offline: Browser, written: Callable[..., Path], sizes: tuple[tuple[int, int], tuple[int, int]]
) -> None:
    before, after = sizes
    for kind in ("displacement", "flows"):
        with offline.open(written(kind), size=before) as opened:
            page = opened.page
            page.set_viewport_size({"width": after[0], "height": after[1]})
            page.wait_for_timeout(400)
            off = page.evaluate(
                """() => {
                  const boxOf = element => element.getBoundingClientRect();
                  const frame = boxOf(document.getElementById('map'));
                  const outside = box => box.left < frame.left || box.right > frame.right
                    || box.top < frame.top || box.bottom > frame.bottom;
                  return Array.from(document.querySelectorAll('path.unit'), boxOf).filter(outside).length;
                }"""
            )
            assert off == 0, kind


def test_the_outline_follows_the_zoom(offline: Browser, written: Callable[..., Path]) -> None:
    with offline.open(written("displacement")) as opened:
        page = opened.page
        box = page.locator("path.unit").nth(5).bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.mouse.wheel(0, -300)
        page.wait_for_timeout(800)
        outlines = "document.getElementById('picked').getAttribute('d')"
        shapes = page.eval_on_selector_all("path.unit", "paths => paths.map(path => path.getAttribute('d'))")
        assert page.evaluate(outlines) in ["", *shapes]


def test_what_a_click_showed_goes_with_the_pointer_what_a_key_showed_stays(
    offline: Browser, written: Callable[..., Path]
) -> None:
    with offline.open(written("displacement")) as opened:
        page = opened.page
        box = page.locator("path.unit").nth(5).bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        assert page.locator("#tip").is_visible()
        page.mouse.move(20, 20)
        assert page.locator("#tip").is_hidden()
        page.focus("#lang-switch")
        page.keyboard.press("Tab")
        while (
            page.evaluate("document.activeElement.getAttribute('class') || ''") != "unit leaflet-interactive"
        ):
            page.keyboard.press("Tab")
        page.mouse.move(300, 300)
        page.mouse.move(20, 20)
        assert page.locator("#tip").is_visible()


def test_printing_leaves_the_reader_where_he_was(offline: Browser, written: Callable[..., Path]) -> None:
    with offline.open(written("displacement")) as opened:
        page = opened.page
        page.click(".leaflet-control-zoom-in")
        page.wait_for_timeout(600)
        before = page.locator("path.unit").nth(5).bounding_box()
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        printed = page.locator("path.unit").nth(5).bounding_box()
        page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        after = page.locator("path.unit").nth(5).bounding_box()
    assert before is not None
    assert printed is not None
    assert after is not None
    assert printed["width"] < before["width"]
    assert after == pytest.approx(before, abs=1)


@pytest.mark.parametrize("kind", ["displacement", "flows", "returns", "reintegration"])
def test_the_narrowest_telephone_does_not_scroll_sideways(
    offline: Browser, embedded_view: View, tmp_path: Path, kind: KindName
) -> None:
    path = tmp_path / "page.html"
    path.write_text(build(kind, embedded_view), encoding="utf-8")
    with offline.open(path, size=(320, 640)) as opened:
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= 320


RADII = "Array.from(document.querySelectorAll('.circle-legend circle'), one => Number(one.getAttribute('r')))"


def test_the_circles_of_the_legend_have_the_scale_of_the_map(
    offline: Browser, written: Callable[..., Path]
) -> None:
    with offline.open(written("displacement")) as opened:
        wide = opened.page.evaluate(RADII)
    with offline.open(written("displacement"), size=(390, 844)) as opened:
        page = opened.page
        narrow = page.evaluate(RADII)
        assert narrow[0] < wide[0]
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        assert page.evaluate(RADII) == wide
        page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        assert page.evaluate(RADII) == narrow
        page.set_viewport_size({"width": 1366, "height": 768})
        page.wait_for_timeout(400)
        assert page.evaluate(RADII) == wide


def test_the_map_stays_where_it_is_when_the_remark_on_the_date_goes(
    offline: Browser, embedded_view: View, tmp_path: Path
) -> None:
    path = tmp_path / "returns.html"
    path.write_text(build("returns", embedded_view), encoding="utf-8")
    top = "document.getElementById('map-frame').getBoundingClientRect().top"
    with offline.open(path) as opened:
        page = opened.page
        page.wait_for_timeout(200)
        before = page.evaluate(top)
        page.click("#next")
        page.wait_for_timeout(200)
        assert page.evaluate(top) == before


def test_the_mark_reaches_through_the_chart(offline: Browser, written: Callable[..., Path]) -> None:
    tall = "getComputedStyle(document.getElementById('slider'), '::-webkit-slider-thumb').height"
    with offline.open(written("displacement")) as opened:
        assert opened.page.evaluate(tall) == opened.page.evaluate(
            "getComputedStyle(document.getElementById('slider')).height"
        )


def test_keys_move_time_also_after_a_click_and_escape_takes_the_tip_away(
    offline: Browser, written: Callable[..., Path]
) -> None:
    with offline.open(written("displacement")) as opened:
        page, date = opened.page, opened.page.locator("#as-of")
        go_to(page, 5)
        page.click("#next")
        page.keyboard.press("Home")
        assert date.get_attribute("data-date") == "2012-09-30"
        page.locator("path.unit").nth(3).click()
        assert page.locator("#tip").is_visible()
        page.keyboard.press("ArrowRight")
        assert date.get_attribute("data-date") == "2012-10-31"
        page.keyboard.press("Escape")
        assert page.locator("#tip").is_hidden()
        assert page.locator("#tip").text_content() == ""
        page.locator("path.unit[tabindex='0']").focus()
        page.keyboard.press("End")
        assert date.get_attribute("data-date") == "2014-10-31"
        page.keyboard.press("Home")
        assert date.get_attribute("data-date") == "2012-09-30"
        assert opened.messages == []


def test_a_closed_table_holds_the_date_it_names(offline: Browser, written: Callable[..., Path]) -> None:
    with offline.open(written("displacement", units=100, slices=12)) as opened:
        page = opened.page
        assert page.locator("#table-section").get_attribute("open") is None
        for step in (3, 7):
            go_to(page, step)
            page.wait_for_timeout(400)
            assert page.locator("#as-of").text_content() in page.locator("#caption").text_content()  # type: ignore[operator]
            read = "rows => rows.map(row => [row.dataset.pcode, row.dataset.status])"
            told = dict(page.eval_on_selector_all("#table tbody tr", read))
            painted = dict(page.eval_on_selector_all("path.unit", read))
            assert told == painted
