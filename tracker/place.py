"""The match stage: observations in, observations with decided places out.

What the source wrote stays in the `reported_*` columns; what we decided goes beside it.  A place
that cannot be decided keeps its people: they are counted as unplaced, never dropped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from geodata.editions import editions
from geodata.groupings import groupings
from geodata.match import PlaceIndex
from geodata.nations import country_code, country_name
from tracker.cities import place_towns
from tracker.distinct import Codes, distinct_rows
from tracker.problem import Problem

_NAMES = ["pcode", "place_name", "edition", "match_method", "match_rivals", "origin_pcode", "origin_name"]
_DECIDED = [*_NAMES, "level", "match_score", "origin_level"]
_ASKED = [
    *(f"reported_admin{level}_{part}" for level in range(4) for part in ("name", "code")),
    *("reported_place_name", "reported_origin_name", "numbering", "figure_kind", "unit"),
]


@dataclass(frozen=True)
class _Fault:
    """What is wrong with one combination of names and codes, and in which column."""

    row: int
    column: str
    code: str
    message: str


def place(
    observations: pd.DataFrame, edition: str, home: Path | None = None
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the observations with place and origin decided in `edition`, and the problems met.

    Columns filled: level, pcode, place_name, edition, match_method, match_score, match_rivals,
    origin_level, origin_pcode, origin_name.  Rows, and so people, are the same before and after.
    """
    codes, few = distinct_rows(observations, [*_ASKED, *_DECIDED])
    decided, faults = _decide(few, edition, home)
    table = observations.assign(**{name: decided[name].array.take(codes) for name in _DECIDED})
    return table, _problems(table, codes, faults)


def _decide(table: pd.DataFrame, edition: str, home: Path | None) -> tuple[pd.DataFrame, list[_Fault]]:
    """Fill the decided columns of distinct combinations of what sources write."""
    table = table.astype(dict.fromkeys([*_NAMES, "match_score", "origin_level"], "object"))
    faults: list[_Fault] = []
    level = _reported_level(table)
    for at in (0, 1, 2, 3):
        rows = table.index[level == at]
        if len(rows):
            faults += _place_level(table, rows, at, edition, home)
    areas = table.index[level.isna()]
    faults += _place_areas(table, areas[~place_towns(table, areas, edition, home)])
    faults += _place_origins(table, edition, home)
    table["match_score"] = pd.to_numeric(table["match_score"])
    types = dict.fromkeys(_NAMES, "str") | {
        "match_score": "Float64",
        "level": "Int64",
        "origin_level": "Int64",
    }
    return table.astype(types), faults


def _filled(column: pd.Series) -> pd.Series:
    return column.notna() & column.astype("str").str.strip().ne("")


def _reported_level(table: pd.DataFrame) -> pd.Series:
    """Return the deepest admin level a row names; missing for towns, sites and areas."""
    level = pd.Series(pd.NA, index=table.index, dtype="Int64")
    named_place = _filled(table["reported_place_name"])
    for at in (0, 1, 2, 3):
        named = _filled(table[f"reported_admin{at}_name"]) | _filled(table[f"reported_admin{at}_code"])
        level = level.mask(named, at)
    level = level.mask(table["level"].notna() & (table["level"] < level), table["level"])
    return level.mask(named_place, pd.NA)


def _place_level(
    table: pd.DataFrame, rows: pd.Index, at: int, edition: str, home: Path | None
) -> list[_Fault]:
    table.loc[rows, "level"] = at
    if at == 0:
        return _place_countries(table, rows)
    within = _parents(table, rows, at, edition, home)
    index = PlaceIndex(edition, home=home)
    numberings = table.loc[rows, "numbering"].fillna("by-name")
    faults: list[_Fault] = []
    for numbering, part in numberings.groupby(numberings):
        names = table.loc[part.index, f"reported_admin{at}_name"]
        codes = table.loc[part.index, f"reported_admin{at}_code"]
        found = index.match_many(
            names,
            codes if _filled(codes).any() else None,
            level=at,
            within=within.loc[part.index] if within is not None else None,
            numbering=str(numbering),
        )
        table.loc[part.index, "edition"] = edition
        for name in ("pcode", "place_name", "match_method", "match_score", "match_rivals"):
            table.loc[part.index, name] = found[name].astype("object").to_numpy()
        wrong = found[found["problem_code"].notna()]
        for row, code, message in zip(
            wrong.index, wrong["problem_code"], wrong["problem_message"], strict=True
        ):
            faults.append(_Fault(row, f"reported_admin{at}_name", str(code), str(message)))
    return faults


def _parents(
    table: pd.DataFrame, rows: pd.Index, at: int, edition: str, home: Path | None
) -> pd.Series | None:
    """Return the decided parent P-code of each row, where the source names a parent."""
    if at == 1:
        return None
    upper = at - 1
    if not _filled(table.loc[rows, f"reported_admin{upper}_name"]).any():
        return None
    parents = _parents(table, rows, upper, edition, home)
    index = PlaceIndex(edition, home=home)
    names = table.loc[rows, f"reported_admin{upper}_name"]
    found = index.match_many(names, None, level=upper, within=parents, numbering="by-name")
    return pd.Series(found["pcode"].to_numpy(), index=rows, dtype="str")


