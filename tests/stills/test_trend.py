"""The trend chart: gaps stay gaps, steps hold, partial totals are hollow, nothing is invented."""

from __future__ import annotations

import dataclasses
import re
import xml.etree.ElementTree as ET

import pandas as pd
import pytest

from maps import trend
from maps.palette import PRINTED_INK
from tests.maps.synthetic import synthetic_view
from tests.stills.monthly import monthly_view
from tracker.view import FIGURE_COLUMNS, View

SVG = "{http://www.w3.org/2000/svg}"


def without(view: View, *days: str) -> View:
    return dataclasses.replace(view, totals=view.totals[~view.totals["slice"].isin(days)])


def test_the_country_and_both_sides_are_drawn_once() -> None:
    view = monthly_view()
    country, north, south = trend.lines(view, "idp_stock", "north-south", "fr")
    assert (country.label, north.label, south.label) == ("Total communiqué", "Nord", "Sud")
    assert max(point.value for point in country.points) == 353_455
    april = {line.label: p.value for line in (north, south) for p in line.points if p.day == "2014-04-30"}
    assert april == {"Nord": 57_253, "Sud": 79_843}
    assert trend.svg(view, "idp_stock") == trend.svg(view, "idp_stock")


def test_nothing_is_joined_over_a_missing_stretch_or_a_change_of_coverage() -> None:
    view = monthly_view()
    country = trend.lines(view, "idp_stock", "north-south", "fr")[0]
    assert [len(run) for run in country.runs] == [23, 1]
    assert not country.runs[1][0].whole
    gone = without(view, *(f"2013-{month:02d}-{day}" for month, day in ((3, 31), (4, 30), (5, 31))))
    runs = trend.lines(gone, "idp_stock", "north-south", "fr")[0].runs
    assert [run[-1].day for run in runs] == ["2013-02-28", "2014-07-31", "2014-10-31"]


def test_the_chart_says_its_span_in_french_whatever_the_month() -> None:
    view = monthly_view()
    later = dataclasses.replace(view, totals=view.totals[view.totals["slice"] >= "2013-04-30"])
    assert "Évolution entre avril 2013 et juillet 2014." in trend.svg(later, "idp_stock", lang="fr")


def test_an_empty_total_cuts_the_line() -> None:
    view = monthly_view()
    totals = view.totals.copy()
    hole = (totals["slice"] == "2013-06-30") & (totals["grouping"] == "country")
    totals.loc[hole, "value"] = pd.NA
    cut = dataclasses.replace(view, totals=totals)
    assert [len(run) for run in trend.lines(cut, "idp_stock", "", "fr")[0].runs] == [9, 13, 1]


def test_steps_run_flat_until_the_next_figure() -> None:
    root = ET.fromstring(trend.svg(monthly_view(), "idp_stock"))
    steps = [path.get("d") or "" for path in root.iter(f"{SVG}path") if "H" in (path.get("d") or "")]
    lines = [text for text in steps if "V" in text]
    assert len(lines) == 3
    assert all(re.fullmatch(r"(M[\d.]+ [\d.]+(H[\d.]+V[\d.]+)*)+", text) for text in lines)


def test_words_tell_the_chart() -> None:
    root = ET.fromstring(trend.svg(monthly_view(), "idp_stock", lang="en"))
    said = "".join(root.itertext())
    assert "Line from September 2012 to July 2014. Latest total: 126,249." in said
    assert "Maximum: 353,455 (June 2013)." in said
    hollow = [circle for circle in root.iter(f"{SVG}circle") if circle.get("fill") == "#fff"]
    assert len(hollow) == 1
    assert "100 k" in said


def test_printed_totals_are_diamonds_and_never_part_of_a_line() -> None:
    rows = [
        {"indicator": "idp_stock", "slice": day, "value": value, "figure_kind": kind}
        for day, value, kind in (
            ("2019-12-31", 201_429, "printed"),
            ("2020-12-31", 400_000, "printed_approximate"),
        )
    ]
    view = dataclasses.replace(monthly_view(), national=pd.DataFrame(rows).reindex(columns=FIGURE_COLUMNS))
    root = ET.fromstring(trend.svg(view, "idp_stock", lang="en"))
    groups = [group for group in root.iter(f"{SVG}g") if group.get("fill") == PRINTED_INK]
    assert [path.findtext(f"{SVG}title") for path in groups[0]] == [
        "Published total – 31 December 2019: 201,429"
    ]
    assert max(point.value for point in trend.lines(view, "idp_stock", "", "en")[0].points) == 353_455


def test_an_indicator_without_totals_says_so() -> None:
    assert "Aucun total à tracer." in trend.svg(monthly_view(), "idp_returnees_cumulative")


@pytest.mark.parametrize("slices", [1, 2, 160, 750])
def test_long_and_short_series_fit(slices: int) -> None:
    text = trend.svg(synthetic_view(9, slices), "idp_stock")
    ET.fromstring(text)
    assert len(text) < 60_000
    assert "NaN" not in text
