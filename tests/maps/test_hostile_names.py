"""Names that look like markup, templates or scripts are shown as they are and never run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from maps.page import build
from tests.browser import Browser
from tests.maps.synthetic import synthetic_view

NAMES = [
    "<img src=x onerror=alert(1)>",
    "${x}",
    "`",
    "</script><script>alert(2)</script>",
    "{{7*7}}",
    "Tin-Aïcha  « Nord » 'l\"été'",
    "ⵜⵉⵏⴱⵓⴽⵜⵓ",
    "تمبكتو",
    "--> ]]> &lt;b&gt; \\u003cscript\\u003e",
]


@pytest.mark.browser
@pytest.mark.parametrize("lite", [False, True])
@pytest.mark.parametrize("kind", ["displacement", "flows"])
def test_hostile_names_are_literal(offline: Browser, tmp_path: Path, kind: str, lite: bool) -> None:
    view = synthetic_view(9, 12, 72)
    units = view.units.assign(place_name=NAMES, population_source=NAMES[0])
    figures = view.figures.assign(note=NAMES[3], source=view.figures["source"])
    sources = view.sources.assign(title=NAMES[0], credit=NAMES[3], licence=NAMES[1])
    anchors = view.anchors.assign(name_fr=NAMES[0], name_en=NAMES[4])
    countries = view.context.countries.assign(name_fr=NAMES[3], name_en=NAMES[1])
    context = replace(view.context, countries=countries, credit=NAMES[0])
    hostile = replace(view, units=units, figures=figures, sources=sources, anchors=anchors, context=context)
    path = tmp_path / "hostile.html"
    path.write_text(build(kind, hostile, lite=lite), encoding="utf-8")
    with offline.open(path) as opened:
        page = opened.page
        page.on("dialog", lambda dialog: opened.messages.append(f"dialog: {dialog.message}"))
        for unit in range(9):
            page.locator("path.unit").nth(unit).dispatch_event("click")
        page.click("#lang-switch")
        if not (lite and kind == "flows"):
            cells = page.eval_on_selector_all("#table tbody th", "cells => cells.map(c => c.textContent)")
            assert cells == NAMES
        assert page.locator("img").count() == 0
        assert opened.messages == []
        assert opened.requests == [path.as_uri()]
