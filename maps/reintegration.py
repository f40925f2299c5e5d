"""The page on returns, settlement options and reintegration, and the section of the returns page.

Everything is words and numbers ready to print, in both languages, from the public tables only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from maps.drawing import patterns
from maps.reintegration_coverage import Coverage, carried_patterns, coverages
from maps.reintegration_figures import ASSISTANCE, DEBT, DETAIL, Figures, table
from maps.reintegration_measures import Measure, measures
from maps.reintegration_options import Asked, asked
from maps.reintegration_panel import payload
from maps.reintegration_programmes import Programme, elsewhere, programmes
from maps.reintegration_series import FROM_NATIONAL, FROM_SURVEYS, Series, few_dates, series
from maps.reintegration_services import Point, Reach, kinds_with_reach, points, reaches, words_of
from maps.reintegration_sides import Sides, sides
from maps.reintegration_words import say
from maps.words import LANGS
from tracker.indicators import Indicator
from tracker.solutions.declared import declared
from tracker.solutions.options import OPTIONS
from tracker.solutions.surveys import FAMILIES
from tracker.view import View

ALSO_ON_THE_MAP = ("idp_stock", "assistance_organisations", "assistance_activities")
BACK = ("returned_share", "secondary_displacement_rate")

__all__ = ["ALSO_ON_THE_MAP", "Content", "asked_about", "payload", "present", "returns_values", "values"]


@dataclass(frozen=True)
class Content:
    """What the sections under the map print in one language; an empty list is said, not hidden."""

    series: list[Series]
    few_dates: str
    back: Figures
    options: list[Asked]
    details: Figures
    sides: list[Sides]
    coverages: list[Coverage]
    debt: Figures
    points: list[Point]
    reaches: list[Reach]
    reach_by_type: list[tuple[str, list[Reach]]]
    remote: list[str]
    distances: list[str]
    remote_km: int
    programmes: list[Programme]
    elsewhere: list[Programme]
    measures: list[Measure]
    assistance: Figures


def values(view: View, _: str) -> dict[str, Any]:
    """Return what the template of the reintegration page prints: its content in both languages."""
    facts = {lang: _content(view, lang) for lang in LANGS}
    return {"facts": facts, "say": say, "patterns": [*patterns("p-").values(), *carried_patterns()]}


def returns_values(view: View, _: str) -> dict[str, Any]:
    """Return what the section of the returns page prints: series, returns against those away, options."""
    facts = {
        lang: {
            "series": series(view, lang),
            "few_dates": few_dates(view, lang),
            "options": asked(view, lang),
            "back": table(view, BACK, lang),
        }
        for lang in LANGS
    }
    return {"facts": facts, "say": say}


def present(view: View) -> list[Indicator]:
    """Return the indicators the reintegration page prints figures of, besides those on the map."""
    tables = (view.surveys, view.figures, view.measures)
    told = {name for table in tables for name in table["indicator"]} - set(ALSO_ON_THE_MAP)
    own = [one for one in view.indicators.values() if one.family in FAMILIES and one.id in told]
    return own + _in_series_only(view)


def asked_about(view: View) -> list[Indicator]:
    """Return the indicators of the section of the returns page."""
    told = set(view.surveys["indicator"])
    wanted = (*OPTIONS, *BACK, *FROM_SURVEYS)
    own = [one for one in view.indicators.values() if one.id in wanted and one.id in told]
    return own + _in_series_only(view)


def _in_series_only(view: View) -> list[Indicator]:
    """Return the indicators whose national series is drawn while the map has no figure of them."""
    told, mapped = set(view.national["indicator"]), set(view.figures["indicator"])
    return [view.indicators[name] for name in FROM_NATIONAL if name in told and name not in mapped]


def _content(view: View, lang: str) -> Content:
    near = reaches(view, lang)
    kinds = declared().site_types
    return Content(
        series=series(view, lang),
        few_dates=few_dates(view, lang),
        back=table(view, BACK, lang),
        options=asked(view, lang),
        details=table(view, DETAIL, lang),
        sides=sides(view, lang),
        coverages=coverages(view, lang),
        debt=table(view, DEBT, lang),
        points=points(view, lang),
        reaches=near,
        reach_by_type=[
            (words_of(kinds, kind, lang), reaches(view, lang, kind)) for kind in kinds_with_reach(view)
        ],
        remote=[one.place for one in near if one.remote],
        distances=[say("column.nearest", lang, km=km) for km in declared().reach_km],
        remote_km=declared().remote_km,
        programmes=programmes(view, lang),
        elsewhere=elsewhere(view, lang),
        measures=measures(view, lang),
        assistance=table(view, ASSISTANCE, lang),
    )
