"""The Wilson interval against values printed elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.solutions.intervals import wilson

# Newcombe 1998, Statistics in Medicine 17:857-872, table I, method 3 (Wilson score): r/n, bounds.
NEWCOMBE = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0, 0.1611),
    (1, 29, 0.0061, 0.1718),
]


@pytest.mark.parametrize(("successes", "asked", "low", "high"), NEWCOMBE)
def test_wilson_equals_the_table_of_newcombe(successes: int, asked: int, low: float, high: float) -> None:
    got = wilson(100 * successes / asked, asked)
    assert got == pytest.approx((100 * low, 100 * high), abs=0.005)


@given(share=st.floats(0, 100), asked=st.integers(1, 100_000))
def test_the_interval_holds_the_share_and_stays_between_0_and_100(share: float, asked: int) -> None:
    low, high = wilson(share, asked)
    assert 0 <= low <= share + 1e-9
    assert share - 1e-9 <= high <= 100


@given(share=st.floats(0, 100), asked=st.integers(1, 10_000))
def test_more_people_asked_narrow_the_interval(share: float, asked: int) -> None:
    low, high = wilson(share, asked)
    narrower = wilson(share, asked * 10)
    assert narrower[1] - narrower[0] <= high - low + 1e-9


@pytest.mark.parametrize(("share", "asked"), [(-1, 10), (101, 10), (50, 0), (float("nan"), 10), (50, -3)])
def test_nonsense_is_refused(share: float, asked: float) -> None:
    with pytest.raises(ValueError, match="got"):
        wilson(share, asked)
