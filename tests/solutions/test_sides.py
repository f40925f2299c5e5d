"""The date named the peak is the highest there is, or is not named so."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from maps.reintegration_sides import GROUPING, STOCK, sides
from maps.reintegration_words import say
from tracker.view import View

DATES = {"2014-12-31": (61_621, 9), "2020-04-30": (250_998, 8), "2023-09-30": (354_471, 4)}


def _totals(view: View, dates: dict[str, tuple[int, int]]) -> View:
    rows = []
    for day, (people, reporting) in dates.items():
        own = {"indicator": STOCK, "slice": day, "value_status": "value", "reporting_units": reporting}
        rows.append(own | {"grouping": "country", "group": "MLI", "value": people, "units": 9})
        for group in view.groupings[GROUPING].groups:
            rows.append(own | {"grouping": GROUPING, "group": group.id, "value": people / 2, "units": 9})
    return replace(view, totals=pd.DataFrame(rows).reindex(columns=view.totals.columns))


@pytest.mark.parametrize(
    ("dates", "day", "why"),
    [
        (["2014-12-31", "2020-04-30"], "30 avril 2020", "mark.peak"),
        (["2014-12-31", "2020-04-30", "2023-09-30"], "30 avril 2020", "mark.highest_alike"),
    ],
)
def test_no_date_is_called_the_peak_below_another(
    embedded_view: View, dates: list[str], day: str, why: str
) -> None:
    told = sides(_totals(embedded_view, {date: DATES[date] for date in dates}), "fr")
    (named,) = [one for one in told if one.why.startswith(say(why, "fr"))]
    assert named.when == day
    assert [one for one in told if one.why.startswith(say("mark.peak", "fr"))] in ([], [named])


def test_one_unit_that_reported_is_told_in_the_singular(embedded_view: View) -> None:
    (told,) = sides(_totals(embedded_view, {"2020-04-30": (250_998, 1)}), "fr")
    assert told.why.endswith("(1 unité sur 9 a communiqué un chiffre)")


def test_a_view_knows_the_side_of_each_of_its_units(embedded_view: View) -> None:
    names = dict(zip(embedded_view.units["pcode"], embedded_view.units["place_name"], strict=True))
    sides = embedded_view.sides[GROUPING]
    assert set(sides) == set(names)
    assert {names[code] for code, side in sides.items() if side == "north"} == {"Gao", "Kidal", "Tombouctou"}


def test_sides_that_cannot_be_compared_have_no_shares(embedded_view: View) -> None:
    """The maps refuse them below the same coverage."""
    whole, partial = (
        sides(_totals(embedded_view, {day: DATES[day]}), "fr")[0] for day in ("2020-04-30", "2023-09-30")
    )
    assert [part for *_, part in whole.sides] == ["50\u202f%", "50\u202f%"]
    assert not whole.caution
    assert [part for *_, part in partial.sides] == ["", ""]
    assert partial.caution.startswith("Parts non comparables")
