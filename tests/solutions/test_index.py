"""Indices point in opposite ways; the direction is stored."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from tracker.indicators import catalogue
from tracker.solutions.index import INDICATORS, RETURN_INDEX, RSS, Scale, check


def test_the_two_indices_point_in_opposite_ways() -> None:
    assert RSS.goodness(0.75) == pytest.approx(0.75)
    assert RETURN_INDEX.goodness(75) == pytest.approx(0.25)
    assert RSS.goodness(1) == RETURN_INDEX.goodness(0) == 1


def test_the_catalogue_says_the_same_direction() -> None:
    for name, scale in INDICATORS.items():
        assert catalogue()[name].higher_is == scale.higher_is


@pytest.mark.parametrize(
    ("scale", "value"), [(RSS, 1.2), (RSS, -0.1), (RETURN_INDEX, 101), (RSS, float("nan"))]
)
def test_a_value_outside_its_scale_is_a_problem(scale: Scale, value: float) -> None:
    (problem,) = check(scale, value, "Ménaka")
    assert problem.code == "index_outside_scale"
    assert scale.higher_is in str(problem.expected)
    with pytest.raises(ValueError, match="outside"):
        scale.goodness(value)


def test_a_value_on_the_scale_is_none() -> None:
    assert check(RSS, 0) == []


def test_a_scale_without_width_is_refused() -> None:
    with pytest.raises(ValidationError, match="is no scale"):
        Scale(name="x", minimum=1, maximum=1, higher_is="better")
