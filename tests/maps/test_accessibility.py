"""axe-core, where the machine has it, finds nothing serious on any page.

``npm install axe-core`` anywhere and ``AXE_CORE=…/node_modules/axe-core/axe.min.js`` run this test.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser import Browser


@pytest.fixture(scope="session")
def axe() -> str:
    path = os.environ.get("AXE_CORE", "")
    if not path or not Path(path).is_file():
        pytest.skip("no axe-core: set AXE_CORE to its axe.min.js")
    return Path(path).read_text(encoding="utf-8")


@pytest.mark.browser
@pytest.mark.parametrize("lite", [False, True])
@pytest.mark.parametrize("kind", ["displacement", "flows", "returns"])
def test_no_serious_violation(
    offline: Browser, written: Callable[..., Path], axe: str, kind: str, lite: bool
) -> None:
    with offline.open(written(kind, "fr", lite), bypass_csp=True) as opened:
        opened.page.evaluate(axe)
        found = opened.page.evaluate("axe.run()")["violations"]
    assert [(one["impact"], one["id"]) for one in found if one["impact"] in ("serious", "critical")] == []
