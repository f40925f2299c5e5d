"""A programme step by step: how many of those assisted got as far as a loan, and paid it back."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import pandas as pd

from tracker.problem import Problem

STAGES = (
    "assisted",
    "informed",
    "counselled",
    "referred",
    "selected",
    "approved",
    "disbursed",
    "repaid",
    "defaulted",
)
ENDS = ("repaid", "defaulted")  # both are part of those disbursed, neither contains the other
FUNNEL_COLUMNS = ["stage", "people", "of_previous", "of_first"]


def indicator_of(stage: str) -> str:
    """Return the id in the indicator catalogue of one stage."""
    return f"funnel_{stage}"


def conversion(counts: Mapping[str, float]) -> pd.DataFrame:
    """Return the stages a programme reports with their conversion rates, in percent.

    A stage nobody reports is left out, not taken as 0.  `of_previous` is the share of the stage
    reported before it (of the loans disbursed, for repaid and defaulted), `of_first` of the first
    one.  Columns: FUNNEL_COLUMNS.

    Raises
    ------
    ValueError
        When the counts are no funnel; `check` says why, stage by stage.

    Examples
    --------
    >>> conversion({"assisted": 1400, "referred": 43, "disbursed": 6})["of_first"].round(1).tolist()
    [100.0, 3.1, 0.4]
    """
    if problems := check(counts):
        raise ValueError("; ".join(problem.message for problem in problems))
    reported = [stage for stage in STAGES if stage in counts]
    through = [stage for stage in reported if stage not in ENDS]
    first = float(counts[reported[0]])
    rows = []
    for stage in reported:
        before = [earlier for earlier in through if STAGES.index(earlier) < STAGES.index(stage)]
        base = float(counts[before[-1]]) if before else first
        people = float(counts[stage])
        of_previous = people / base * 100 if base else pd.NA
        rows.append((stage, people, of_previous, people / first * 100))
    return pd.DataFrame(rows, columns=FUNNEL_COLUMNS)


def check(counts: Mapping[str, float], programme: str | None = None) -> list[Problem]:
    """Return what is wrong with a funnel: growth along the way, negative counts, nobody at the top."""
    unknown = [stage for stage in counts if stage not in STAGES]
    if unknown:
        return [
            _problem(
                "funnel_stage_unknown", f"no stage {unknown[0]!r}", unknown[0], programme, ", ".join(STAGES)
            )
        ]
    reported = [(stage, float(counts[stage])) for stage in STAGES if stage in counts]
    if not reported or not reported[0][1] > 0:
        text = "a funnel starts with at least one person"
        return [_problem("funnel_empty", text, reported[0][0] if reported else None, programme, "1 or more")]
    problems = [
        _problem("funnel_negative", f"{people:g} people at {stage}", stage, programme, "0 or more")
        for stage, people in reported
        if not people >= 0
    ]
    if problems:
        return problems
    through = [(stage, people) for stage, people in reported if stage not in ENDS]
    for (earlier, more), (stage, people) in pairwise(through):
        if people > more:
            text = f"the funnel grows: {people:g} {stage} of {more:g} {earlier}"
            problems.append(_problem("funnel_grows", text, stage, programme, f"at most {more:g}"))
    ended = sum(float(counts[stage]) for stage in ENDS if stage in counts)
    if through and ended > through[-1][1]:
        text = f"the funnel grows: {ended:g} repaid or defaulted of {through[-1][1]:g} {through[-1][0]}"
        problems.append(_problem("funnel_grows", text, "repaid", programme, f"at most {through[-1][1]:g}"))
    return problems


def _problem(code: str, message: str, stage: str | None, programme: str | None, expected: str) -> Problem:
    return Problem(
        code=code,
        message=message if programme is None else f"{programme}: {message}",
        column=stage,
        expected=expected,
        hint="correct the programme table; each step is part of the one before",
        indicator=indicator_of(stage) if stage in STAGES else None,
    )
