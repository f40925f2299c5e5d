"""Every check over the whole record."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from tracker.checks.households import households
from tracker.checks.limits import limits
from tracker.checks.parts import parts
from tracker.checks.rounds import rounds
from tracker.checks.sexes import sexes
from tracker.checks.verifications import declared
from tracker.problem import Problem

if TYPE_CHECKING:
    from tracker.store import Store


def findings(observations: pd.DataFrame, home: Path | None = None) -> list[Problem]:
    """Return everything the checks find in a table of figures, in a stable order.

    Totals against parts and levels against each other, sexes against totals, people against
    households, jumps, figures that do not move, and changes explained as verification.
    """
    bounds = limits()
    found = [
        *parts(observations, bounds.total, home),
        *sexes(observations),
        *households(observations, bounds.household),
        *rounds(observations, bounds, declared()),
    ]
    return sorted(found, key=_order)


def check_record(store: Store, *, run_id: str | None, recorded_at: datetime) -> list[Problem]:
    """Check the whole record and note the findings in it; they replace those of the last check."""
    found = findings(store.observations(), store.home)
    store.add_problems(run_id, found, recorded_at=recorded_at)
    return found


def _order(problem: Problem) -> tuple[str, ...]:
    parts_of_key = (problem.code, problem.source, problem.indicator, problem.place, problem.message)
    return tuple(part or "" for part in parts_of_key)
