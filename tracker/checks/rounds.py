"""A series against itself: jumps between rounds, figures that do not move, explained changes."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any

import pandas as pd

from tracker.checks.addable import counted, finding, people
from tracker.checks.limits import Limits
from tracker.checks.verifications import Verification
from tracker.indicators import catalogue
from tracker.problem import Problem

SERIES = [
    "source",
    "indicator",
    "unit",
    "population_group",
    "category",
    "cause",
    "sex",
    "operation",
    "assessment_type",
    "edition",
    "level",
    "pcode",
    "reported_origin_name",
]


def rounds(
    observations: pd.DataFrame, limits: Limits, verifications: tuple[Verification, ...]
) -> list[Problem]:
    """Return findings about successive figures of the same stock at the same place.

    A jump is a warning, unless a declared verification explains it: then it is a note, as is
    every step of the very place the verification is declared for.  The same figure at several
    successive dates is a note: it looks carried forward rather than counted again.
    """
    steps = _steps(observations)
    return [
        *_jumps(steps, limits, verifications),
        *_explained(steps, limits, verifications),
        *_unchanged(steps, limits),
    ]


def _steps(observations: pd.DataFrame) -> pd.DataFrame:
    """Return each stock figure of a place with the one before it (`earlier`, `before`)."""
    stocks = [name for name, entry in catalogue().items() if entry.kind == "stock"]
    figures = counted(observations)
    everybody = figures["sex"].isna()  # the sexes of a figure jump, or stand still, with it
    figures = figures[figures["indicator"].isin(stocks) & figures["pcode"].notna() & everybody]
    order = figures.sort_values([*SERIES, "reference_end"], kind="stable")
    once = order.drop_duplicates([*SERIES, "reference_end"], keep="first").reset_index(drop=True)
    same = once.groupby(SERIES, dropna=False, sort=False)
    once["series"] = same.ngroup()
    once["earlier"] = same["reference_end"].shift()
    once["before"] = same["value"].shift()
    return once


def _jump(steps: pd.DataFrame, limits: Limits) -> pd.Series:
    high = steps[["value", "before"]].max(axis=1)
    low = steps[["value", "before"]].min(axis=1)
    days = pd.to_datetime(steps["reference_end"]) - pd.to_datetime(steps["earlier"])
    close = days <= pd.Timedelta(days=limits.jump.longest_gap_days)
    large = (high - low) >= limits.jump.smallest_change
    return close & large & (high >= limits.jump.factor * low)


def _jumps(steps: pd.DataFrame, limits: Limits, verifications: tuple[Verification, ...]) -> Iterator[Problem]:
    for row in steps[_jump(steps, limits)].to_dict("records"):
        if _why(row, verifications) is None:
            yield finding(
                row,
                "jump",
                f"{_change(row)}, more than {limits.jump.factor:g} times",
                expected=f"a change below a factor of {limits.jump.factor:g} between two rounds",
                hint="a new area covered, a unit mixed up, or a real movement; the figure is kept as printed",
            )


def _explained(
    steps: pd.DataFrame, limits: Limits, verifications: tuple[Verification, ...]
) -> Iterator[Problem]:
    touched = steps[steps["indicator"].isin([entry.indicator for entry in verifications])]
    touched = touched[touched["before"].notna() & (touched["before"] != touched["value"])]
    jumped = _jump(touched, limits)
    for row, jump in zip(touched.to_dict("records"), jumped, strict=True):
        entry = _why(row, verifications)
        if entry is not None and (jump or row["pcode"] == entry.place):
            yield finding(
                row,
                "verification",
                f"{_change(row)}: {entry.explanation_en}",
                hint=f"not to be read as movement alone ({entry.reference})",
                severity="note",
            )


def _unchanged(steps: pd.DataFrame, limits: Limits) -> Iterator[Problem]:
    moved = (steps["value"] != steps["before"]).fillna(True)
    run = moved.cumsum()
    standing = steps[steps["value"] > 0].groupby(run[steps["value"] > 0])
    spans = standing.agg(dates=("value", "size"), since=("reference_end", "first"))
    last = steps.assign(run=run).drop_duplicates("run", keep="last").set_index("run")
    long = spans[spans["dates"] >= limits.unchanged.dates]
    for row in last.loc[long.index].join(long).to_dict("records"):
        yield finding(
            row,
            "unchanged",
            f"{people(row['value'])} at {row['dates']} dates in a row, from {row['since']} to "
            f"{row['reference_end']}",
            expected=f"a figure that moves within {limits.unchanged.dates} dates",
            hint="the source may carry an older figure forward",
            severity="note",
        )


def _why(row: dict[Hashable, Any], verifications: tuple[Verification, ...]) -> Verification | None:
    for entry in verifications:
        if entry.explains(row["indicator"], row["pcode"], row["earlier"], row["reference_end"]):
            return entry
    return None


def _change(row: dict[Hashable, Any]) -> str:
    before, after = people(row["before"]), people(row["value"])
    return f"from {before} on {row['earlier']} to {after} on {row['reference_end']}"
