"""Hide small counts so that nobody can work them out: primary and complementary suppression.

A count from 1 to threshold − 1 is hidden (primary).  Where a total, a group, a coarser level, a
nationally published figure, a declared sum of indicators or the publication before would give it
away, further cells are hidden beside it (complementary), the smallest ones, units before totals.
Zero stays zero.  What is hidden once stays hidden, so that two issues cannot be subtracted.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from geodata.nations import MALI
from tracker.few import few
from tracker.sums import COUNTRY_TOTAL, HIDDEN, Groups, Surroundings, Tables, systems, unit_keys


@dataclass(frozen=True)
class Suppressed(Tables):
    """The tables fit for the public, and what was done to them.

    `primary` and `complementary` count hidden figures, `totals_hidden` hidden totals.  `exposed`
    lists the cells (indicator, pcode or group, reference_end or slice) an earlier publication or
    a figure we do not control gives away already.
    """

    primary: int = 0
    complementary: int = 0
    totals_hidden: int = 0
    exposed: list[tuple[str, ...]] = field(default_factory=list)


def suppress(
    figures: pd.DataFrame,
    totals: pd.DataFrame,
    threshold: int,
    previous: Tables | None = None,
    *,
    groups: Groups | None = None,
    coarser: Tables | None = None,
    parents: Mapping[str, str] | None = None,
    national: pd.DataFrame | None = None,
    sums: Sequence[tuple[str, tuple[str, ...]]] = (),
) -> Suppressed:
    """Return the tables with every count below `threshold` hidden beyond recovery.

    `figures` and `totals` have the columns FIGURE_COLUMNS and TOTAL_COLUMNS of `tracker.view`,
    undisclosed, of one edition and level, and of indicators that count people or households only
    (shares are left to the caller).  A total's `value` is taken as the sum of the figures with
    status value or zero in its slice; `carried_forward` as the sum of those carried forward.
    `previous` and `coarser` are tables as published.

    Hidden figures have no value, the status ``suppressed``, and neither note nor code of the
    source beside it; hidden totals likewise.  A carried-forward copy of a hidden figure is hidden,
    and so is every `carried_forward` sum with a hidden part.  Row order and columns are kept.

    Raises
    ------
    ValueError
        When a total names a grouping that `groups` does not describe.
    """
    around = Surroundings(groups or {}, previous, coarser, parents or {}, national, sums)
    unknown = set(totals["grouping"].dropna()) - set(around.groups) - {COUNTRY_TOTAL}
    if unknown:
        raise ValueError(
            f"totals of groupings {sorted(unknown)}, but members are given for {sorted(around.groups)}"
        )
    secrets: set[Hashable] = set()
    exposed: list[tuple[str, ...]] = []
    for system in systems(Tables(figures, totals), around, threshold):
        beyond = system.protect(threshold)
        secrets.update(key for key, hidden in zip(system.keys, system.hidden, strict=True) if hidden)
        exposed.extend(_name(system.keys[place]) for place in beyond)
        exposed.extend(
            _name(k)
            for k, h, known in zip(system.keys, system.hidden, system.known, strict=True)
            if h and known
        )
    return _applied(figures, totals, threshold, secrets, around.groups, exposed)


def _name(key: Hashable) -> tuple[str, ...]:
    return tuple(str(part) for part in key[1:]) if isinstance(key, tuple) else (str(key),)


def _applied(
    figures: pd.DataFrame,
    totals: pd.DataFrame,
    threshold: int,
    secrets: set[Hashable],
    groups: Groups,
    exposed: list[tuple[str, ...]],
) -> Suppressed:
    small = few(figures["value"], threshold)
    secret = figures["value"].notna() & pd.Series(
        [key in secrets for key in unit_keys(figures)], index=figures.index
    )
    hidden = small | secret
    public = figures.copy()
    public.loc[hidden, "value"] = pd.NA
    public.loc[hidden, "value_status"] = HIDDEN
    public.loc[hidden, "note"] = pd.NA
    shown = totals.copy()
    names = list(zip(totals["indicator"], totals["slice"], totals["grouping"], totals["group"], strict=True))
    gone = totals["value"].notna() & pd.Series(
        [("total", *name) in secrets for name in names], index=totals.index
    )
    gone |= few(totals["value"], threshold)
    shown.loc[gone, "value"] = pd.NA
    shown.loc[gone, "value_status"] = HIDDEN
    displaced = pd.Series([("unplaced", *name) in secrets for name in names], index=totals.index)
    shown.loc[displaced | few(totals["unplaced"], threshold), "unplaced"] = pd.NA
    blurred = _carried_secrets(figures[hidden & (figures["value_status"] == "carried_forward")], groups)
    carried = pd.Series([name in blurred for name in names], index=totals.index)
    shown.loc[carried | few(totals["carried_forward"], threshold), "carried_forward"] = pd.NA
    return Suppressed(
        public,
        shown,
        primary=int((small & figures["value"].notna()).sum()),
        complementary=int((hidden & ~small).sum()),
        totals_hidden=int(gone.sum()),
        exposed=sorted(set(exposed)),
    )


def _carried_secrets(rows: pd.DataFrame, groups: Groups) -> set[tuple[str, str, str, str]]:
    """Return the totals whose carried-forward part holds a hidden figure."""
    found: set[tuple[str, str, str, str]] = set()
    for indicator, when, pcode in zip(rows["indicator"], rows["slice"], rows["pcode"], strict=True):
        found.add((indicator, when, COUNTRY_TOTAL, MALI))
        for grouping, members in groups.items():
            if pcode in members:
                found.add((indicator, when, grouping, members[pcode]))
    return found
