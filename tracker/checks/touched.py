"""The checks after files came in, over what they touched; the weekly run checks the whole record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.checks.households import households
from tracker.checks.limits import Household, limits
from tracker.checks.parts import parts
from tracker.checks.rounds import rounds
from tracker.checks.sexes import sexes
from tracker.checks.verifications import declared
from tracker.problem import Problem

if TYPE_CHECKING:
    from tracker.reading import Reading
    from tracker.store import Store

# A larger file waits for the weekly run: its series are long, and looking at them takes as long as loading.
MOST_FIGURES = 50_000


@dataclass(frozen=True)
class Touched:
    """What one file brought figures of.  `start` and `end` are the first and last reference date."""

    source: str
    file: str
    indicators: frozenset[str]
    pcodes: frozenset[str]
    start: str
    end: str
    figures: int


def touched(reading: Reading) -> Touched | None:
    """Return what a file brought figures of, or nothing for a file without dated figures."""
    figures = reading.observations
    name = Path(reading.path).name
    if len(figures) > MOST_FIGURES:  # not checked now, so not looked at either
        return Touched(reading.source.id, name, frozenset(), frozenset(), "", "", len(figures))
    dated = figures["reference_end"].dropna()
    if dated.empty:
        return None
    return Touched(
        reading.source.id,
        name,
        frozenset(figures["indicator"].dropna().unique()),
        frozenset(figures["pcode"].dropna().unique()),
        str(dated.min()),
        str(dated.max()),
        len(figures),
    )


def check_touched(
    store: Store, files: Sequence[Touched], *, run_id: str | None, recorded_at: datetime
) -> list[Problem] | None:
    """Check what the files touched, note the findings file by file, and return them; None when too much.

    The findings of a file replace those noted for it before; the check of the whole record replaces all.
    """
    if not files or sum(file.figures for file in files) > MOST_FIGURES:
        return None
    found = _findings(store, files)
    by_file: dict[tuple[str, str], list[Problem]] = {(file.source, file.file): [] for file in files}
    last = (files[-1].source, files[-1].file)
    for problem in found:
        own = (problem.source or "", problem.file or "")
        by_file[own if own in by_file else last].append(problem)
    for (source, name), problems in by_file.items():
        store.add_problems(run_id, problems, recorded_at=recorded_at, source=source, file=name)
    return found


def _findings(store: Store, files: Sequence[Touched]) -> list[Problem]:
    bounds = limits()
    sources = sorted({file.source for file in files})
    indicators = _with_partners({name for file in files for name in file.indicators}, bounds.household)
    pcodes = sorted({code for file in files for code in file.pcodes})
    around = store.observations(
        indicator=indicators, start=min(file.start for file in files), end=max(file.end for file in files)
    )
    own = around[around["source"].isin(sources)]
    series = store.observations(indicator=indicators, source=sources, pcode=pcodes)
    names = {file.file for file in files}
    steps = rounds(series, bounds, declared())
    return [
        *parts(around, bounds.total, store.home, about=sources),
        *sexes(own),
        *households(own, bounds.household),
        *(problem for problem in steps if problem.file in names),
    ]


def _with_partners(indicators: set[str], household: Household) -> list[str]:
    """Return the indicators and those counted in the other unit of the same group."""
    for pair in household.pairs:
        if {pair.people, pair.households} & indicators:
            indicators |= {pair.people, pair.households}
    return sorted(indicators)
