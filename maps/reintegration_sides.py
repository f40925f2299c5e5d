"""Displaced people in the north and in the south: the highest date, what IDMC saw in 2014, and now."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from maps import number
from maps.coverage import REPORTED_ALIKE, SIDES_COMPARABLE
from maps.reintegration_numbers import share
from maps.reintegration_words import say
from maps.words import plural, word
from tracker.view import View

STOCK = "idp_stock"
GROUPING = "north-south"
LEFT_BEHIND = "2014-02-28"  # IDMC, Left behind: IDPs forgotten in Mali's southern cities, March 2014
MOST_PLACES = 6


@dataclass(frozen=True)
class Sides:
    """One date: how many people on each side, and where in the south."""

    when: str
    why: str
    caution: str  # why there are no shares
    total: str
    sides: list[tuple[str, str, str]]  # name, people, share; no share of what cannot be compared
    south: str


def sides(view: View, lang: str) -> list[Sides]:
    """Return the highest date, the one IDMC described and the newest; nothing without totals by side."""
    totals = view.totals[(view.totals["indicator"] == STOCK) & view.totals["value"].notna()]
    country = totals[totals["grouping"] == "country"].set_index("slice")
    split = totals[totals["grouping"] == GROUPING]
    if country.empty or split.empty:
        return []
    wanted = dict([_highest(country)])
    if LEFT_BEHIND in country.index:
        wanted[LEFT_BEHIND] = "mark.left_behind"
    wanted.setdefault(str(country.index.max()), "mark.newest")
    return [_sides(view, country, split, day, wanted[day], lang) for day in sorted(wanted)]


def _highest(country: pd.DataFrame) -> tuple[str, str]:
    """Return the highest of the dates reported alike; it is the peak only where no total is higher."""
    people, reporting = (country[name].astype("float64") for name in ("value", "reporting_units"))
    alike = people[reporting >= REPORTED_ALIKE * reporting.max()]
    return str(alike.idxmax()), "mark.peak" if alike.max() >= people.max() else "mark.highest_alike"


def _sides(view: View, country: pd.DataFrame, split: pd.DataFrame, day: str, why: str, lang: str) -> Sides:
    total = float(country["value"].astype("float64")[day])
    table = split[split["slice"] == day].set_index("group")
    here, reporting, units = (table[name].astype("float64") for name in ("value", "reporting_units", "units"))
    fair = bool((reporting >= SIDES_COMPARABLE * units).all())
    found = []
    for group in view.groupings[GROUPING].groups:
        if group.id in here.index:
            people = float(here[group.id])
            label = group.label(lang)
            found.append(
                (
                    label,
                    number.people(people, lang),
                    share(people / total * 100, lang) if fair and total else "",
                )
            )
    told = {name: int(country[name].astype("float64")[day]) for name in ("reporting_units", "units")}
    reported = plural(
        "total.coverage",
        told["reporting_units"],
        lang,
        reporting=told["reporting_units"],
        units=told["units"],
    )
    return Sides(
        when=number.date_words(day, lang),
        why=f"{say(why, lang)} ({reported})",
        caution="" if fair else word("total.not_comparable", lang),
        total=number.people(total, lang),
        sides=found,
        south=_south(view, day, lang),
    )


def _south(view: View, day: str, lang: str) -> str:
    """Return the units of the south with the most displaced people, in words."""
    names = dict(zip(view.units["pcode"], view.units["place_name"], strict=True))
    own = view.figures[(view.figures["indicator"] == STOCK) & (view.figures["slice"] == day)]
    own = own[own["value"].notna() & (own["value"].astype("Float64") > 0).fillna(False)]
    side = view.sides[GROUPING]
    own = own[own["pcode"].astype("str").map(side) == "south"]
    own = own.sort_values("value", ascending=False).head(MOST_PLACES)
    pairs = zip(own["pcode"], own["value"], strict=True)
    return " · ".join(f"{names.get(code, code)} {number.people(float(value), lang)}" for code, value in pairs)
