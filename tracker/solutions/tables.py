"""Filled-in tables on solutions to observations: programmes, assistance, survey results, site measures.

A row that cannot be a figure (a funnel that grows, an index outside its scale, a share over 100 %,
a sample of nobody) becomes a problem and no number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from tracker.cells.date import parse_date
from tracker.cells.number import clean
from tracker.indicators import catalogue
from tracker.problem import Problem
from tracker.solutions import funnel, index
from tracker.solutions.surveys import FAMILIES
from tracker.source import Notation

Row = Mapping[str, str]
SITE_MEASURES = ("site_caseload", "site_capacity", "site_stage", *index.INDICATORS)
WHOLE = ("site_caseload", "site_capacity", "site_stage")


@dataclass(frozen=True)
class Parsed:
    """Figures as columns of the record, indexed like the rows they come from, and what is wrong.

    `problems` name their row; a row with a problem has no figure.
    """

    figures: pd.DataFrame
    problems: list[Problem]


class _Fault(Exception):
    """What is wrong with one cell; turned into a Problem where the row is known."""

    def __init__(self, code: str, message: str, role: str, expected: str) -> None:
        super().__init__(message)
        self.problem = Problem(code=code, message=message, column=role, expected=expected)


def parse(kind: str, rows: pd.DataFrame, notation: Notation | None = None) -> Parsed:
    """Return the figures of one table of a declared kind; `rows` has its roles as text columns.

    The index of `rows` are the row numbers of the file.
    """
    read = _READERS[kind]
    figures: list[dict[str, Any]] = []
    numbers: list[int] = []
    problems: list[Problem] = []
    filled = rows.astype("object").where(rows.notna(), "").astype("str")
    for number, cells in filled.iterrows():
        row = {str(role): clean(text) for role, text in cells.items()}
        try:
            found = [{**_common(row, notation or Notation()), **figure} for figure in read(row)]
        except _Fault as fault:
            where = {"row": int(str(number)), "value": row.get(fault.problem.column or "", "") or None}
            problems.append(replace(fault.problem, **where))  # type: ignore[arg-type]
            continue
        figures += found
        numbers += [int(str(number))] * len(found)
    table = pd.DataFrame(figures, index=pd.Index(numbers, dtype="int64"))
    if kind == "programmes" and len(table):
        table, grown = _funnels_that_hold(table)
        problems += grown
    return Parsed(table, problems)


def _common(row: Row, notation: Notation) -> dict[str, Any]:
    start, end = (_day(row, role, notation) for role in ("date_start", "date_end"))
    if end is None:
        raise _Fault("no_date", "the row has no date", "date_end", "a day such as 2024-03-31")
    if start and start > end:
        raise _Fault(
            "period_reversed", "the period ends before it starts", "date_end", "a day after the first"
        )
    return {
        "figure_kind": "printed",
        "reference_start": start,
        "reference_end": end,
        "reported_admin0_name": "Mali",
        "reported_admin1_name": row.get("admin1") or None,
        "reported_admin2_name": row.get("admin2") or None,
        "source_org": row.get("organisation") or None,
        "note": "; ".join(part for part in (row.get("weighting"), row.get("note")) if part) or None,
    }


def _day(row: Row, role: str, notation: Notation) -> str | None:
    text = row.get(role, "")
    if not text:
        return None
    day = parse_date(text, notation)
    if day.fault:
        raise _Fault(day.fault, day.message, role, "a day such as 2024-03-31")
    return day.start if role == "date_start" else day.end


def _number(row: Row, role: str, *, required: bool = True) -> float | None:
    text = row.get(role, "").replace(" ", "").removesuffix("%")
    if not text and not required:
        return None
    try:
        value = float(text.replace(",", ".") if text.count(",") == 1 and "." not in text else text)
    except ValueError:
        raise _Fault("not_a_number", f"{row.get(role, '')!r} is no number", role, "a number") from None
    if value != value or value in (float("inf"), float("-inf")):
        raise _Fault("not_a_number", f"{row.get(role, '')!r} is no number", role, "a number")
    return value


def _count(row: Row, role: str, *, required: bool = True) -> float | None:
    value = _number(row, role, required=required)
    if value is not None and (value < 0 or value != int(value)):
        raise _Fault("not_a_count", f"{value:g} is no count", role, "a whole number, 0 or more")
    return value


def _figure(indicator: str, value: float | None, **more: object) -> dict[str, Any]:
    return {
        "indicator": indicator,
        "value": value,
        "value_status": "zero" if value == 0 else "value",
        "unit": catalogue()[indicator].unit,
        **more,
    }


def _programme(row: Row) -> list[dict[str, Any]]:
    stage = row.get("stage", "").casefold()
    if stage not in funnel.STAGES:
        raise _Fault("funnel_stage_unknown", f"no step {stage!r}", "stage", ", ".join(funnel.STAGES))
    if not row.get("programme"):
        raise _Fault("no_programme", "the row names no programme", "programme", "its name")
    people = _count(row, "people")
    return [
        _figure(funnel.indicator_of(stage), people, category=row["programme"], reported_value=row["people"])
    ]


def _funnels_that_hold(table: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the rows of sound funnels, and the problems of the others, row by row."""
    keys = ["category", "reported_admin1_name", "reported_admin2_name", "reference_end"]
    stages = {funnel.indicator_of(stage): stage for stage in funnel.STAGES}
    problems: list[Problem] = []
    sound = pd.Series(True, index=table.index)
    for _, rows in table.groupby(keys, dropna=False):
        counts = dict(zip(rows["indicator"].map(stages), rows["value"], strict=True))
        wrong = funnel.check(counts, str(rows["category"].iloc[0]))
        if len(counts) < len(rows):
            text = "one step stands twice in the same programme and period"
            wrong = [Problem(code="duplicate_row", message=text, column="stage", expected="each step once")]
        if wrong:
            sound[rows.index] = False
            problems += [replace(wrong[0], column="people", row=int(number)) for number in rows.index]
    return table[sound], problems


