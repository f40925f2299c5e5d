"""The figures a coordinator asks for first: each with its date, its source and how it came about."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from maps import number
from maps.coverage import MOST_COUNTRIES, WELL_REPORTED
from maps.words import LANGS, plural, word
from tracker.view import View

Both = dict[str, str]
YEAR, SLACK = 365, 130
"""A change is told against a figure about a year older, give or take four months."""
REPORTED = ("value", "zero", "suppressed")


@dataclass(frozen=True, slots=True)
class Told:
    """One figure for the country: printed by a source, or the sum of the units that reported.

    `value` is None where the figure is suppressed.  `base` is what was added (the P-codes) or who
    printed it: only figures with the same one are like for like.
    """

    day: str
    value: float | None
    source: str
    base: frozenset[str]
    reporting: int = 0
    units: int = 0

    @property
    def printed(self) -> bool:
        """Return whether a source printed the figure for the whole country."""
        return self.units == 0


@dataclass(frozen=True)
class Headline:
    """One key figure in both languages; `day` empty when there is none yet."""

    id: str
    label: Both
    value: Both
    day: str
    when: Both
    source: str
    how: Both
    change: Both | None
    age_days: int


def both(key: str, **values: Any) -> Both:
    """Return one sentence of the catalogue in both languages; a value may itself be in both."""
    return {
        lang: word(
            key, lang, **{name: one[lang] if isinstance(one, dict) else one for name, one in values.items()}
        )
        for lang in LANGS
    }


def counted(key: str, count: int, **values: object) -> Both:
    """Return a sentence about a count in both languages, in the singular or plural of each."""
    return {lang: plural(key, count, lang, count=number.people(count, lang), **values) for lang in LANGS}


def days_between(earlier: str, later: str) -> int:
    """Return the days from one ISO date to another, negative when it is earlier."""
    return (date.fromisoformat(later[:10]) - date.fromisoformat(earlier[:10])).days


def told_for_country(view: View, indicator: str) -> list[Told]:
    """Return every figure for the whole country, oldest first; of one date the printed one.

    A sum over few of the units is none.  A suppressed figure stands only where no other is known.
    """
    titles = dict(
        zip(view.sources["source"].astype(str), view.sources["organisation"].astype(str), strict=True)
    )
    found: dict[str, Told] = {}
    totals = view.totals[(view.totals["indicator"] == indicator) & (view.totals["grouping"] == "country")]
    figures = view.figures[view.figures["indicator"] == indicator]
    for row in totals[_told(totals)].to_dict("records"):
        if float(row["reporting_units"]) >= WELL_REPORTED * float(row["units"]):
            here = figures[figures["slice"] == row["slice"]]
            names = here["source"].dropna().unique()
            who = ", ".join(dict.fromkeys(titles.get(str(name), str(name)) for name in sorted(names)))
            counts = int(row["reporting_units"]), int(row["units"])
            added = frozenset(here.loc[here["value_status"].isin(REPORTED), "pcode"].astype(str))
            day = str(row["slice"])
            found[day] = Told(day, _value(row), who, added, *counts)
    national = view.national[view.national["indicator"] == indicator]
    for row in national[_told(national)].to_dict("records"):
        day, source = str(row["slice"]), str(row["source"])
        if not pd.isna(row["value"]) or day not in found:
            series = frozenset({f"printed by {source}", str(row["figure_kind"])})
            found[day] = Told(day, _value(row), titles.get(source, source), series)
    return [found[day] for day in sorted(found)]


def _told(table: pd.DataFrame) -> pd.Series[bool]:
    return table["value"].notna() | (table["value_status"] == "suppressed")


def _value(row: Mapping[Hashable, Any]) -> float | None:
    return None if pd.isna(row["value"]) else float(row["value"])


def _change(series: list[Told], told: Told) -> Both | None:
    """Return the change against the figure nearest to a year before, when there is one like it.

    Like for like only: printed against printed of the same source, a sum against a sum of the same units.
    """
    older = [
        (abs(days_between(one.day, told.day) - YEAR), one.day, one.value)
        for one in series
        if one.base == told.base and one.value
    ]
    away, day, value = min(older, default=(SLACK + 1, "", 0.0))
    if told.value is None or away > SLACK:
        return None
    share = told.value / value - 1
    sign = "+" if share > 0 else "−" if share < 0 else ""
    return {
        lang: word(
            "headline.change",
            lang,
            percent=sign + number.percent(abs(share), lang),
            date=number.month_words(day, lang),
        )
        for lang in LANGS
    }


def _headline(identifier: str, view: View, told: Told | None, series: list[Told]) -> Headline:
    label = both(f"headline.{identifier}")
    if told is None:
        return Headline(identifier, label, both("headline.none"), "", {}, "", {}, None, 0)
    how = (
        both("headline.printed")
        if told.printed
        else both("headline.summed", reporting=told.reporting, units=told.units)
    )
    return Headline(
        identifier,
        label,
        both("status.suppressed")
        if told.value is None
        else {lang: number.people(told.value, lang) for lang in LANGS},
        told.day,
        {lang: number.month_words(told.day, lang) for lang in LANGS},
        told.source,
        how,
        _change(series, told),
        max(days_between(told.day, view.as_of), 0),
    )


def _abroad(view: View, abroad: pd.DataFrame) -> Headline:
    """Return refugees abroad: the newest date on which most countries of asylum have a figure."""
    mine = abroad[(abroad["indicator"] == "refugees_abroad") & abroad["value"].notna()]
    counts = mine.groupby("slice")["pcode"].nunique().sort_index()
    if counts.empty:
        return _headline("abroad", view, None, [])
    series = []
    titles = dict(
        zip(view.sources["source"].astype(str), view.sources["organisation"].astype(str), strict=True)
    )
    for day in counts[counts >= MOST_COUNTRIES * counts.max()].index:
        rows = mine[mine["slice"] == day]
        who = ", ".join(
            dict.fromkeys(titles.get(str(one), str(one)) for one in sorted(rows["source"].unique()))
        )
        hosts = frozenset(rows["pcode"].astype(str))
        series.append(Told(str(day), float(rows["value"].sum()), who, hosts, len(rows), len(rows)))
    found = _headline("abroad", view, series[-1], series)
    return replace(found, how=counted("headline.countries", series[-1].reporting))


def headlines(view: View, abroad: pd.DataFrame | None = None) -> list[Headline]:
    """Return the key figures: IDPs now and at most, returnees, repatriated, refugees abroad.

    A figure is the newest one printed for the whole country, or the newest sum in which most
    units reported; partial sums, approximate figures and other definitions never stand in.
    """
    idps = told_for_country(view, "idp_stock")
    peak = max((one for one in idps if one.value is not None), key=lambda one: one.value or 0, default=None)
    found = [
        _headline("idps", view, idps[-1] if idps else None, idps),
        _headline("peak", view, peak, []),
    ]
    for identifier, indicator in (
        ("returnees", "idp_returnees_cumulative"),
        ("repatriated", "repatriated_refugees"),
    ):
        series = told_for_country(view, indicator)
        found.append(_headline(identifier, view, series[-1] if series else None, series))
    if abroad is not None:
        found.append(_abroad(view, abroad))
    return found
