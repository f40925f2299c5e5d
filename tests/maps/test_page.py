"""Pages as texts: deterministic, small, closed, and only trusted code in the policy."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace

import pytest

from maps import coverage, leaflet
from maps.errors import NothingToDraw
from maps.kinds import KINDS, KindName
from maps.page import Row, build, table_rows
from maps.payload import payload
from tests.maps.synthetic import synthetic_view
from tests.stills.monthly import monthly_view
from tracker.view import View

SIZES = [
    (9, 160, 0, False, 200_000),
    (9, 160, 0, True, 25_000),
    (50, 160, 0, False, 260_000),
    (50, 160, 0, True, 70_000),
    (700, 160, 0, False, 500_000),
]
ONE = ("idp_stock",)


@pytest.mark.parametrize(("units", "slices", "pairs", "lite", "most"), SIZES)
def test_weight(units: int, slices: int, pairs: int, lite: bool, most: int) -> None:
    page = build("displacement", synthetic_view(units, slices, pairs, ONE), lite=lite)
    assert len(page.encode("utf-8")) <= most


@pytest.mark.parametrize("lite", [False, True])
@pytest.mark.parametrize("kind", ["displacement", "returns", "flows", "reintegration"])
def test_same_view_same_bytes(kind: str, lite: bool, embedded_view: View) -> None:
    view = embedded_view if kind == "reintegration" else synthetic_view(9, 26, 72)
    assert build(kind, view, lite=lite) == build(kind, view, lite=lite)


@pytest.mark.parametrize("lite", [False, True])
@pytest.mark.parametrize("kind", ["displacement", "flows"])
def test_nothing_is_referred_to_outside(kind: str, lite: bool) -> None:
    page = build(kind, synthetic_view(9, 26, 72), lite=lite)
    assert not re.search(r"(?:src|href)=[\"']?(?:https?:|//)", page)
    assert "url(images" not in page
    assert "sourceMappingURL" not in page
    assert "eval(" not in page


def test_policy_allows_exactly_the_scripts_of_the_page() -> None:
    page = build("displacement", synthetic_view(9, 26, 72))
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    allowed = set(re.findall(r"sha256-[\w+/=]+", policy[1].replace("&#39;", "'")))
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    found = {
        "sha256-" + base64.b64encode(hashlib.sha256(code.encode()).digest()).decode() for code in scripts
    }
    assert found == allowed
    assert len(scripts) == 2
    assert "default-src &#39;none&#39;" in policy[1] or "default-src 'none'" in policy[1]


def test_the_table_says_how_old_a_figure_carried_forward_is() -> None:
    rows = {row.name: row for row in table_rows(monthly_view(), "idp_stock", "2014-10-31", "en")}
    assert len(rows) == 9
    told = "Figure of 31 July 2014, carried forward (3 months)"
    assert rows["Kidal"] == Row("Kidal", "ML08", "28,650", "367", told)
    assert (rows["Ségou"].value, rows["Ségou"].rate, rows["Ségou"].status) == ("0", "0", "Zero")
    assert rows["Kayes"] == Row("Kayes", "ML01", status="Suppressed (protects small numbers)")
    assert rows["Sikasso"] == Row("Sikasso", "ML03", status="No data")
    assert rows["Gao"].status == ""


def test_a_figure_carried_forward_is_hatched_without_script_on_the_small_page_too() -> None:
    view = monthly_view()
    last = view.slices["slice"] == "2014-10-31"
    view = replace(
        view, slices=view.slices[last], figures=view.figures[view.figures["slice"] == "2014-10-31"]
    )
    page = build("displacement", view, lite=True)
    fills = re.findall(r'<path class="unit"[^>]* fill="([^"]*)"', page)
    carried = {fill for fill in fills if "carried_forward" in fill}
    assert len(fills) == 9
    assert carried
    assert all(f' id="{fill[5:-1]}"' in page for fill in fills if fill.startswith("url(#"))


def test_scripts_are_told_from_when_enough_has_reported() -> None:
    told = payload(KINDS["displacement"], synthetic_view(9, 26))["coverage"]
    assert told == {"line": coverage.WELL_REPORTED, "most": coverage.MOST, "sides": coverage.SIDES_COMPARABLE}


def test_a_view_without_figures_is_refused() -> None:
    view = synthetic_view(9, 26, 0, ("idp_stock",))
    with pytest.raises(NothingToDraw, match="flows"):
        build("flows", view)


def test_leaflet_is_the_tested_one_and_lost_its_unused_parts() -> None:
    code = leaflet.script()
    assert len(code) < 90_000
    assert code.startswith("/*! Leaflet 1.9.4")
    assert "tileLayer" not in code


def test_another_leaflet_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(leaflet.DIGESTS, "leaflet.css", "0" * 64)
    leaflet.style.cache_clear()
    with pytest.raises(leaflet.ForeignLeaflet, match="expected 000000000000"):
        leaflet.style()
    leaflet.style.cache_clear()


def test_the_strip_says_what_a_loose_dot_is_where_it_has_dots() -> None:
    assert "Point isolé\u00a0: une partie seulement des unités" in build(
        "displacement", synthetic_view(9, 26, 72)
    )
    assert 'data-w="time.loose"' not in build("flows", synthetic_view(9, 26, 72))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_drawn_of_hidden_and_missing_figures(kind: KindName) -> None:
    assert "</html>" in build(kind, synthetic_view(50, 40, 60))
