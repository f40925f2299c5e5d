"""What the checks find, and what they leave alone."""

from __future__ import annotations

import pandas as pd
import pytest

from geodata.editions import units
from tests.store.readings import MONDAY, figure, figures, read
from tracker.checks import check_record, findings
from tracker.checks.limits import limits
from tracker.checks.verifications import declared
from tracker.indicators import catalogue
from tracker.problem import Problem
from tracker.store import Store

REGIONS = {f"ML{number:02d}": 1000 * number for number in range(1, 10)}
DAY = {"reference_start": "2013-06-30", "reference_end": "2013-06-30", "round": None}


def region(pcode: str, value: float, **other: object) -> dict[str, object]:
    place = {
        "level": 1,
        "pcode": pcode,
        "place_name": pcode,
        "edition": "ne-2013",
        "reported_admin2_name": None,
    }
    return figure("", value, **{**DAY, **place, "reported_admin1_name": pcode, **other})


def country(value: float, **other: object) -> dict[str, object]:
    place = {"level": 0, "pcode": "MLI", "place_name": "Mali", "reported_admin0_name": "Mali",
             "reported_admin1_name": None, "reported_admin2_name": None}  # fmt: skip
    return figure("", value, **{**DAY, **place, **other})


def found(*rows: dict[str, object], code: str) -> list[Problem]:
    return [problem for problem in findings(figures(*rows)) if problem.code == code]


def all_regions(**other: object) -> list[dict[str, object]]:
    return [region(pcode, value, **other) for pcode, value in REGIONS.items()]


def test_a_published_total_that_is_not_the_sum_of_its_regions_is_found():
    (problem,) = found(*all_regions(), country(163_795), code="total_differs_from_parts")
    assert problem.value == "163,795"
    assert problem.expected == "45,000"
    assert "(9 of 9)" in problem.message
    assert problem.severity == "warning"
    assert not found(*all_regions(), country(45_000), code="total_differs_from_parts")


def test_parts_may_be_missing_but_never_more_than_the_total():
    some = all_regions()[:4]
    assert not found(*some, country(45_000), code="total_differs_from_parts")
    assert found(*some, country(9_000), code="total_differs_from_parts")


def test_another_sources_total_is_a_note_and_only_against_every_part():
    total = country(46_000, source="cmp")
    (problem,) = found(*all_regions(), total, code="published_total_differs")
    assert (problem.severity, problem.source) == ("note", "cmp")
    assert not found(*all_regions()[:8], total, code="published_total_differs")


def test_a_national_figure_is_held_against_the_cercles_of_a_round():
    codes = units("cod-ab-2021", 2)["pcode"].tolist()
    cercles = [
        figure(code, 100, pcode=code, edition="cod-ab-2021", reported_admin1_name=code, **DAY)
        for code in codes[:40]
    ]
    assert not found(*cercles, country(4000, source="cmp"), code="published_total_differs")
    (problem,) = found(*cercles, country(4700, source="cmp"), code="published_total_differs")
    assert "4,000 (40 of 53)" in problem.message
    assert not found(*cercles[:20], country(4700, source="cmp"), code="published_total_differs")
    assert not found(*cercles, country(4700), code="total_differs_from_parts")


def test_levels_are_compared_and_breakdowns_are_not_added_to_their_total():
    split = [
        *all_regions(),
        *[region(pcode, value - 400, cause="Conflict") for pcode, value in REGIONS.items()],
        *[region(pcode, 400, cause="Flood") for pcode, value in REGIONS.items()],
        country(45_000),
    ]
    assert not found(*split, code="total_differs_from_parts")
    assert not found(*split[9:], code="total_differs_from_parts")


def test_approximate_figures_are_never_compared():
    rough = country(99_000, figure_kind="printed_approximate")
    assert not found(*all_regions(), rough, code="total_differs_from_parts")


