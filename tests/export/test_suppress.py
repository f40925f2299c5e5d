"""No hidden count can be worked out: from totals, groups, parents, printed figures or two issues."""

from __future__ import annotations

import itertools
import math
import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.export.record import GROUPS, UNITS, tables
from tracker.margins import determined
from tracker.recovery import recovered, undetermined
from tracker.sums import Surroundings, Tables
from tracker.suppress import suppress

SLICES = ["2014-04-30", "2014-05-31", "2014-06-30"]
AROUND = Surroundings(groups=GROUPS)
PEOPLE = st.one_of(st.none(), st.just(0), st.integers(1, 9), st.integers(1, 60), st.integers(1000, 90_000))
CELLS = [("idp_stock", code, when) for code in UNITS for when in SLICES]
RECORDS = st.lists(PEOPLE, min_size=len(CELLS), max_size=len(CELLS)).map(
    lambda people: dict(zip(CELLS, people, strict=True))
)


def _one(**people: int | None) -> Tables:
    return tables({("idp_stock", code, SLICES[0]): people.get(code) for code in UNITS})


def _status(published: Tables) -> dict[str, str]:
    return dict(zip(published.figures["pcode"], published.figures["value_status"], strict=True))


def test_a_small_count_takes_a_neighbour_of_its_groups_with_it() -> None:
    record = _one(ML01=500, ML02=700, ML03=90, ML04=4, ML05=300, ML06=0, ML07=60, ML08=80)
    assert not undetermined([_naive(record, 10)], AROUND)
    public = suppress(record.figures, record.totals, 10, groups=GROUPS)
    status = _status(public)
    assert status["ML04"] == status["ML05"] == "suppressed"
    assert (status["ML06"], status["ML10"]) == ("zero", "no_data")
    assert (public.primary, public.complementary, public.totals_hidden) == (1, 1, 0)
    assert public.figures.loc[public.figures["value_status"] == "suppressed", "note"].isna().all()
    assert undetermined([public], AROUND)


def test_a_total_goes_when_nothing_else_can_hide_the_count() -> None:
    record = _one(ML04=4, ML01=500, ML02=700)
    public = suppress(record.figures, record.totals, 10, groups=GROUPS)
    hidden = public.totals[public.totals["value_status"] == "suppressed"]
    assert ("north-centre-south", "centre") in set(zip(hidden["grouping"], hidden["group"], strict=True))
    assert undetermined([public], AROUND)


def test_two_counts_of_one_are_not_given_away_by_their_sum() -> None:
    record = _one(ML04=1, ML05=1, ML01=500)
    public = suppress(record.figures, record.totals, 10, groups=GROUPS)
    low, high = _bounds(public, record)["ML04"]
    assert low <= 1
    assert high >= 9


@settings(max_examples=30)
@given(RECORDS)
def test_nothing_small_is_shown_and_nothing_hidden_follows(
    cells: dict[tuple[str, str, str], int | None],
) -> None:
    record = tables(cells)
    public = suppress(record.figures, record.totals, 10, groups=GROUPS)
    for table, columns in ((public.figures, ["value"]), (public.totals, ["value", "carried_forward"])):
        shown = table[columns].astype(float)
        assert not ((shown > 0) & (shown < 10)).any(axis=None)
    small_totals = [cell for cell in recovered([public], AROUND) if cell not in _large_totals([record])]
    assert small_totals == []
    assert ((record.figures["value_status"] == "zero") == (public.figures["value_status"] == "zero")).all()
    kept = public.figures["value"].notna()
    assert (public.figures["value"][kept] == record.figures["value"][kept]).all()
    assert public.exposed == []


@settings(max_examples=30)
@given(RECORDS, st.dictionaries(st.sampled_from(CELLS), PEOPLE, max_size=8))
def test_two_issues_together_give_nothing_away(
    cells: dict[tuple[str, str, str], int | None], changes: dict[tuple[str, str, str], int | None]
) -> None:
    earlier, later = tables(cells), tables({**cells, **changes})
    first = suppress(earlier.figures, earlier.totals, 10, groups=GROUPS)
    second = suppress(later.figures, later.totals, 10, Tables(first.figures, first.totals), groups=GROUPS)
    revised = {("unit", *cell) for cell, people in changes.items() if cells[cell] != people}
    found = recovered([first, second], AROUND, revised)
    assert [cell for cell in found if cell not in _large_totals([earlier, later])] == []


def test_a_late_report_is_not_the_difference_of_two_totals() -> None:
    before = _one(ML01=500, ML02=700, ML03=90, ML05=300)
    after = _one(ML01=500, ML02=700, ML03=90, ML05=300, ML08=6)
    first = suppress(before.figures, before.totals, 10, groups=GROUPS)
    alone = suppress(after.figures, after.totals, 10, groups=GROUPS)
    assert not undetermined([first, alone], AROUND)
    second = suppress(after.figures, after.totals, 10, Tables(first.figures, first.totals), groups=GROUPS)
    assert undetermined([first, second], AROUND)


