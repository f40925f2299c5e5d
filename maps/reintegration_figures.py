"""Tables of published survey and programme figures: debt, assistance, profile, each with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from maps.reintegration_numbers import amount, interval, period, remark, sample
from maps.reintegration_words import say, translated
from tracker.solutions.declared import declared
from tracker.view import View

DEBT = (
    "debt_surveyed_returnees",
    "debt_key_informant_interviews",
    "debt_indebted_on_return",
    "debt_migration_related",
    "debt_new_loan_after_return",
    "debt_median_fcfa",
    "debt_min_fcfa",
    "debt_max_fcfa",
    "debt_above_50000_fcfa",
    "debt_income_median_fcfa",
    "debt_income_50000_or_less",
    "debt_no_income",
    "debt_burden",
    "debt_lender",
    "debt_intend_to_repay",
    "debt_irregular_repayment",
    "debt_threats",
    "debt_impact_economic",
    "debt_impact_psychosocial",
    "returnee_profile",
)
ASSISTANCE = (
    "reintegration_started",
    "reintegration_projects",
    "reintegration_monitoring_surveys",
    "avrr_cases_suspended",
    "avrr_return_operations",
    "migrants_assisted_joint_initiative",
    "migrants_helped_home_from_mali",
    "arrival_cash",
    "refugee_returnees_arrived",
    "refugee_returnees_assisted",
    "shelters_built",
    "persons_assisted",
)
DETAIL = ("intention_return_detail", "expects_security_soon")


@dataclass(frozen=True)
class Row:
    """One published figure."""

    label: str
    value: str
    bounds: str
    asked: str
    place: str
    national: bool
    when: str
    note: str
    grey: bool


def rows(view: View, indicators: tuple[str, ...], lang: str) -> list[Row]:
    """Return the figures of some indicators in their order; sources stand one under the other."""
    found = []
    for name in indicators:
        for row in view.surveys[view.surveys["indicator"] == name].to_dict("records"):
            found.append(_row(view, row, lang))
    return found


def _row(view: View, row: Mapping[Any, Any], lang: str) -> Row:
    category = str(row["category"] or "")
    value = amount(row["value"], str(row["unit"]), str(row["value_status"]), lang)
    label = view.indicators[str(row["indicator"])].label(lang)
    if category == "at least":
        value = say("mark.at_least", lang, value=value)
    elif category:
        label += (
            f" : {translated('category', category, lang)}"
            if lang == "fr"
            else f": {translated('category', category, lang)}"
        )
    n = row["sample_size"]
    place = "" if pd.isna(row["place_name"]) else str(row["place_name"])
    return Row(
        label=label,
        value=value,
        bounds=interval(row["low"], row["high"], lang),
        asked=sample(n, lang),
        place=place,
        national=row["pcode"] == "MLI",
        when=period(row["reference_start"], row["reference_end"], lang),
        note=remark(row["note"], lang),
        grey=not pd.isna(n) and float(n) < declared().minimum_asked,
    )
