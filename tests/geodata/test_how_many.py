"""A count is told in the singular for one, with thousands apart."""

from __future__ import annotations

import pytest

from geodata.how_many import figure, how_many


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 people"), (1, "1 person"), (1.0, "1 person"), (1234.0, "1,234 people")]
)
def test_one_is_told_in_the_singular(number: float, words: str) -> None:
    assert how_many(number, "person", "people") == words


def test_a_plural_takes_an_s_and_a_part_one_place() -> None:
    assert (how_many(2, "row"), figure(1.25)) == ("2 rows", "1.2")
