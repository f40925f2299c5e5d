"""A figure of which only a part of the unit is known: counted, said so, never set against all residents."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from maps.page import build
from maps.payload import PLAIN
from maps.still_slice import slice_figures
from tests.browser import Browser
from tracker.classes import rates
from tracker.view import View

WHEN = "2023-09-30"


def _parts(view: View) -> set[str]:
    figures = view.figures[(view.figures["indicator"] == "idp_stock") & (view.figures["slice"] == WHEN)]
    return set(figures["pcode"][figures["crosswalk"] == "partial"])


def test_people_of_a_part_have_no_rate() -> None:
    units = pd.DataFrame({"pcode": ["ML04", "ML05"], "population": [1000, 1000]})
    figures = pd.DataFrame({"pcode": ["ML04", "ML05"], "value": [10, 20], "crosswalk": ["partial", "exact"]})
    found = rates(figures, units)
    assert found.isna().tolist() == [True, False]
    assert found[1] == 20


@pytest.mark.browser
@pytest.mark.parametrize("lite", [False, True])
def test_a_part_of_a_unit_is_painted_and_told_as_one(
    offline: Browser, embedded_view: View, tmp_path: Path, lite: bool
) -> None:
    parts, codes = _parts(embedded_view), list(embedded_view.units["pcode"])
    assert parts
    still = slice_figures(embedded_view, "idp_stock", WHEN).rows.set_index("pcode")
    assert still.loc[sorted(parts), "rate"].isna().all()
    path = tmp_path / "displacement.html"
    path.write_text(build("displacement", embedded_view, lite=lite), encoding="utf-8")
    with offline.open(path, f"#d={WHEN}") as opened:
        page = opened.page
        units = page.locator("path.unit").all()
        fills = dict(
            zip(
                codes,
                [one.get_attribute("fill") for one in units],
                strict=True,
            )
        )
        assert {fills[code] for code in parts} == {PLAIN}
        if not lite:
            for code in parts:
                cells = page.locator(f"#table tr[data-pcode={code}] > *").all_inner_texts()
                assert cells[3] == ""
                assert "une partie de l'unité seulement" in cells[4]
                page.locator(f"path.unit[data-pcode={code}]").focus()
                assert "Une partie seulement" in page.locator("#tip").inner_text()
            assert "sans taux" in page.locator("#legend").inner_text()
        assert opened.messages == []
