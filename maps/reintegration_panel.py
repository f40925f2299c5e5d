"""What the page's script needs: the sites on the map, and what is known of each unit."""

from __future__ import annotations

from typing import Any

import pandas as pd

from geodata.nations import MALI
from maps import number
from maps.reintegration_numbers import amount, older, period, points
from maps.reintegration_services import words_of
from maps.reintegration_sites import sites
from maps.reintegration_words import say
from maps.words import LANGS
from tracker.solutions.declared import declared
from tracker.view import View

Line = list[str]  # label, value, scope
WORDS = (
    "panel.title",
    "panel.hint",
    "panel.gap_date",
    "legend.points",
    "legend.gathered",
    "column.type",
    "column.status",
    "column.operator",
    "column.conditions",
)


def payload(view: View) -> dict[str, Any]:
    """Return the part of the page's data that this kind of page adds."""
    return {
        "reintegration": {
            **sites(view),
            "units": {
                str(code): {lang: lines(view, str(code), lang) for lang in LANGS}
                for code in view.units["pcode"]
            },
            "words": {key: [say(key, lang) for lang in LANGS] for key in WORDS},
        }
    }


def lines(view: View, pcode: str, lang: str) -> list[Line]:
    """Return what is known of one unit: label, figure, and the place and date it is about."""
    found = [
        _latest(view, "idp_stock", pcode, "panel.displaced", lang),
        _latest(view, "idp_returnees_cumulative", pcode, "panel.returned", lang),
        *_intentions(view, pcode, lang),
        _gap(view, pcode, lang),
        _service_points(view, pcode, lang),
        _within(view, pcode, lang),
        *_national(view, "debt_indebted_on_return", "panel.debt", lang),
        *_national(view, "debt_new_loan_after_return", "panel.loan", lang),
    ]
    return [line for line in found if line]


def _latest(view: View, indicator: str, pcode: str, key: str, lang: str) -> Line:
    own = view.figures[(view.figures["indicator"] == indicator) & (view.figures["pcode"] == pcode)]
    own = own[own["value_status"].isin(["value", "zero", "suppressed"])].sort_values("slice")
    if own.empty:
        return [say(key, lang), say("mark.no_data", lang), ""]
    row = own.iloc[-1]
    value = amount(row["value"], "people", str(row["value_status"]), lang)
    known = pd.notna(row["reference_end"]) and row["reference_end"]  # a hidden figure has no day of its own
    return [say(key, lang), value, number.date_words(str(known or row["slice"]), lang)]


def _intentions(view: View, pcode: str, lang: str) -> list[Line]:
    """Return the newest intention to return that covers the unit: its own, its side's, the country's."""
    own = view.surveys[(view.surveys["indicator"] == "intention_return") & view.surveys["value"].notna()]
    if own.empty:
        return []
    region = _region_name(view, pcode)
    inside = (
        own["place_name"]
        .fillna("")
        .map(lambda name: region in [part.strip() for part in str(name).split("+")])
    )
    here = own[inside | (own["pcode"] == pcode)].sort_values("reference_end")
    found = []
    for row in [here.iloc[-1]] if len(here) else []:
        scope = say("mark.covers", lang, place=row["place_name"])
        found.append(_survey_line(row, view.indicators["intention_return"].label(lang), scope, lang))
    national = own[own["pcode"] == MALI].sort_values("reference_end")
    if len(national):
        label = view.indicators["intention_return"].label(lang)
        found.append(_survey_line(national.iloc[-1], label, say("mark.national", lang), lang))
    return found


def _region_name(view: View, pcode: str) -> str:
    unit = view.units[view.units["pcode"] == pcode].iloc[0]
    if view.level > 1 and view.parents is not None:
        parents = view.parents[view.parents["pcode"] == unit["parent_pcode"]]
        if len(parents):
            return str(parents["place_name" if "place_name" in parents else "name"].iloc[0])
    return str(unit["place_name"])


def _survey_line(row: pd.Series, label: str, scope: str, lang: str) -> Line:
    value = amount(row["value"], str(row["unit"]), str(row["value_status"]), lang)
    when = period(row["reference_start"], row["reference_end"], lang)
    return [label, value, f"{scope}, {when}"]


def _gap(view: View, pcode: str, lang: str) -> Line:
    own = view.figures[(view.figures["indicator"] == "coverage_gap") & (view.figures["pcode"] == pcode)]
    own = own[own["value"].notna()].sort_values("slice")
    if own.empty:
        return []
    newest = own.iloc[-1]
    when = number.date_words(str(newest["slice"]), lang)
    told = ". ".join(filter(None, [when, older(newest, lang)]))
    return [say("panel.gap", lang), points(float(newest["value"]), lang), told]


def _service_points(view: View, pcode: str, lang: str) -> Line:
    own = view.sites[view.sites["pcode"] == pcode]
    kinds = [words_of(declared().site_types, kind, lang) for kind in own["site_type"]]
    counts = pd.Series(kinds, dtype="object").value_counts(sort=False)
    text = ", ".join(
        f"{kind} ({count})" if count > 1 else str(kind) for kind, count in sorted(counts.items())
    )
    return [say("panel.services", lang), text or say("panel.none", lang), ""]


def _within(view: View, pcode: str, lang: str) -> Line:
    own = view.surveys[(view.surveys["indicator"] == "reach_25_km") & (view.surveys["pcode"] == pcode)]
    near = own[(own["category"] != "") & (own["value"].astype("Float64") > 0).fillna(False)]
    if own.empty:
        return []
    kinds = sorted(words_of(declared().site_types, kind, lang) for kind in near["category"])
    return [say("panel.reach", lang), ", ".join(kinds) or say("panel.no", lang), ""]


def _national(view: View, indicator: str, key: str, lang: str) -> list[Line]:
    own = view.surveys[(view.surveys["indicator"] == indicator) & (view.surveys["pcode"] == MALI)]
    values = [
        amount(row["value"], str(row["unit"]), str(row["value_status"]), lang)
        for row in own.to_dict("records")
    ]
    if not values:
        return []
    return [[say(key, lang), " / ".join(dict.fromkeys(values)), say("mark.national", lang)]]
