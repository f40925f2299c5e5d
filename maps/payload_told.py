"""What stands beside the figures of units: totals published for the country, and counts of towns."""

from __future__ import annotations

from typing import Any

import pandas as pd

from tracker.indicators import Indicator
from tracker.slices import age_in_days
from tracker.view import View


def published(view: View, indicator: Indicator, dates: list[str], sources: list[str]) -> list[list[Any]]:
    """Return slice, people, days before the slice's end and source of each national figure of a slice.

    A published total is shown in the slice of its own month only; it is never a sum of the units.
    """
    table = view.national
    mine = table[(table["indicator"] == indicator.id) & table["slice"].isin(dates) & table["value"].notna()]
    last = mine.sort_values(["slice", "reference_end", "source"]).drop_duplicates("slice", keep="last")
    return [
        [
            dates.index(str(row["slice"])),
            round(float(row["value"])),
            age_in_days(str(row["reference_end"]), str(row["slice"])),
            sources.index(str(row["source"])) + 1 if str(row["source"]) in sources else 0,
        ]
        for row in last.to_dict("records")
    ]


def towns(view: View, indicator: Indicator, dates: list[str], sources: list[str]) -> list[dict[str, Any]]:
    """Return name, position and cells of each town: slice, people (-1 hidden), age in days, source.

    A town's count stands in for a later slice as long as that of a unit may; its age says so.
    """
    table = view.cities
    told = table["value_status"].isin(["value", "zero", "suppressed"])
    mine = table[(table["indicator"] == indicator.id) & told]
    found = []
    for _, rows in mine.sort_values(["pcode", "slice"]).groupby("pcode", sort=True):
        town = rows.iloc[-1]
        cells = [cell for day in dates if (cell := _cell(rows, indicator, day, dates.index(day), sources))]
        if cells:
            at = [round(float(town["lat"]), 3), round(float(town["lon"]), 3)]
            found.append({"name": str(town["name"]), "at": at, "cells": cells})
    return found


def _cell(
    rows: pd.DataFrame, indicator: Indicator, day: str, place: int, sources: list[str]
) -> list[int] | None:
    known = rows[rows["slice"] <= day]
    if known.empty:
        return None
    row = known.iloc[-1]
    age = age_in_days(str(row["reference_end"]), day)
    if str(row["slice"]) != day and age > (indicator.carry_forward_days or 0):
        return None
    people = -1 if row["value_status"] == "suppressed" else round(float(row["value"]))
    source = sources.index(str(row["source"])) + 1 if str(row["source"]) in sources else 0
    return [place, people, age, source]
