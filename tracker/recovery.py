"""The reader with a pencil: what can be worked out from everything published so far.

This is the check on `tracker.suppress`, written from the reader's side: it sees published tables
only, forms every sum they allow and solves the linear system exactly.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Sequence
from typing import Any

import pandas as pd

from tracker.margins import determined
from tracker.sums import COUNTRY_TOTAL, HIDDEN, Surroundings, Tables, reported, unit_keys

Equation = dict[Hashable, int]


def undetermined(
    publications: Sequence[Tables], around: Surroundings | None = None, revised: Collection[Hashable] = ()
) -> bool:
    """Return whether no hidden cell follows from the publications taken together."""
    return not recovered(publications, around, revised)


def recovered(
    publications: Sequence[Tables], around: Surroundings | None = None, revised: Collection[Hashable] = ()
) -> list[tuple[str, ...]]:
    """Return the hidden cells that are determined, as ``(kind, indicator, place, date, …)``.

    A figure public in one publication counts as known in all of them, and a hidden one as the
    same in all of them, unless it is named in `revised` (keys as of `tracker.sums.unit_keys`):
    then the old value says nothing about the new.
    """
    around = around or Surroundings()
    shown = [*publications, *([around.coarser] if around.coarser else [])]
    public = {key for tables in shown for key in _public(tables)} - set(revised)
    hidden = {key for tables in shown for key in _secret(tables)} - public
    equations: list[Equation] = []
    for number, tables in enumerate(shown):
        issue = _sums(tables, around, hidden, 0 if tables is around.coarser else number)
        if around.coarser is not None and tables is not around.coarser:
            issue.extend(_parents(tables, around, around.coarser, hidden))
        equations.extend(
            {
                (*key, number) if key in revised and isinstance(key, tuple) else key: factor
                for key, factor in row.items()
            }
            for row in issue
        )
    found = {key for part in _components(equations) for key in _solve(part)}
    return sorted(tuple(str(part) for part in key) for key in found if isinstance(key, tuple))


def _public(tables: Tables) -> Iterable[Hashable]:
    """Return what is known of people; a zero says that an earlier hidden figure was another one."""
    return unit_keys(tables.figures[tables.figures["value"].astype("Float64").fillna(0.0) > 0])


def _secret(tables: Tables) -> Iterable[Hashable]:
    return unit_keys(tables.figures[tables.figures["value_status"] == HIDDEN])


def _keys(figures: pd.DataFrame) -> pd.Series[Any]:
    return pd.Series(unit_keys(figures), index=figures.index, dtype="object")


def _sums(tables: Tables, around: Surroundings, hidden: set[Hashable], number: int) -> list[Equation]:
    rows = tables.figures.assign(counted=reported(tables.figures), key=_keys(tables.figures))
    rows = rows[rows["value_status"] == HIDDEN]
    rows = rows[pd.Series([key in hidden for key in rows["key"]], index=rows.index, dtype=bool)]
    by_slice = dict(iter(rows.groupby(["indicator", "slice"])))
    found: list[Equation] = []
    for total in tables.totals.to_dict("records"):
        name = (total["indicator"], total["slice"])
        inside = by_slice.get(name)
        if inside is None:
            continue
        if total["grouping"] != COUNTRY_TOTAL:
            members = around.groups.get(total["grouping"], {})
            inside = inside[[members.get(pcode) == total["group"] for pcode in inside["pcode"]]]
        counted: Equation = dict.fromkeys(inside.loc[inside["counted"], "key"], 1)
        if total["value_status"] == HIDDEN:
            counted["total", *name, total["grouping"], total["group"], number] = -1
        found.append(counted)
        if pd.notna(total["carried_forward"]):
            found.append(dict.fromkeys(inside.loc[~inside["counted"], "key"], 1))
    return found


def _parents(tables: Tables, around: Surroundings, coarser: Tables, hidden: set[Hashable]) -> list[Equation]:
    """Return the sums parent = units, where the parent is hidden or they add up as far as one can see."""
    inner = tables.figures[reported(tables.figures)]
    inner = inner.assign(parent=inner["pcode"].map(dict(around.parents)), key=_keys(inner))
    outer = coarser.figures[reported(coarser.figures)]
    parts = dict(iter(inner.groupby(["indicator", "slice", "parent"])))
    found: list[Equation] = []
    for key, row in zip(unit_keys(outer), outer.to_dict("records"), strict=True):
        children = parts.get((row["indicator"], row["slice"], row["pcode"]))
        if children is None:
            continue
        secret = [child for child in children["key"] if child in hidden]
        visible = children["value"].astype("Float64").sum()
        if pd.isna(row["value"]):
            found.append({**dict.fromkeys(secret, 1), **({key: -1} if key in hidden else {})})
        elif secret and row["value"] > visible:
            found.append(dict.fromkeys(secret, 1))
    return found


def _components(equations: Iterable[Equation]) -> list[list[Equation]]:
    """Return the equations in independent parts, so that each is solved by itself."""
    leader: dict[Hashable, Hashable] = {}

    def root(key: Hashable) -> Hashable:
        while leader.setdefault(key, key) != key:
            leader[key] = leader[leader[key]]
            key = leader[key]
        return key

    filled = [equation for equation in equations if equation]
    for equation in filled:
        first, *others = equation
        for key in others:
            leader[root(key)] = root(first)
    parts: dict[Hashable, list[Equation]] = {}
    for equation in filled:
        parts.setdefault(root(next(iter(equation))), []).append(equation)
    return list(parts.values())


def _solve(equations: list[Equation]) -> set[Hashable]:
    names = list(dict.fromkeys(key for equation in equations for key in equation))
    places = {key: place for place, key in enumerate(names)}
    rows = [{places[key]: factor for key, factor in equation.items()} for equation in equations]
    return {names[place] for place in determined(rows)}
