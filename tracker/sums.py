"""Every sum a reader of the public tables could form: totals, groups, parents, earlier issues."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from tracker.margins import COUNTRY, FIXED, TOTAL, UNIT, System

Groups = Mapping[str, Mapping[str, str]]
"""Grouping id → P-code of a unit → group id.  Every unit is in the country total without being listed."""

HIDDEN = "suppressed"
COUNTRY_TOTAL = "country"
_REPORTED = {"value", "zero"}


@dataclass(frozen=True)
class Tables:
    """Figures, totals and movements of one publication, in the columns of `tracker.view`."""

    figures: pd.DataFrame
    totals: pd.DataFrame
    flows: pd.DataFrame | None = None


@dataclass(frozen=True)
class Surroundings:
    """Everything else a reader may lay beside the tables.

    `coarser` are the published tables of the level above, with `parents` from unit to parent
    P-code; `national` are figures printed for the whole country; `sums` are indicators that are
    the sum of others, as ``(sum, (part, …))``.
    """

    groups: Groups = field(default_factory=dict)
    previous: Tables | None = None
    coarser: Tables | None = None
    parents: Mapping[str, str] = field(default_factory=dict)
    national: pd.DataFrame | None = None
    sums: Sequence[tuple[str, tuple[str, ...]]] = ()


def unit_keys(figures: pd.DataFrame) -> list[Hashable]:
    """Return the identity of each figure: the same count has the same key in every slice."""
    when = figures["reference_end"].where(figures["reference_end"].notna(), figures["slice"])
    return list(zip(["unit"] * len(figures), figures["indicator"], figures["pcode"], when, strict=True))


def reported(figures: pd.DataFrame) -> pd.Series[bool]:
    """Return which figures are part of the total of their slice: reported in it, zero or hidden.

    A hidden figure belongs to the first slice it appears in; later copies are carried forward.
    """
    hidden = (figures["value_status"] == HIDDEN) & figures["reference_end"].notna()
    first = figures.groupby(["indicator", "pcode", "reference_end"])["slice"].transform("min")
    return figures["value_status"].isin(_REPORTED) | (hidden & (figures["slice"] == first))


@dataclass
class _Index:
    """Rows of one publication, by indicator and slice."""

    figures: dict[tuple[str, str], list[tuple[Hashable, str, float | None]]] = field(default_factory=dict)
    totals: dict[tuple[str, str], list[tuple[str, str, float | None, float | None]]] = field(
        default_factory=dict
    )

    @classmethod
    def of(cls, tables: Tables | None) -> _Index:
        index = cls()
        if tables is None:
            return index
        mine = tables.figures[reported(tables.figures)]
        for key, indicator, pcode, when, value in zip(
            unit_keys(mine),
            mine["indicator"],
            mine["pcode"],
            mine["slice"],
            _numbers(mine["value"]),
            strict=True,
        ):
            index.figures.setdefault((indicator, when), []).append((key, pcode, value))
        rows = tables.totals
        rows = rows[rows["value"].notna() | (rows["value_status"] == HIDDEN)]  # nobody reported: no sum
        for indicator, when, grouping, group, value, unplaced in zip(
            rows["indicator"],
            rows["slice"],
            rows["grouping"],
            rows["group"],
            _numbers(rows["value"]),
            _numbers(rows["unplaced"]),
            strict=True,
        ):
            index.totals.setdefault((indicator, when), []).append((grouping, group, value, unplaced))
        return index


def _numbers(column: pd.Series[Any]) -> list[float | None]:
    return [None if pd.isna(value) else float(value) for value in column]


def systems(tables: Tables, around: Surroundings, threshold: int) -> Iterator[System]:
    """Yield one system of sums per slice and family of indicators, where anything is to be hidden."""
    now, before, above = _Index.of(tables), _Index.of(around.previous), _Index.of(around.coarser)
    wholes = {whole for whole, _ in around.sums}
    family = {name: whole for whole, parts in around.sums for name in (whole, *parts)}
    related: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for indicator, when in sorted({*now.figures, *now.totals}):
        related.setdefault((family.get(indicator, indicator), when), []).append((indicator, when))
    printed = _printed(around.national)
    for members in related.values():
        system = System()
        for member in members:
            _add_slice(system, member, now, before, threshold, derived=member[0] in wholes)
            _add_totals(system, member, now, before, around, threshold)
            _add_above(system, member, now, above, around.parents)
        if not any(system.hidden):
            continue
        for member in members:
            _add_sums(system, member, now, before, above, around)
            _add_national(system, member, now, printed)
        _add_identities(system, members, now, around.sums)
        yield system


def _few(value: float | None, threshold: int) -> bool:
    return value is not None and 0 < value < threshold


def _add_slice(
    system: System, member: tuple[str, str], now: _Index, before: _Index, threshold: int, *, derived: bool
) -> None:
    earlier = {key: value for key, _, value in before.figures.get(member, [])}
    for key, _, value in now.figures.get(member, []):
        sticky = key in earlier and earlier[key] is None and bool(value)
        known = earlier.get(key) is not None and earlier[key] == value
        place = system.cell(key, value or 0.0, UNIT, hidden=_few(value, threshold) or sticky, known=known)
        if derived:
            system.derived.add(place)
    for key, value in earlier.items():
        if value is None:
            current = system.places.get(key)
            if current is None or not system.hidden[current]:  # withdrawn since, or zero now
                system.cell(("earlier", key), float(threshold), FIXED, hidden=True)


def _add_totals(
    system: System, member: tuple[str, str], now: _Index, before: _Index, around: Surroundings, threshold: int
) -> None:
    old = {(grouping, group): value for grouping, group, value, _ in before.totals.get(member, [])}
    for grouping, group, value, unplaced in now.totals.get(member, []):
        seen = (grouping, group) in old
        last = old.get((grouping, group))
        sticky = (
            seen and last is None and not _changed(now, before, member, around.groups.get(grouping), group)
        )
        system.cell(
            ("total", *member, grouping, group),
            value or 0.0,
            COUNTRY if grouping == COUNTRY_TOTAL else TOTAL,
            hidden=_few(value, threshold) or (sticky and bool(value)),
            known=seen and last is not None and last == value,
        )
        if unplaced is not None:
            system.cell(
                ("unplaced", *member, grouping, group), unplaced, TOTAL, hidden=_few(unplaced, threshold)
            )


def _changed(
    now: _Index, before: _Index, member: tuple[str, str], members: Mapping[str, str] | None, group: str
) -> bool:
    """Return whether readers can see that a hidden total is not the old one: its parts changed."""
    earlier, later = (
        {
            key: value
            for key, pcode, value in index.figures.get(member, [])
            if not members or members.get(pcode) == group
        }
        for index in (before, now)
    )
    return earlier.keys() != later.keys() or any(
        later[key] != value if value is not None else not later[key] for key, value in earlier.items()
    )


def _add_above(
    system: System, member: tuple[str, str], now: _Index, above: _Index, parents: Mapping[str, str]
) -> None:
    """Add the cells of the level above; they are published already and cannot change.

    What is hidden there is as large as its units here, for all anybody knows.
    A total of the same name is the same sum when it has the same value: what is printed above is
    known here, what is hidden above must not be printed here.
    """
    inside: dict[str, float] = {}
    for _, pcode, part in now.figures.get(member, []):
        if pcode in parents:
            inside[parents[pcode]] = inside.get(parents[pcode], 0.0) + (part or 0.0)
    for key, pcode, value in above.figures.get(member, []):
        known = inside.get(pcode, math.inf) if value is None else value
        system.cell(key, known, FIXED, hidden=value is None)
    for grouping, group, value, _ in above.totals.get(member, []):
        known = math.inf if value is None else value
        place = system.cell(("total", *member, grouping, group), known, FIXED, hidden=value is None)
        if value is None:
            system.hidden[place] = True
        elif value == system.values[place]:
            system.known[place] = True


def _add_sums(
    system: System, member: tuple[str, str], now: _Index, before: _Index, above: _Index, around: Surroundings
) -> None:
    for index in (now, above, before):
        rows = index.figures.get(member, [])
        for grouping, group, value, _ in index.totals.get(member, []):
            inside = around.groups.get(grouping, {})
            parts = [
                _place(system, key, earlier=index is before)
                for key, pcode, shown in rows
                if (grouping == COUNTRY_TOTAL or inside.get(pcode) == group)
                and (index is not before or shown is None)
            ]
            name: Hashable = ("total", *member, grouping, group)
            if index is before:
                total = (
                    system.cell(("earlier", name), math.inf, COUNTRY, hidden=True) if value is None else None
                )
            else:
                total = system.places[name] if value is None or index is now else None
            system.total(total, parts, past=index is before)
    children: dict[str, list[tuple[int, float]]] = {}
    for key, pcode, value in now.figures.get(member, []):
        if pcode in around.parents:
            children.setdefault(around.parents[pcode], []).append((system.places[key], value or 0.0))
    for key, pcode, value in above.figures.get(member, []):
        inner = children.get(pcode, [])
        if inner and (value is None or value == sum(number for _, number in inner)):
            system.total(system.places[key], [place for place, _ in inner])


def _place(system: System, key: Hashable, *, earlier: bool) -> int:
    old: Hashable = ("earlier", key)
    return system.places[old] if earlier and old in system.places else system.places[key]


def _printed(national: pd.DataFrame | None) -> dict[tuple[str, str], set[float]]:
    found: dict[tuple[str, str], set[float]] = {}
    if national is not None:
        rows = national[national["value"].notna()]
        for indicator, when, value in zip(rows["indicator"], rows["slice"], rows["value"], strict=True):
            found.setdefault((indicator, when), set()).add(float(value))
    return found


def _add_national(
    system: System, member: tuple[str, str], now: _Index, printed: dict[tuple[str, str], set[float]]
) -> None:
    for grouping, group, value, unplaced in now.totals.get(member, []):
        if grouping != COUNTRY_TOTAL or value is None:
            continue
        total = system.places["total", *member, grouping, group]
        if value in printed.get(member, set()):
            system.total(None, [total])
        if unplaced and value + unplaced in printed.get(member, set()):
            system.total(None, [total, system.places["unplaced", *member, grouping, group]])


def _add_identities(
    system: System,
    members: list[tuple[str, str]],
    now: _Index,
    sums: Sequence[tuple[str, tuple[str, ...]]],
) -> None:
    """Add the sums of indicators that hold for a unit in this slice."""
    if len(members) < 2:
        return
    cells: dict[tuple[str, str], tuple[int, float]] = {}
    for member in members:
        for key, pcode, value in now.figures.get(member, []):
            cells[member[0], pcode] = (system.places[key], value or 0.0)
    for whole, parts in sums:
        for indicator, pcode in list(cells):
            if indicator != whole or not all((part, pcode) in cells for part in parts):
                continue
            inner = [cells[part, pcode] for part in parts]
            if cells[whole, pcode][1] == sum(value for _, value in inner):
                system.total(cells[whole, pcode][0], [place for place, _ in inner])
