"""The match stage: observations in, observations with decided places out.

What the source wrote stays in the `reported_*` columns; what we decided goes beside it.  A place
that cannot be decided keeps its people: they are counted as unplaced, never dropped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from geodata.editions import editions, units
from geodata.groupings import groupings
from geodata.match import PlaceIndex
from geodata.nations import country_code, country_name
from tracker.cities import place_towns
from tracker.problem import Problem

COUNTRY = "MLI"
_DECIDED = ["pcode", "place_name", "edition", "match_method", "match_rivals"]


@dataclass
class _Decisions:
    """The decided columns of some rows, and what is wrong with them."""

    columns: pd.DataFrame
    problems: list[Problem] = field(default_factory=list)


def place(
    observations: pd.DataFrame, edition: str, home: Path | None = None
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the observations with place and origin decided in `edition`, and the problems met.

    Columns filled: level, pcode, place_name, edition, match_method, match_score, match_rivals,
    origin_level, origin_pcode, origin_name.  Rows, and so people, are the same before and after.
    """
    table = observations.copy()
    for name in _DECIDED:
        table[name] = table[name].astype("object")
    table["match_score"] = table["match_score"].astype("object")
    problems: list[Problem] = []
    level = _reported_level(table)
    for at in (0, 1, 2, 3):
        rows = table.index[level == at]
        if len(rows):
            problems += _place_level(table, rows, at, edition, home)
    areas = table.index[level.isna()]
    problems += _place_areas(table, areas[~place_towns(table, areas, edition, home)])
    problems += _place_origins(table, edition, home)
    for name in [*_DECIDED, "origin_pcode", "origin_name"]:
        table[name] = table[name].astype("str")
    table["match_score"] = pd.to_numeric(table["match_score"]).astype("Float64")
    table["level"] = table["level"].astype("Int64")
    table["origin_level"] = table["origin_level"].astype("Int64")
    if len(table) != len(observations):
        raise AssertionError("the match stage changed the number of rows")
    return table, problems


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
) -> list[Problem]:
    table.loc[rows, "level"] = at
    if at == 0:
        return _place_countries(table, rows)
    within = _parents(table, rows, at, edition, home)
    index = PlaceIndex(edition, home=home)
    numberings = table.loc[rows, "numbering"].fillna("by-name")
    problems: list[Problem] = []
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
        problems += _problems_of(table.loc[part.index], found, f"reported_admin{at}_name")
    return problems


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


def _place_countries(table: pd.DataFrame, rows: pd.Index) -> list[Problem]:
    names = table.loc[rows, "reported_admin0_name"].fillna(table.loc[rows, "reported_admin0_code"])
    codes = {name: country_code(str(name)) for name in names.unique()}
    table.loc[rows, "pcode"] = names.map(codes).astype("object").to_numpy()
    called = {name: country_name(code) if code else None for name, code in codes.items()}
    table.loc[rows, "place_name"] = names.map(called).astype("object").to_numpy()
    methods = {name: "name" if code else "unmatched" for name, code in codes.items()}
    table.loc[rows, "match_method"] = names.map(methods).to_numpy()
    unknown = table.loc[rows][[codes[name] is None for name in names]]
    return [
        _unplaced(row, "reported_admin0_name", "no country of this name") for _, row in unknown.iterrows()
    ]


def _place_areas(table: pd.DataFrame, rows: pd.Index) -> list[Problem]:
    """Decide rows about an area that is no admin unit: a side of a declared grouping, or unplaced."""
    problems = []
    sides = _sides()
    for row in rows:
        name = str(table.at[row, "reported_place_name"])
        side = sides.get(name.strip().casefold())
        table.loc[row, "match_method"] = "declared" if side else "unmatched"
        if side:
            table.loc[row, "pcode"] = side[0]
            table.loc[row, "place_name"] = side[1]
        elif table.at[row, "figure_kind"] != "printed_total":
            problems.append(_unplaced(table.loc[row], "reported_place_name", "not one admin unit"))
    return problems


def _sides() -> dict[str, tuple[str, str]]:
    """Return the groups of the default grouping by the names sources print."""
    sides = {}
    for group in groupings()["north-south"].groups:
        for name in (group.id, group.label_fr, group.label_en):
            sides[name.casefold()] = (f"group:{group.id}", group.label_fr)
    return sides


def _place_origins(table: pd.DataFrame, edition: str, home: Path | None) -> list[Problem]:
    rows = table.index[_filled(table["reported_origin_name"])]
    table["origin_pcode"] = table["origin_pcode"].astype("object")
    table["origin_name"] = table["origin_name"].astype("object")
    table["origin_level"] = table["origin_level"].astype("object")
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
        _unplaced(table.loc[row], "reported_origin_name", "origin kept as unknown")
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


def _problems_of(rows: pd.DataFrame, found: pd.DataFrame, column: str) -> list[Problem]:
    problems = []
    faulty = found["problem_code"].notna().to_numpy()
    for (_, row), code, message in zip(
        rows[faulty].iterrows(), found["problem_code"][faulty], found["problem_message"][faulty], strict=True
    ):
        problems.append(_problem(row, column, str(code), str(message)))
    return problems


def _problem(row: pd.Series, column: str, code: str, message: str) -> Problem:
    def text(name: str) -> str | None:
        return None if pd.isna(row[name]) else str(row[name])

    number = None if pd.isna(row["source_row"]) else int(row["source_row"])
    people = float(row["value"]) if row["unit"] == "people" and not pd.isna(row["value"]) else None
    return Problem(
        code=code,
        message=message,
        severity="note" if pd.notna(row["pcode"]) else "warning",
        file=text("source_file"),
        sheet=text("source_sheet"),
        row=number,
        column=column,
        value=text(column),
        expected="a place of the declared edition",
        hint="see `tracker places review`; accept a suggestion there or mend the file",
        source=text("source"),
        indicator=text("indicator"),
        place=text("place_name"),
        people=people,
    )


def _unplaced(row: pd.Series, column: str, reason: str) -> Problem:
    return _problem(row, column, "place_unmatched", f"{row[column]!r} is not placed on the map: {reason}")


def parent_of(pcodes: pd.Series, edition: str, level: int, home: Path | None = None) -> pd.Series:
    """Return the P-code of the unit one level up, in the same edition."""
    table = units(edition, level, home)
    return pcodes.map(dict(zip(table["pcode"], table["parent_pcode"], strict=True)))
