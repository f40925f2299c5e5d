"""Tables of published survey and programme figures: debt, assistance, profile, each with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from geodata.nations import MALI
from maps.reintegration_numbers import amount, interval, period, remark, sample
from maps.reintegration_words import remark_words, say, translated
from maps.words import colon
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
    source: int
    note: str
    grey: bool


@dataclass(frozen=True)
class Figures:
    """A table of figures, the publications its rows refer to by number, and what nobody published."""

    rows: list[Row]
    sources: list[str]
    missing: list[str]


def table(view: View, indicators: tuple[str, ...], lang: str) -> Figures:
    """Return the figures of some indicators in their order; two sources make two rows, never a mean."""
    rows: list[Row] = []
    sources: list[str] = []
    for name in indicators:
        for row in view.surveys[view.surveys["indicator"] == name].to_dict("records"):
            rows.append(_row(view, row, sources, lang))
    told = set(view.surveys["indicator"])
    missing = [view.indicators[name].label(lang) for name in indicators if name not in told]
    return Figures(rows, sources, missing)


def _numbered(note: str, sources: list[str]) -> tuple[int, str]:
    """Return the number of the publication a note opens with, and the rest of the note."""
    said, _, rest = note.partition("; ")
    if ": " not in said:
        return 0, note
    if said not in sources:
        sources.append(said)
    return sources.index(said) + 1, rest


def _row(view: View, row: Mapping[Any, Any], sources: list[str], lang: str) -> Row:
    category = str(row["category"] or "")
    value = amount(row["value"], str(row["unit"]), str(row["value_status"]), lang)
    label = view.indicators[str(row["indicator"])].label(lang)
    if category == "at least":
        value = say("mark.at_least", lang, value=value)
    elif category:
        label += f"{colon(lang)} {translated('category', category, lang)}"
    n = row["sample_size"]
    place = "" if pd.isna(row["place_name"]) else str(row["place_name"])
    note = remark(row["note"], lang)
    source, note = (0, note) if row["indicator"] == "debt_burden" else _numbered(note, sources)
    return Row(
        label=label,
        value=value,
        bounds=interval(row["low"], row["high"], lang),
        asked=sample(n, lang),
        place=place,
        national=row["pcode"] == MALI,
        when=period(row["reference_start"], row["reference_end"], lang),
        source=source,
        note=remark_words(note, lang),
        grey=not pd.isna(n) and float(n) < declared().minimum_asked,
    )
