"""The published programmes, and funnels that are none."""

from __future__ import annotations

import pytest

from maps.reintegration_programmes import steps
from tracker.indicators import catalogue
from tracker.solutions.funnel import STAGES, check, conversion, indicator_of
from tracker.view import View

# IOM/EU knowledge paper on microcredit and migrant reintegration, 2021, sections 3.1 to 3.3
NIGERIA = {"assisted": 86, "disbursed": 13, "repaid": 11, "defaulted": 1}
BANGLADESH = {"assisted": 1400, "referred": 43, "disbursed": 6}
REMPLOY_III = {"assisted": 56, "selected": 25}


@pytest.mark.parametrize(
    ("counts", "of_first"),
    [
        (NIGERIA, [100.0, 15.1, 12.8, 1.2]),
        (BANGLADESH, [100.0, 3.1, 0.4]),  # printed: 3 % and 0.4 %
        (REMPLOY_III, [100.0, 44.6]),
    ],
)
def test_the_published_programmes_give_the_published_rates(
    counts: dict[str, float], of_first: list[float]
) -> None:
    table = conversion(counts)
    assert table["of_first"].round(1).tolist() == of_first
    assert table["stage"].tolist() == [stage for stage in STAGES if stage in counts]


def test_repaid_and_defaulted_are_shares_of_the_loans() -> None:
    table = conversion(NIGERIA).set_index("stage")
    assert table.loc["repaid", "of_previous"] == pytest.approx(11 / 13 * 100)
    assert table.loc["defaulted", "of_previous"] == pytest.approx(1 / 13 * 100)


def test_the_rates_of_repaid_and_defaulted_say_what_they_are_of(embedded_view: View) -> None:
    told = {step.label: step.of_previous for step in steps(embedded_view, NIGERIA, "fr")}
    assert told["prêt versé"] == "15,1\u202f%"
    assert told["prêt remboursé"] == "84,6\u202f% de «\u00a0prêt versé\u00a0»"
    assert told["prêt non remboursé"] == "7,7\u202f% de «\u00a0prêt versé\u00a0»"


@pytest.mark.parametrize(
    ("counts", "code"),
    [
        ({"assisted": 40, "referred": 43}, "funnel_grows"),
        ({"assisted": 86, "disbursed": 13, "repaid": 10, "defaulted": 4}, "funnel_grows"),
        ({"assisted": 0, "referred": 0}, "funnel_empty"),
        ({}, "funnel_empty"),
        ({"assisted": 10, "referred": -1}, "funnel_negative"),
        ({"assisted": 10, "hoped": 3}, "funnel_stage_unknown"),
    ],
)
def test_what_is_no_funnel_is_a_problem_and_gives_no_rates(counts: dict[str, float], code: str) -> None:
    assert [problem.code for problem in check(counts)] == [code]
    with pytest.raises(ValueError, match=r"."):
        conversion(counts)


def test_every_stage_is_an_indicator() -> None:
    assert all(indicator_of(stage) in catalogue() for stage in STAGES)