def _place_countries(table: pd.DataFrame, rows: pd.Index) -> list[_Fault]:
    names = table.loc[rows, "reported_admin0_name"].fillna(table.loc[rows, "reported_admin0_code"])
    codes = {name: country_code(str(name)) for name in names.unique()}
    table.loc[rows, "pcode"] = names.map(codes).astype("object").to_numpy()
    called = {name: country_name(code) if code else None for name, code in codes.items()}
    table.loc[rows, "place_name"] = names.map(called).astype("object").to_numpy()
    methods = {name: "name" if code else "unmatched" for name, code in codes.items()}
    table.loc[rows, "match_method"] = names.map(methods).to_numpy()
    return [
        _unplaced(table, row, "reported_admin0_name", "no country of this name")
        for row, name in names.items()
        if codes[name] is None
    ]


def _place_areas(table: pd.DataFrame, rows: pd.Index) -> list[_Fault]:
    """Decide rows about an area that is no admin unit: a side of a declared grouping, or unplaced."""
    faults = []
    sides = _sides()
    for row in rows:
        name = str(table.at[row, "reported_place_name"])
        side = sides.get(name.strip().casefold())
        table.loc[row, "match_method"] = "declared" if side else "unmatched"
        if side:
            table.loc[row, "pcode"] = side[0]
            table.loc[row, "place_name"] = side[1]
        elif table.at[row, "figure_kind"] != "printed_total":
            faults.append(_unplaced(table, row, "reported_place_name", "not one admin unit"))
    return faults


def _sides() -> dict[str, tuple[str, str]]:
    """Return the groups of the default grouping by the names sources print."""
    sides = {}
    for group in groupings()["north-south"].groups:
        for name in (group.id, group.label_fr, group.label_en):
            sides[name.casefold()] = (f"group:{group.id}", group.label_fr)
    return sides


def _place_origins(table: pd.DataFrame, edition: str, home: Path | None) -> list[_Fault]:
    rows = table.index[_filled(table["reported_origin_name"])]
    names = table.loc[rows, "reported_origin_name"]
    decided = {name: _origin(str(name), edition, home) for name in names.unique()}
    for at, column in enumerate(("origin_level", "origin_pcode", "origin_name")):
        values = [decided[name][at] for name in names]
        table.loc[rows, column] = pd.Series(values, index=rows, dtype="object")
    unnamed = rows[table.loc[rows, "origin_name"].isna()]
    table.loc[unnamed, "origin_name"] = table.loc[unnamed, "reported_origin_name"].astype("object")
    unknown = {
        name
        for name, (_, pcode, _) in decided.items()
        if pcode is None and not re.fullmatch(r"(?i)\s*not available\s*", str(name))
    }
    return [
        _unplaced(table, row, "reported_origin_name", "origin kept as unknown")
        for row in rows[names.isin(list(unknown))]
    ]


def _origin(name: str, edition: str, home: Path | None) -> tuple[int | None, str | None, str | None]:
    if side := _sides().get(name.strip().casefold()):
        return None, side[0], side[1]
    if (code := country_code(name)) is not None:
        return 0, code, country_name(code)
    index = PlaceIndex(edition, home=home)
    plain = re.sub(r"(?i)\s+et environs$", "", name)
    for level in sorted(editions(home)[edition].levels):
        if level in (1, 2) and (match := index.match(plain, level=level)).pcode:
            return level, match.pcode, match.place_name
    return None, None, None


def _unplaced(table: pd.DataFrame, row: int, column: str, reason: str) -> _Fault:
    return _Fault(
        row, column, "place_unmatched", f"{table.at[row, column]!r} is not placed on the map: {reason}"
    )


def _problems(table: pd.DataFrame, codes: Codes, faults: list[_Fault]) -> list[Problem]:
    """Return one problem for every row whose combination has a fault."""
    if not faults:
        return []
    order = np.argsort(codes, kind="stable")
    starts = np.searchsorted(codes[order], np.arange(codes.max() + 2))
    return [
        _problem(table.iloc[row], fault)
        for fault in faults
        for row in order[starts[fault.row] : starts[fault.row + 1]].tolist()
    ]


def _problem(row: pd.Series, fault: _Fault) -> Problem:
    def text(name: str) -> str | None:
        return None if pd.isna(row[name]) else str(row[name])

    number = None if pd.isna(row["source_row"]) else int(row["source_row"])
    people = float(row["value"]) if row["unit"] == "people" and not pd.isna(row["value"]) else None
    return Problem(
        code=fault.code,
        message=fault.message,
        severity="note" if pd.notna(row["pcode"]) else "warning",
        file=text("source_file"),
        sheet=text("source_sheet"),
        row=number,
        column=fault.column,
        value=text(fault.column),
        expected="a place of the declared edition",
        hint="see `tracker places review`; accept a suggestion there or mend the file",
        source=text("source"),
        indicator=text("indicator"),
        place=text("place_name"),
        people=people,
    )
