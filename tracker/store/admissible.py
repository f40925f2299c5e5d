"""The last door before the record: what a figure must be to be stored at all."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from tracker.indicators import catalogue
from tracker.observation import COLUMNS, FIGURE_KINDS, VALUE_STATUSES
from tracker.problem import Problem

_REQUIRED = [column.name for column in COLUMNS if column.required]
_DAY = r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"


@dataclass(frozen=True)
class _Rule:
    code: str
    column: str
    message: str
    expected: str
    broken: pd.Series


def refuse(figures: pd.DataFrame) -> tuple[pd.Series, list[Problem]]:
    """Return which figures cannot be stored, and one problem for each.

    Refused are: a required column left empty, an indicator outside the catalogue, an unknown
    status or figure kind, a status that contradicts the value, a negative count, a date that is
    no day of the calendar, a period that ends before it starts, an admin level outside 0 to 3.
    """
    refused = pd.Series(False, index=figures.index)
    problems: list[Problem] = []
    for rule in _rules(figures):
        fresh = rule.broken.fillna(True).astype(bool) & ~refused
        if not fresh.any():
            continue
        refused |= fresh
        problems += [_problem(rule, row) for row in figures[fresh].to_dict("records")]
    return refused, problems


def _rules(figures: pd.DataFrame) -> list[_Rule]:
    rules = [
        _Rule("empty_column", name, f"the column {name} is empty", "a value", _empty(figures[name]))
        for name in _REQUIRED
    ]
    value, status = figures["value"], figures["value_status"]
    counted = status.isin(["value", "zero"])
    start, end = figures["reference_start"], figures["reference_end"]
    rules += [
        _outside(figures, "indicator", list(catalogue()), "an indicator of the catalogue"),
        _outside(figures, "value_status", list(VALUE_STATUSES), ", ".join(VALUE_STATUSES)),
        _outside(figures, "figure_kind", list(FIGURE_KINDS), ", ".join(FIGURE_KINDS)),
        _Rule(
            "status_contradicts_value",
            "value",
            "the value and its status contradict each other",
            "a number when the status is value, 0 when it is zero, otherwise no number",
            (counted & value.isna())
            | (~counted & value.notna())
            | ((status == "zero") & (value.fillna(0) != 0)),
        ),
        _Rule("negative", "value", "a count below zero", "0 or more", value.fillna(0) < 0),
        _Rule("not_a_day", "reference_end", "not a day of the calendar", "YYYY-MM-DD", ~_is_day(end)),
        _Rule(
            "not_a_day",
            "reference_start",
            "not a day of the calendar",
            "YYYY-MM-DD",
            ~(_empty(start) | _is_day(start)),
        ),
        _Rule(
            "ends_before_it_starts",
            "reference_start",
            "the period starts after its end",
            "reference_start on or before reference_end",
            (~_empty(start) & (start > end)).fillna(False),
        ),
        _Rule(
            "no_such_level",
            "level",
            "no such admin level",
            "0 to 3, or empty",
            ~figures["level"].fillna(0).between(0, 3),
        ),
    ]
    return rules


def _empty(column: pd.Series) -> pd.Series:
    return column.isna() | (column == "").fillna(False)


def _outside(figures: pd.DataFrame, name: str, allowed: list[str], expected: str) -> _Rule:
    return _Rule("unknown_" + name, name, f"unknown {name}", expected, ~figures[name].isin(allowed))


def _is_day(column: pd.Series) -> pd.Series:
    """Look at distinct values only: a table of a million figures has a few hundred dates."""
    distinct = column.drop_duplicates().dropna()
    shaped = distinct[distinct.str.fullmatch(_DAY)]
    real = shaped[pd.to_datetime(shaped, format="%Y-%m-%d", errors="coerce").notna()]
    return column.isin(real.tolist())


def _problem(rule: _Rule, row: dict[Hashable, Any]) -> Problem:
    return Problem(
        code=rule.code,
        message=rule.message,
        column=rule.column,
        value=text(row[rule.column]),
        expected=rule.expected,
        hint="correct the file or the description of its source and ingest it again",
        **whereabouts(row),
    )


def whereabouts(row: dict[Hashable, Any]) -> dict[str, Any]:
    """Return the fields of a `Problem` that say which figure it is about."""
    people = row["value"] if row["unit"] == "people" else None
    number = text(row["source_row"])
    return {
        "file": text(row["source_file"]),
        "sheet": text(row["source_sheet"]),
        "row": None if number is None else int(number),
        "source": text(row["source"]),
        "indicator": text(row["indicator"]),
        "place": text(row["place_name"]) or next((name for name in _reported(row) if name), None),
        "people": None if people is None or pd.isna(people) else float(people),
    }


def text(value: object) -> str | None:
    """Return a cell as text, missing and empty as None, whole numbers without ``.0``."""
    if value is None or value is pd.NA or value != value or value == "":
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _reported(row: dict[Hashable, Any]) -> list[str | None]:
    names = ["reported_place_name", *(f"reported_admin{level}_name" for level in (3, 2, 1, 0))]
    return [text(row[name]) for name in names]