def test_women_and_men_make_the_total():
    sexes = [figure("Gao", 60, sex="f"), figure("Gao", 39, sex="m")]
    (problem,) = found(figure("Gao", 100), *sexes, code="sexes_differ_from_total")
    assert (problem.value, problem.expected, problem.row) == ("100", "99", 2)
    assert not found(figure("Gao", 99), *sexes, code="sexes_differ_from_total")
    assert not found(figure("Gao", 100), sexes[0], code="sexes_differ_from_total")


@pytest.mark.parametrize(
    ("people", "households", "wrong"),
    [
        (100, 20, False),
        (20, 10, False),
        (120, 10, False),
        (121, 10, True),
        (19, 10, True),
        (5, 0, True),
        (0, 0, False),
        (0, 4, True),
    ],
)
def test_people_fit_their_households(people: int, households: int, wrong: bool):
    homes = figure("Gao", households, indicator="idp_households", unit="households")
    assert bool(found(figure("Gao", people), homes, code="household_size")) is wrong


def series(*values: float, **other: object) -> list[dict[str, object]]:
    return [
        figure("Gao", value, **{"reference_start": day, "reference_end": day, "round": None, **other})
        for value, day in zip(values, ("2016-01-31", "2016-02-29", "2016-03-31", "2016-04-30"), strict=False)
    ]


def test_a_jump_between_rounds_is_found():
    (problem,) = found(*series(1000, 3500, 3600), code="jump")
    assert "from 1,000 on 2016-01-31 to 3,500 on 2016-02-29" in problem.message
    assert found(*series(9000, 2900), code="jump")
    assert not found(*series(10, 900), code="jump"), "a change of a few hundred people is no jump"
    assert not found(*series(10_000, 29_000), code="jump")
    far = [figure("Gao", 1000), figure("Gao", 90_000, reference_end="2019-12-31")]
    assert not found(*far, code="jump"), "five years apart are no two rounds"


def test_a_figure_that_does_not_move_looks_carried_forward():
    (problem,) = found(*series(500, 500, 500, 700), code="unchanged")
    assert problem.severity == "note"
    assert "500 at 3 dates in a row, from 2016-01-31 to 2016-03-31" in problem.message
    assert not found(*series(500, 500, 700, 700), code="unchanged")
    assert not found(*series(0, 0, 0, 0), code="unchanged")


def test_a_verification_is_a_note_in_place_of_a_jump():
    steps = {"2021-09-30": 401_736, "2021-10-31": 350_110}
    whole = [country(value, reference_start=day, reference_end=day) for day, value in steps.items()]
    (problem,) = found(*whole, code="verification")
    assert problem.severity == "note"
    assert "Door-to-door" in problem.message
    part = [
        figure("Gao", value, reference_start=day, reference_end=day)
        for day, value in zip(steps, (9000, 100), strict=True)
    ]
    assert found(*part, code="verification")
    assert not found(*part, code="jump")


def test_every_declaration_names_something_that_exists():
    known = catalogue()
    assert all(entry.indicator in known for entry in declared())
    assert all(entry.since <= entry.until for entry in declared())
    for pair in limits().household.pairs:
        assert (known[pair.people].unit, known[pair.households].unit) == ("people", "households")


def test_findings_are_noted_in_the_record_and_nothing_is_altered(store: Store):
    reading = read(*all_regions(), country(163_795))
    store.load(reading, run_id="r1", recorded_at=MONDAY)
    before = store.observations()
    noted = check_record(store, run_id="r1", recorded_at=MONDAY)
    assert [problem.code for problem in noted] == ["total_differs_from_parts"]
    assert store.problems()["code"].tolist() == ["total_differs_from_parts"]
    pd.testing.assert_frame_equal(store.observations(), before)
    check_record(store, run_id="r2", recorded_at=MONDAY)
    assert len(store.problems()) == 1


def test_an_empty_record_has_no_findings():
    assert findings(figures()) == []
