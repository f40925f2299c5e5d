"""Names that look like markup, templates or scripts are shown as they are and never run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from maps import portal
from maps.page import build
from tests.browser import Browser
from tests.maps.synthetic import synthetic_view
from tests.stills.monthly import monthly_view
from tests.stills.test_portal import full_data
from tracker.view import CITY_COLUMNS, View

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


def _towns(view: View) -> pd.DataFrame:
    """Return a town with a hostile name in every slice of the stock of IDPs."""
    figures = view.figures[(view.figures["indicator"] == "idp_stock") & (view.figures["value"] > 9)]
    rows = figures.drop_duplicates("slice").assign(name=NAMES[0], lon=-3.0, lat=16.7, pcode="town:1")
    return rows.assign(value_status="value").reindex(columns=CITY_COLUMNS)


@pytest.mark.browser
def test_hostile_names_are_literal_on_the_portal(offline: Browser, tmp_path: Path) -> None:
    data = full_data(monthly_view())
    told = data.view.sources.assign(title=NAMES[0], title_fr=NAMES[0], title_en=NAMES[3], credit=NAMES[1])
    view = replace(data.view, sources=told, units=data.view.units.assign(place_name=NAMES))
    change = {"kind": "revised", "place_name": NAMES[3], "indicator": NAMES[0], "source": NAMES[1]}
    path = tmp_path / "index.html"
    path.write_text(portal.build(replace(data, view=view, changes=[change])), encoding="utf-8")
    with offline.open(path) as opened:
        page = opened.page
        page.on("dialog", lambda dialog: opened.messages.append(f"dialog: {dialog.message}"))
        page.click("button[data-lang=en]")
        assert NAMES[3] in page.locator("body").inner_text()
        assert page.locator("img").count() == 0
        assert opened.messages == []
        assert opened.requests == [path.as_uri()]


@pytest.mark.browser
@pytest.mark.parametrize("lite", [False, True])
@pytest.mark.parametrize("kind", ["displacement", "flows", "returns", "reintegration"])
def test_hostile_names_are_literal(
    offline: Browser, tmp_path: Path, embedded_view: View, kind: str, lite: bool
) -> None:
    view = embedded_view if kind == "reintegration" else synthetic_view(9, 12, 72)
    units = view.units.assign(place_name=NAMES, population_source=NAMES[0])
    figures = view.figures.assign(note=NAMES[3], source=view.figures["source"])
    told = {"title": NAMES[0], "credit": NAMES[3], "licence": NAMES[1], "organisation": NAMES[4]}
    told |= {"title_fr": NAMES[0], "title_en": NAMES[8], "credit_fr": NAMES[1], "licence_fr": NAMES[3]}
    sources = view.sources.assign(**told)
    anchors = view.anchors.assign(name_fr=NAMES[0], name_en=NAMES[4])
    countries = view.context.countries.assign(name_fr=NAMES[3], name_en=NAMES[1])
    context = replace(view.context, countries=countries, credit=NAMES[0])
    hostile = replace(
        view,
        units=units,
        figures=figures,
        sources=sources,
        anchors=anchors,
        context=context,
        cities=_towns(view),
        sites=view.sites.assign(name=NAMES[0], operator=NAMES[3], conditions=NAMES[1], place_name=NAMES[4]),
        surveys=view.surveys.assign(place_name=NAMES[0], note=NAMES[3]),
    )
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