def _assistance(row: Row) -> list[dict[str, Any]]:
    if not row.get("admin1"):
        raise _Fault("no_place", "the row names no region", "admin1", "a region of Mali")
    figures = [_figure("assistance_activities", _count(row, "activities"), reported_value=row["activities"])]
    organisations = _count(row, "organisations", required=False)
    if organisations is not None:
        if organisations > float(figures[0]["value"]):
            expected = "at most the number of activities"
            raise _Fault(
                "more_organisations", "more organisations than activities", "organisations", expected
            )
        figures.append(
            _figure("assistance_organisations", organisations, reported_value=row["organisations"])
        )
    return figures


def _survey(row: Row) -> list[dict[str, Any]]:
    name = row.get("indicator", "")
    declared = catalogue().get(name)
    if declared is None or declared.family not in FAMILIES:
        raise _Fault(
            "unknown_indicator", f"no survey indicator {name!r}", "indicator", "an id of the catalogue"
        )
    value = _number(row, "value")
    asked, denominator = _count(row, "asked"), _count(row, "denominator", required=False)
    if not asked or denominator == 0:
        role = "asked" if not asked else "denominator"
        raise _Fault("sample_of_zero", "a share of nobody", role, "at least one person asked")
    if denominator is not None and denominator > asked:
        raise _Fault(
            "denominator_above_sample", "more in the share than asked", "denominator", f"at most {asked:g}"
        )
    if value is None or (declared.unit == "percent" and not 0 <= value <= 100):
        raise _Fault("share_outside_100", f"a share of {value:g} %", "value", "0 to 100")
    return [
        _figure(
            name,
            value,
            category=row.get("category") or None,
            population_group=row.get("population") or None,
            sample_size=asked,
            denominator=denominator,
            reported_value=row["value"],
        )
    ]


def _measure(row: Row) -> list[dict[str, Any]]:
    name = row.get("indicator", "")
    if name not in SITE_MEASURES:
        raise _Fault(
            "unknown_indicator", f"no measure {name!r} of a site", "indicator", ", ".join(SITE_MEASURES)
        )
    if not row.get("site_id"):
        raise _Fault("no_site", "the row names no site", "site_id", "the id of a site")
    if name in WHOLE:
        value = _count(row, "value")
        if name == "site_stage" and value not in (1, 2, 3, 4):
            raise _Fault("unknown_stage", f"no stage {value:g}", "value", "1 to 4")
        return [_figure(name, value, category=row["site_id"], reported_value=row["value"])]
    value, scale = _number(row, "value"), index.INDICATORS[name]
    told = (_number(row, "minimum"), _number(row, "maximum"), row.get("higher_is", "").casefold())
    if told != (scale.minimum, scale.maximum, scale.higher_is):
        expected = f"{scale.minimum:g}, {scale.maximum:g}, {scale.higher_is}"
        text = f"the {scale.name} runs from {expected}; the row says otherwise"
        raise _Fault("scale_differs", text, "higher_is", expected)
    if value is None or (wrong := index.check(scale, value)):
        found = wrong[0]
        raise _Fault(found.code, found.message, "value", str(found.expected))
    return [_figure(name, value, category=row["site_id"], reported_value=row["value"])]


_READERS: dict[str, Callable[[Row], list[dict[str, Any]]]] = {
    "programmes": _programme,
    "assistance": _assistance,
    "survey": _survey,
    "measures": _measure,
}
