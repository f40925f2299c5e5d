"""Pages as texts: deterministic, small, closed, and only trusted code in the policy."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest

from maps import coverage, leaflet
from maps.kinds import KINDS
from maps.page import NothingToDraw, build
from maps.payload import payload
from tests.maps.synthetic import synthetic_view
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
    assert "Point isolé : une partie seulement des unités" in build("displacement", synthetic_view(9, 26, 72))
    assert 'data-w="time.loose"' not in build("flows", synthetic_view(9, 26, 72))
