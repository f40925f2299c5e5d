"""axe-core finds nothing serious on any page, in either language, light pages and portal included."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from maps import portal
from tests.browser import Browser
from tests.stills.monthly import monthly_view
from tests.stills.test_portal import full_data

KINDS = ["displacement", "flows", "returns", "reintegration"]
SERIOUS = ("serious", "critical")


@pytest.fixture(scope="session")
def axe() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def _violations(offline: Browser, path: Path, axe: str, fragment: str = "") -> list[tuple[str, str, str]]:
    with offline.open(path, fragment, bypass_csp=True) as opened:
        opened.page.evaluate(axe)
        found = opened.page.evaluate("axe.run()")["violations"]
    return [(one["impact"], one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in SERIOUS]


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("lite", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_no_serious_violation(
    offline: Browser, written: Callable[..., Path], axe: str, kind: str, lite: bool, lang: str
) -> None:
    assert _violations(offline, written(kind, lang, lite), axe) == []


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_no_serious_violation_on_the_portal(offline: Browser, tmp_path: Path, axe: str, lang: str) -> None:
    path = tmp_path / "index.html"
    path.write_text(portal.build(full_data(monthly_view())), encoding="utf-8")
    assert _violations(offline, path, axe, f"#{lang}") == []
