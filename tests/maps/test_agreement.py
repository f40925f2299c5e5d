"""What is painted, what the tooltip and the table say, and the view itself agree."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from maps import number
from maps.page import build
from maps.payload import PLAIN
from tests.browser import Browser, go_to
from tests.maps.synthetic import synthetic_view
from tracker.classes import classes_of, ramp
from tracker.view import View

pytestmark = pytest.mark.browser
PAIRS = 200
READ = """pcode => {
  const path = document.querySelector(`path.unit[data-pcode="${pcode}"]`);
  const row = document.querySelector(`#table tr[data-pcode="${pcode}"]`);
  path.dispatchEvent(new MouseEvent('mousemove', {bubbles: true, clientX: 300, clientY: 300}));
  path.dispatchEvent(new MouseEvent('mouseover', {bubbles: true, clientX: 300, clientY: 300}));
  path.focus();
  const text = name => (document.querySelector(name) || { textContent: '' }).textContent;
  return {legend: text(`#legend [data-class="${path.dataset.class}"]`),
    fill: path.getAttribute('fill'),
    status: path.dataset.status, klass: path.dataset.class,
    rowStatus: row.dataset.status, rowValue: row.dataset.value, tip: document.getElementById('tip').innerText,
    date: document.getElementById('as-of').dataset.date};
}"""


def expected(view: View, pcode: str, day: str) -> dict[str, Any]:
    figures = view.figures
    row = figures[
        (figures["indicator"] == "idp_stock") & (figures["pcode"] == pcode) & (figures["slice"] == day)
    ]
    one = row.iloc[0]
    people = view.units.set_index("pcode")["population"][pcode]
    classes = classes_of(figures, view.indicators["idp_stock"], measure="rate", units=view.units)
    rate = float("nan") if pd.isna(one["value"]) else float(one["value"]) * 1000 / float(people)
    return {
        "status": one["value_status"],
        "value": one["value"],
        "class": int(classes.index(rate)),
        "rate": rate,
        "decimals": classes.decimals,
    }


def read_number(text: str) -> float:
    """Return the number a French page printed."""
    return float(re.sub(r"[^\d,]", "", text).replace(",", "."))


def check_legend(seen: dict[str, str], printed: str) -> None:
    """The printed rate stands in the tooltip and lies between the limits its colour has in the legend."""
    assert printed in seen["tip"]
    low, high = (read_number(part) for part in seen["legend"].split("–"))
    assert low <= read_number(printed) <= high


@pytest.mark.parametrize(("units", "lite"), [(9, False), (50, False), (9, True)])
def test_painted_said_and_listed_agree(
    offline: Browser, written: Callable[..., Path], units: int, lite: bool
) -> None:
    view = synthetic_view(units, 26, 72 if units == 9 else 600)
    dates = sorted(view.slices[view.slices["indicator"] == "idp_stock"]["slice"])
    chooser = random.Random(5)
    by_slice: dict[int, list[str]] = {}
    for _ in range(PAIRS):
        by_slice.setdefault(chooser.randrange(len(dates)), []).append(
            chooser.choice(list(view.units["pcode"]))
        )
    colours: dict[int, set[str]] = {}
    with offline.open(written("displacement", "fr", lite, units)) as opened:
        page = opened.page
        for step, pcodes in by_slice.items():
            go_to(page, step)
            for pcode in pcodes:
                seen, wanted = page.evaluate(READ, pcode), expected(view, pcode, dates[step])
                assert seen["date"] == dates[step]
                assert seen["status"] == seen["rowStatus"] == wanted["status"]
                if wanted["status"] in ("no_data", "not_assessed", "suppressed"):
                    assert seen["fill"] == f"url(#p-{wanted['status']})"
                    assert seen["klass"] == seen["rowValue"] == ""
                    continue
                assert int(seen["klass"]) == wanted["class"]
                assert float(seen["rowValue"]) == float(wanted["value"])
                assert number.people(float(wanted["value"]), "fr") in seen["tip"]
                if wanted["class"] > 0:
                    check_legend(seen, number.per_thousand(wanted["rate"], wanted["decimals"], "fr"))
                hatched = wanted["status"] == "carried_forward"
                assert seen["fill"].startswith("url(") == hatched
                if not hatched:
                    colours.setdefault(int(seen["klass"]), set()).add(seen["fill"])
        assert opened.messages == []
    assert all(len(fills) == 1 for fills in colours.values()), "a class changed its colour between slices"
    assert len({fill for fills in colours.values() for fill in fills}) == len(colours)


NO_FILL = """() => {
  const swatch = row => row && row.querySelector('.swatch').dataset.fill;
  const nameOf = fill => fill.replace(/^url\\(#p-|\\)$/g, '');
  const all = (name, read) => [...document.querySelectorAll(name)].map(read);
  const painted = all('path.unit', path => [path.dataset.status, nameOf(path.getAttribute('fill'))]);
  const listed = Object.fromEntries(all('#legend [data-status]', row => [row.dataset.status, swatch(row)]));
  return {painted, listed, plain: swatch(document.querySelector('#legend [data-class="plain"]'))};
}"""


def test_circles_alone_leave_every_unit_the_colour_the_legend_names(
    offline: Browser, written: Callable[..., Path]
) -> None:
    seen_statuses: set[str] = set()
    with offline.open(written("displacement", units=50), "#f=none") as opened:
        page = opened.page
        for step in range(26):
            go_to(page, step)
            seen = page.evaluate(NO_FILL)
            for status, fill in seen["painted"]:
                wanted = seen["plain"] if status == "value" else seen["listed"][status]
                assert fill == wanted or (status == "carried_forward" and fill == "carried-0")
                seen_statuses.add(status)
            assert (seen["plain"] is not None) == ("value" in {status for status, _ in seen["painted"]})
            assert seen["listed"].get("zero") != seen["plain"]
    assert {"zero", "value", "suppressed"} <= seen_statuses


def test_legend_keeps_its_limits_and_lists_the_statuses_present(
    offline: Browser, written: Callable[..., Path]
) -> None:
    with offline.open(written("displacement", units=50)) as opened:
        page = opened.page
        limits = set()
        for step in range(26):
            go_to(page, step)
            limits.add(tuple(page.locator("#legend li[data-class]").all_inner_texts()))
            listed = set(
                page.eval_on_selector_all("#legend [data-status]", "rows => rows.map(r => r.dataset.status)")
            )
            painted = set(page.eval_on_selector_all("path.unit", "paths => paths.map(p => p.dataset.status)"))
            assert listed == painted - {"value"}
    assert len(limits) == 1


def test_totals_of_the_sides_are_those_of_the_view(offline: Browser, written: Callable[..., Path]) -> None:
    view = synthetic_view(9, 26, 72)
    totals = view.totals[(view.totals["indicator"] == "idp_stock")]
    with offline.open(written("displacement"), "#d=2014-03-31") as opened:
        shown = opened.page.eval_on_selector_all(
            ".total", "boxes => boxes.map(b => [b.dataset.group, Number(b.dataset.value)])"
        )
    wanted = totals[totals["slice"] == "2014-03-31"].set_index("group")["value"]
    assert {group: float(value) for group, value in shown} == {g: float(wanted[g]) for g, _ in shown}
    assert {group for group, _ in shown} == {"MLI", "north", "south"}


HATCHED_GROUNDS = """paths => paths
  .filter(path => path.dataset.status === 'carried_forward' && path.dataset.class > 0)
  .map(path => path.getAttribute('fill').slice(4, -1))
  .map(id => document.querySelector(id + ' stop')
    ? document.querySelector(id + ' stop').getAttribute('stop-color')
    : JSON.parse(document.getElementById('data').textContent).style.hatches[id.slice(3)][1])"""
SWATCHES = """rows => rows.map(row => {
  const box = row.querySelector('.swatch[data-fill]');
  return box ? box.dataset.fill : row.querySelector('rect').getAttribute('fill');
})"""


@pytest.mark.parametrize(
    ("kind", "indicator", "lite"),
    [
        ("displacement", "idp_stock", False),
        ("displacement", "idp_stock", True),
        ("reintegration", "idp_stock", False),
        ("reintegration", "idp_stock", True),
        ("reintegration", "idp_returnees_cumulative", False),
        ("returns", "idp_returnees_cumulative", False),
    ],
)
def test_an_indicator_has_the_colours_of_its_layers_on_every_page(
    offline: Browser, tmp_path: Path, embedded_view: View, kind: str, indicator: str, lite: bool
) -> None:
    path = tmp_path / "page.html"
    path.write_text(build(kind, embedded_view, lite=lite), encoding="utf-8")
    with offline.open(path, f"#i={indicator}&f=rate") as opened:
        page = opened.page
        swatches = page.eval_on_selector_all("#legend [data-class]:not([data-class='plain'])", SWATCHES)
        painted = page.eval_on_selector_all(
            "path.unit",
            "paths => paths.map(p => p.getAttribute('fill')).filter(f => f[0] === '#')",
        )
        hatches = page.eval_on_selector_all("path.unit", HATCHED_GROUNDS)
    assert swatches == ramp(embedded_view.indicators[indicator], len(swatches))
    assert swatches
    assert {fill for fill in painted if len(fill) == 7} - {"#ffffff", PLAIN} <= set(swatches)
    assert set(hatches) <= set(swatches)
