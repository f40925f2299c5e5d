"""Classes: pooled, friendly, closed above, zero apart; and every family has a ramp."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps import palette
from tracker.classes import classes_of, classify, declared, ramp, rates
from tracker.indicators import catalogue, indicator

COUNTS = st.lists(st.integers(0, 2_000_000), max_size=300)


@given(COUNTS, st.sampled_from(["quantile", "pretty", "log"]))
def test_every_positive_figure_has_exactly_one_class(values: list[int], method: str) -> None:
    classes = classify(values, method=method)  # type: ignore[arg-type]
    assert list(classes.limits) == sorted(set(classes.limits))
    assert all(limit == int(limit) for limit in classes.limits)
    for value, place in zip(values, classes.index(values), strict=True):
        if value == 0:
            assert place == 0
        else:
            low, high = classes.intervals()[place - 1]
            assert low < value <= high


def test_open_below_closed_above_and_zero_apart() -> None:
    classes = classify([5, 80, 100], method="manual", limits=[20, 40, 100])
    assert classes.index([0, math.nan, 1, 20, 21, 40, 41, 100]).tolist() == [0, -1, 1, 1, 2, 2, 3, 3]
    assert classes.printed() == [(1, 20), (21, 40), (41, 100)]


def test_one_figure_far_above_the_rest_does_not_empty_the_other_classes() -> None:
    classes = classify([*range(1, 101), 1_000_000])
    assert np.bincount(classes.index(range(1, 101)), minlength=6)[1:].min() >= 15


def test_manual_limits_must_rise() -> None:
    with pytest.raises(ValueError, match="rising"):
        classify([1, 2], method="manual", limits=[10, 10])


def test_classes_pool_every_slice() -> None:
    figures = pd.DataFrame(
        {
            "indicator": "idp_stock",
            "pcode": ["ML01", "ML02"] * 2,
            "slice": ["2014-01-31"] * 2 + ["2014-02-28"] * 2,
            "value": pd.array([10, 20, 3000, None], dtype="Float64"),
        }
    )
    whole = classes_of(figures, indicator("idp_stock"))
    assert whole.limits[-1] == 3000
    units = pd.DataFrame({"pcode": ["ML01", "ML02"], "population": [1000, None]})
    assert rates(figures, units).tolist()[:3:2] == [10.0, 3000.0]
    assert rates(figures, units).isna().tolist() == [False, True, False, True]


def test_every_family_is_coloured_and_every_ramp_is_used() -> None:
    families = {entry.family for entry in catalogue().values()}
    assert families <= set(declared()["families"])
    assert set(declared()["families"].values()) == set(declared()["ramps"])
    assert all(len(colours) == declared()["classes"]["count"] for colours in declared()["ramps"].values())
    assert len(ramp(indicator("idp_stock"), 3)) == 3


def test_the_pages_paint_with_the_same_colours() -> None:
    for family, name in declared()["families"].items():
        assert list(palette.ramp(family)) == declared()["ramps"][name], family
    for status, style in declared()["statuses"].items():
        page = palette.STATUS_STYLES[status]
        assert (page.fill or "", page.hatch, page.ink) == (style["fill"], style["hatch"], style["ink"]), (
            status
        )
    assert {kind: style.colour for kind, style in palette.FLOW_STYLES.items()} == declared()["flows"]


def test_an_indicator_with_no_positive_figure_has_no_classes():
    empty = classify([0, 0, float("nan")])
    assert empty.limits == ()
    assert empty.intervals() == []
    assert empty.printed() == []
