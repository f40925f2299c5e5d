"""The three settlement options side by side: return, local integration, settlement elsewhere."""

from __future__ import annotations

import pandas as pd

from tracker.problem import Problem
from tracker.solutions.declared import declared

OPTIONS = ("intention_return", "intention_local_integration", "intention_settlement_elsewhere")
ROUNDING = 0.5  # percentage points each printed share may be off by


def options(surveys: pd.DataFrame) -> pd.DataFrame:
    """Return one row per place, date and source with the three options beside one another.

    `surveys` has SURVEY_COLUMNS.  Columns: pcode, place_name, reference_start, reference_end,
    source, sample_size, then for each option its share, its interval (`<option>_low`, `_high`)
    and `not_printed`, the remainder no source attributes to any option: it is never booked on one.
    `small` says that fewer people were asked than declared; it is empty where the number is not
    published.
    """
    own = surveys[surveys["indicator"].isin(OPTIONS) & (surveys["category"] == "")].copy()
    keys = ["reference_end", "reference_start", "pcode", "place_name", "source", "sample_size"]
    for name in keys:
        own[name] = own[name].astype("object").where(own[name].notna(), None)
    rows = []
    for values, group in own.groupby(keys, dropna=False, sort=True):
        row: dict[str, object] = dict(zip(keys, values, strict=True))
        for option in OPTIONS:
            told = group[group["indicator"] == option]
            for column, name in (("value", option), ("low", f"{option}_low"), ("high", f"{option}_high")):
                row[name] = told[column].iloc[0] if len(told) else None
        printed = [float(share) for share in group["value"] if not pd.isna(share)]
        row["not_printed"] = max(0.0, 100 - sum(printed)) if printed else None
        row["note"] = "; ".join(dict.fromkeys(group["note"].dropna()))
        asked = group["sample_size"].iloc[0]
        row["small"] = None if pd.isna(asked) else bool(float(asked) < declared().minimum_asked)
        rows.append(row)
    bounds = [f"{option}{end}" for option in OPTIONS for end in ("", "_low", "_high")]
    table = pd.DataFrame(rows, columns=[*keys, *bounds, "not_printed", "small", "note"], dtype="object")
    return table.sort_values(["reference_end", "place_name"], ignore_index=True, kind="stable")


def check(shares: dict[str, float], place: str | None = None) -> list[Problem]:
    """Return a problem when the options of one question take up more than everybody."""
    total = sum(shares.values())
    if total <= 100 + ROUNDING * len(shares):
        return []
    return [
        Problem(
            code="options_over_100",
            message=f"the settlement options sum to {total:g} %",
            value=f"{total:g}",
            expected="at most 100 %, rounding aside",
            hint="one household chooses one option; check whether several answers were allowed",
            place=place,
        )
    ]