@settings(max_examples=40)
@given(st.lists(PEOPLE, min_size=12, max_size=12))
def test_regions_and_cercles_published_together(people: list[int | None]) -> None:
    parents = {
        f"ML{region:02d}0{child}": f"ML{region:02d}" for region in range(1, 5) for child in range(1, 4)
    }
    groups = {
        "halves": {
            code: "a" if code[:4] in {"ML01", "ML02"} else "b" for code in [*parents, *parents.values()]
        }
    }
    fine = tables(
        {("idp_stock", code, SLICES[0]): n for code, n in zip(parents, people, strict=True)}, groups
    )
    sums: dict[tuple[str, str, str], int | None] = {}
    for parent in sorted(set(parents.values())):
        inner = [
            n for code, n in zip(parents, people, strict=True) if parents[code] == parent and n is not None
        ]
        sums["idp_stock", parent, SLICES[0]] = sum(inner) if inner else None
    coarse = tables(sums, groups)
    above = suppress(coarse.figures, coarse.totals, 10, groups=groups)
    published = Tables(above.figures, above.totals)
    public = suppress(fine.figures, fine.totals, 10, groups=groups, coarser=published, parents=parents)
    assert undetermined([public], Surroundings(groups=groups, coarser=published, parents=parents))


def test_the_national_figure_does_not_reveal_the_unplaced() -> None:
    record = tables({("idp_stock", code, SLICES[0]): 1000 for code in UNITS}, unplaced=7)
    national = pd.DataFrame({"indicator": ["idp_stock"], "slice": SLICES[:1], "value": [10_007.0]})
    public = suppress(record.figures, record.totals, 10, groups=GROUPS, national=national)
    country = public.totals[public.totals["grouping"] == "country"].iloc[0]
    assert pd.isna(country["unplaced"])
    assert pd.isna(country["value"])


def test_an_indicator_that_is_the_sum_of_two_protects_both() -> None:
    parts = {"idp_returnees_cumulative": 4, "returnees_from_abroad": 300, "idp_and_abroad_returnees": 304}
    cells = {
        (name, code, SLICES[0]): n + 50 * (code != "ML01") for name, n in parts.items() for code in UNITS
    }
    for code in UNITS[1:]:
        cells["idp_and_abroad_returnees", code, SLICES[0]] = 404
    record = tables(cells)
    sums = [("idp_and_abroad_returnees", ("idp_returnees_cumulative", "returnees_from_abroad"))]
    public = suppress(record.figures, record.totals, 10, groups=GROUPS, sums=sums)
    hidden = public.figures[public.figures["value_status"] == "suppressed"]
    others = hidden[hidden["indicator"] != "idp_returnees_cumulative"]
    assert "ML01" in set(others["pcode"])


def test_an_undescribed_grouping_is_refused() -> None:
    record = _one(ML01=4)
    with pytest.raises(ValueError, match="north-centre-south"):
        suppress(record.figures, record.totals, 10, groups={"north-south": GROUPS["north-south"]})


def test_seven_hundred_units_and_two_years_of_weeks_in_seconds() -> None:
    random = np.random.default_rng(7)
    units = [f"ML{number:06d}" for number in range(700)]
    weeks = [str(day.date()) for day in pd.date_range("2024-01-07", periods=100, freq="7D")]
    people = np.where(random.random((100, 700)) < 0.3, 0, random.lognormal(4.5, 1.6, (100, 700)).round())
    cells = {("idp_stock", u, w): int(people[i, j]) for i, w in enumerate(weeks) for j, u in enumerate(units)}
    groups = {"north-south": {u: "north" if n < 200 else "south" for n, u in enumerate(units)}}
    record = tables(cells, groups)
    started = time.perf_counter()
    public = suppress(record.figures, record.totals, 10, groups=groups)
    assert time.perf_counter() - started < 20
    assert public.primary > 1000
    assert undetermined([public], Surroundings(groups=groups))


def test_determined_solves_exactly() -> None:
    assert determined([{0: 1, 1: 1}, {1: 1, 2: 1}]) == set()
    assert determined([{0: 1, 1: 1}, {1: 1, 2: 1}, {0: 1, 2: 1}]) == {0, 1, 2}
    assert determined([{0: 3, 1: 7}, {0: 6, 1: 14}]) == set()


def _large_totals(records: list[Tables]) -> set[tuple[str, ...]]:
    """Return the totals of the two issues that are no small count; those may follow from others."""
    names = ["indicator", "slice", "grouping", "group"]
    return {
        ("total", *(row[name] for name in names), str(number))
        for number, record in enumerate(records)
        for row in record.totals[~record.totals["value"].fillna(0.0).between(1, 9)].to_dict("records")
    }


def _naive(record: Tables, threshold: int) -> Tables:
    figures = record.figures.copy()
    few = ((figures["value"] > 0) & (figures["value"] < threshold)).fillna(False)
    figures.loc[few, ["value", "value_status"]] = [pd.NA, "suppressed"]
    return Tables(figures, record.totals)


def _bounds(public: Tables, record: Tables) -> dict[str, tuple[float, float]]:
    """Return what linear programming leaves of each hidden figure, each being at least 1."""
    from scipy.optimize import linprog

    hidden = public.figures[public.figures["value_status"] == "suppressed"]["pcode"].tolist()
    truth = dict(zip(record.figures["pcode"], record.figures["value"].fillna(0.0), strict=True))
    rows, constants = [], []
    for total in public.totals[public.totals["value"].notna()].to_dict("records"):
        inside = GROUPS.get(total["grouping"], dict.fromkeys(UNITS, "MLI"))
        rows.append([float(inside[code] == total["group"]) for code in hidden])
        constants.append(sum(float(truth[code]) for code in hidden if inside[code] == total["group"]))
    found = {}
    for place, sign in itertools.product(range(len(hidden)), (1, -1)):
        cost = [0.0] * len(hidden)
        cost[place] = float(sign)
        answer = linprog(cost, A_eq=rows, b_eq=constants, bounds=[(1, None)] * len(hidden))
        bound = math.inf if answer.status == 3 else answer.x[place]
        found.setdefault(hidden[place], []).append(bound)
    return {code: (pair[0], pair[1]) for code, pair in found.items()}
