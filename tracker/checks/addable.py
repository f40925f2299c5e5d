"""Which figures may be compared with sums, and the words a finding uses for them."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

from geodata.how_many import figure
from tracker.observation import COUNTED_UNITS, SUMMABLE_KINDS
from tracker.problem import Problem, Severity


def counted(observations: pd.DataFrame) -> pd.DataFrame:
    """Return the figures that are exact counts: a number, as printed or summed from rows."""
    known = observations["value"].notna() & observations["value_status"].isin(["value", "zero"])
    exact = observations["figure_kind"].isin(SUMMABLE_KINDS)
    unit = observations["unit"].isin(COUNTED_UNITS)
    return observations[known & exact & unit]


def finding(
    row: dict[Hashable, Any],
    code: str,
    message: str,
    *,
    expected: str | None = None,
    hint: str | None = None,
    severity: Severity = "warning",
) -> Problem:
    """Return a finding about one figure of the record."""
    number = row.get("source_row")
    return Problem(
        code=code,
        message=message,
        severity=severity,
        file=_text(row.get("source_file")),
        sheet=_text(row.get("source_sheet")),
        row=None if number is None or pd.isna(number) else int(number),
        column=_text(row.get("source_column")),
        value=people(row["value"]),
        expected=expected,
        hint=hint,
        source=_text(row.get("source")),
        indicator=_text(row.get("indicator")),
        place=_text(row.get("place_name")) or _text(row.get("pcode")),
        people=float(row["value"]) if row.get("unit") == "people" else None,
    )


def people(value: Any) -> str:
    """Write a count without ``.0`` and with thousands apart."""
    return figure(float(value))


def _text(value: Any) -> str | None:
    return None if value is None or pd.isna(value) or value == "" else str(value)
