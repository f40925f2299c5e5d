"""Pages stay light: bytes of the same synthetic data, and what is loaded to draw them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from maps import page
from tests.browser import Browser
from tests.maps.synthetic import synthetic_view

TARGETS = [
    pytest.param(9, 160, False, 200_000, id="9x160"),
    pytest.param(9, 160, True, 25_000, id="9x160-lite"),
    pytest.param(50, 160, False, 260_000, id="50x160"),
    pytest.param(50, 160, True, 70_000, id="50x160-lite"),
    pytest.param(700, 160, False, 500_000, id="700x160"),
    pytest.param(700, 750, False, 1_100_000, id="700x750", marks=pytest.mark.slow),
]
FLOWS_MOST = 450_000
FEW = 20
STEP = """values => {
  const slider = document.getElementById('slider');
  for (const value of values) {
    slider.value = value;
    slider.dispatchEvent(new Event('input', {bubbles: true}));
  }
  const row = document.querySelector('#table tbody tr');
  return {text: row.cells[2].textContent, value: row.dataset.value, day: row.cells[5].textContent,
    date: document.getElementById('as-of').dataset.date,
    said: row.cells[2].innerText, resting: document.getElementById('table').hidden};
}"""


def _bytes(text: str) -> int:
    return len(text.encode())


@pytest.mark.parametrize(("units", "slices", "lite", "most"), TARGETS)
def test_pages_stay_within_their_weight(units: int, slices: int, lite: bool, most: int) -> None:
    assert _bytes(page.build("displacement", synthetic_view(units, slices), lite=lite)) <= most


@pytest.mark.slow
def test_five_thousand_pairs_stay_within_their_weight() -> None:
    many = page.build("flows", synthetic_view(700, 160, 5000))
    few = page.build("flows", synthetic_view(700, 160, FEW))
    assert _bytes(many) - _bytes(few) <= FLOWS_MOST


def test_drawing_loads_no_library_of_statistics() -> None:
    code = (
        "import sys, maps.page\n"
        "heavy = {'mapclassify', 'scipy', 'sklearn', 'matplotlib', 'networkx', 'libpysal'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.browser
def test_a_table_nobody_sees_rests_but_is_right(offline: Browser, written: Callable[..., Path]) -> None:
    with offline.open(written("displacement", units=50)) as opened:
        page_ = opened.page
        page_.wait_for_timeout(100)
        frame = page_.locator(".scroll", has=page_.locator("#table"))
        frame.evaluate("frame => frame.scrollTo(0, 120)")
        page_.wait_for_timeout(100)
        high = frame.evaluate("frame => frame.offsetHeight")
        seen = page_.evaluate(STEP, list(range(26)))
        assert seen["resting"]
        assert frame.evaluate("frame => frame.offsetHeight") == high
        digits = "".join(one for one in seen["text"] if one.isdigit())
        assert digits == seen["value"].split(".")[0]
        assert seen["said"] == seen["text"]
        assert seen["day"] == "" or seen["day"] <= seen["date"]
        page_.locator("#table").wait_for(state="visible")
        assert frame.evaluate("frame => [frame.scrollTop, frame.offsetHeight]") == [120, high]
        assert f"d={seen['date']}" in page_.evaluate("location.hash")
        page_.locator("#table-section").scroll_into_view_if_needed()
        page_.wait_for_timeout(100)
        assert not page_.evaluate(STEP, [3, 4])["resting"]
        assert opened.messages == []
