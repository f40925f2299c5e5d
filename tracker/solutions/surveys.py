"""Survey answers, programme figures and reach, as the pages show them: one row a published figure."""

from __future__ import annotations

import pandas as pd

from tracker.indicators import catalogue
from tracker.solutions.intervals import wilson
from tracker.view import SURVEY_COLUMNS

FAMILIES = ("solutions", "reintegration", "services")


def surveys(observations: pd.DataFrame) -> pd.DataFrame:
    """Return the figures about solutions, reintegration and services, with their intervals.

    Every source keeps its own row: two figures for one question stand side by side and are never
    averaged.  An interval is given where a share and its denominator are both known.  A figure
    about several regions or an undecided place keeps the words of its source in `place_name` and
    has no P-code.  Columns: SURVEY_COLUMNS.
    """
    declared = catalogue()
    ids = {name for name, entry in declared.items() if entry.family in FAMILIES}
    rows = observations[observations["indicator"].isin(ids)]
    if rows.empty:
        return pd.DataFrame({name: pd.Series(dtype="object") for name in SURVEY_COLUMNS})
    table = pd.DataFrame({name: rows[name] for name in SURVEY_COLUMNS if name in rows})
    place = rows["place_name"].where(rows["pcode"].notna(), rows["reported_place_name"])
    table["place_name"] = place.fillna(rows["reported_place_name"])
    table["note"] = _note(rows)
    bounds = [_interval(*row) for row in zip(rows["unit"], rows["value"], rows["denominator"], strict=True)]
    table["low"] = pd.array([low for low, _ in bounds], dtype="Float64")
    table["high"] = pd.array([high for _, high in bounds], dtype="Float64")
    table["category"] = table["category"].fillna("")
    order = ["indicator", "reference_end", "pcode", "place_name", "category", "source", "value"]
    return table.reindex(columns=SURVEY_COLUMNS).sort_values(order, ignore_index=True, kind="stable")


def _note(rows: pd.DataFrame) -> pd.Series:
    """Return what a reader must know beside a figure: who printed it, and the remark."""
    said = rows["source_org"].fillna("") + ": " + rows["source_title"].fillna("")
    note = rows["note"].fillna("")
    approximate = (rows["figure_kind"] == "printed_approximate").map(
        {True: "approximate as printed", False: ""}
    )
    joined = pd.DataFrame({"said": said.str.strip(": "), "approximate": approximate, "note": note})
    return joined.apply(lambda row: "; ".join(part for part in row if part), axis=1).astype("str")


def _interval(unit: object, value: object, asked: object) -> tuple[float | None, float | None]:
    if unit != "percent" or pd.isna(value) or pd.isna(asked):  # type: ignore[call-overload]
        return None, None
    share, number = float(value), float(asked)  # type: ignore[arg-type]
    if not 0 <= share <= 100 or number <= 0:
        return None, None
    return wilson(share, number)
