"""The trend of an indicator over its slices as a small inline SVG: the country and its sides.

A stock holds at a date, so each figure is a point, and a step leads to the next figure only while
the series goes on without a gap; nothing is interpolated over a slice without a total.  A hollow
point says that only some of the units reported; a diamond is a total printed for the whole country,
never a sum of ours.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

import pandas as pd

from geodata.nations import MALI
from maps import number
from maps.coverage import WELL_REPORTED
from maps.palette import GROUP_INKS, PRINTED_INK, TOTAL_INK
from maps.templating import environment
from maps.words import colon, word
from tracker.observation import SUMMABLE_KINDS
from tracker.view import View

LEFT, RIGHT, TOP, BOTTOM = 58.0, 150.0, 14.0, 30.0
GAP = 2.6
"""Two figures further apart than this many times the usual distance are not joined."""
LEAST_GAP_DAYS, LONGEST_GAP_DAYS = 45, 400


@dataclass(frozen=True, slots=True)
class Point:
    """One total: its day, its people, and whether most units stand behind it."""

    day: str
    value: float
    whole: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One series of the chart, oldest point first; `runs` are joined, between runs is a gap."""

    label: str
    ink: str
    runs: tuple[tuple[Point, ...], ...]

    @property
    def points(self) -> list[Point]:
        """Return the points of all runs, oldest first."""
        return [point for run in self.runs for point in run]


def _runs(table: pd.DataFrame, every: Sequence[str]) -> tuple[tuple[Point, ...], ...]:
    """Return the points of one series, cut at missing slices, jumps of date and changes of coverage."""
    days = [date.fromisoformat(day).toordinal() for day in every]
    steps = sorted(later - earlier for earlier, later in pairwise(days))
    usual = steps[len(steps) // 2] if steps else 1
    longest = min(max(GAP * usual, LEAST_GAP_DAYS), LONGEST_GAP_DAYS)
    rows = table.drop_duplicates("slice").set_index("slice")
    units, reporting = (pd.to_numeric(rows[name]) for name in ("units", "reporting_units"))
    told = reporting >= WELL_REPORTED * units
    runs: list[list[Point]] = [[]]
    last = 0
    for day, ordinal in zip(every, days, strict=True):
        value = rows["value"].get(day)
        if value is None or pd.isna(value):
            runs.append([])
            continue
        whole = bool(told[day])
        if runs[-1] and (ordinal - last > longest or runs[-1][-1].whole != whole):
            runs.append([])
        runs[-1].append(Point(day, float(value), whole))
        last = ordinal
    return tuple(tuple(run) for run in runs if run)


def _printed(view: View, indicator: str) -> list[Point]:
    """Return the totals printed for the whole country; approximate ones are left out."""
    mine = view.national[(view.national["indicator"] == indicator) & view.national["value"].notna()]
    mine = mine[mine["figure_kind"].isin(SUMMABLE_KINDS)]
    mine = mine.drop_duplicates("slice").sort_values("slice")
    return [
        Point(str(day), float(value), True) for day, value in zip(mine["slice"], mine["value"], strict=True)
    ]


def lines(view: View, indicator: str, grouping: str, lang: str) -> list[Line]:
    """Return the country's line and one for each group, in the order of the grouping."""
    totals = view.totals[view.totals["indicator"] == indicator]
    every = sorted(str(day) for day in totals["slice"].unique())
    wanted = [("country", MALI, word("trend.total", lang), TOTAL_INK)]
    if grouping in view.groupings:
        for group, ink in zip(view.groupings[grouping].groups, GROUP_INKS, strict=False):
            label = group.label(lang)
            wanted.append((grouping, group.id, label, ink))
    found = []
    for name, group_id, label, ink in wanted:
        mine = totals[(totals["grouping"] == name) & (totals["group"] == group_id)]
        runs = _runs(mine, every)
        if runs:
            found.append(Line(label, ink, runs))
    return found


def _nice_top(largest: float) -> tuple[float, float]:
    """Return the top of the axis and the distance of its lines: 1, 2 or 5 times a power of ten."""
    raw = max(largest, 4) / 4
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= raw)
    return math.ceil(max(largest, 1) / step) * step, step


@dataclass(frozen=True)
class _Scale:
    first: int
    last: int
    top: float
    width: float
    height: float

    def x(self, day: str) -> float:
        share = (date.fromisoformat(day).toordinal() - self.first) / max(self.last - self.first, 1)
        return round(LEFT + share * (self.width - LEFT - RIGHT), 1)

    def y(self, value: float) -> float:
        return round(self.height - BOTTOM - value / self.top * (self.height - TOP - BOTTOM), 1)


def _joined(run: Sequence[Point]) -> bool:
    """Return whether a run is drawn as a line: sums over changing sets of units are not."""
    return len(run) > 1 and run[0].whole


def _step_path(run: Sequence[Point], scale: _Scale) -> str:
    """Return steps: a figure holds until the next one was taken."""
    text = f"M{scale.x(run[0].day):g} {scale.y(run[0].value):g}"
    return text + "".join(f"H{scale.x(point.day):g}V{scale.y(point.value):g}" for point in run[1:])


def _years(scale: _Scale) -> list[tuple[float, str]]:
    """Return where years begin, no closer than a label needs."""
    first, last = date.fromordinal(scale.first), date.fromordinal(scale.last)
    years = [year for year in range(first.year, last.year + 1) if date(year, 1, 1) >= first]
    room = max(1, int((scale.width - LEFT - RIGHT) / 48))
    every = max(1, math.ceil(len(years) / room))
    return [(scale.x(f"{year}-01-01"), str(year)) for year in years if (year - years[0]) % every == 0]


def _apart(labels: list[dict[str, Any]], distance: float = 14.0) -> list[dict[str, Any]]:
    """Move the labels at the end of the lines down until they no longer overlap."""
    ordered = sorted(labels, key=lambda label: label["y"])
    for upper, lower in pairwise(ordered):
        lower["y"] = max(lower["y"], upper["y"] + distance)
    return ordered


def svg(
    view: View,
    indicator: str,
    *,
    lang: str = "fr",
    grouping: str = "north-south",
    width: float = 640,
    height: float = 240,
    identifier: str = "trend",
) -> str:
    """Return the chart as an SVG element; an indicator without totals gives a chart that says so."""
    series = lines(view, indicator, grouping, lang)
    printed = _printed(view, indicator)
    points = [point for line in series for point in line.points] + printed
    values: dict[str, Any] = {"id": identifier, "width": width, "height": height}
    title = f"{word('trend.title', lang)} – {view.indicators[indicator].label(lang)}"
    if not points:
        text = word("trend.empty", lang)
        return _render(values | {"title": title, "description": text, "empty": text})
    days = sorted(point.day for point in points)
    top, step = _nice_top(max(point.value for point in points))
    ends = [date.fromisoformat(day).toordinal() for day in (days[0], days[-1])]
    scale = _Scale(ends[0], ends[1], top, width, height)
    ticks = [index * step for index in range(round(top / step) + 1)]
    values |= {
        "title": title,
        "description": _description(series, printed, lang),
        "empty": "",
        "ticks": [(scale.y(tick), number.compact(tick, lang)) for tick in ticks],
        "years": _years(scale),
        "base": scale.y(0),
        "left": LEFT,
        "right": width - RIGHT,
        "paths": [
            {"ink": line.ink, "d": "".join(_step_path(run, scale) for run in line.runs if _joined(run))}
            for line in series
        ],
        "dots": [_dots(line, scale, lang, partial=index == 0) for index, line in enumerate(series)],
        "radius": 3 if len(points) < 60 else 2.2,
        "printed_ink": PRINTED_INK,
        "diamonds": [_mark(point, word("trend.printed", lang), scale, lang) for point in printed],
        "labels": _labels(series, printed, scale, lang),
    }
    return _render(values)


def _description(series: Sequence[Line], printed: Sequence[Point], lang: str) -> str:
    """Return the chart in a sentence: its span, its latest whole total, its highest."""
    whole = [point for point in (series[0].points if series else []) if point.whole]
    told = sorted([*whole, *printed], key=lambda point: point.day) or series[0].points
    peak = max(told, key=lambda point: point.value)
    return word(
        "trend.description",
        lang,
        start=number.month_words(told[0].day, lang),
        end=number.month_words(told[-1].day, lang),
        people=number.people(told[-1].value, lang),
        peak=number.people(peak.value, lang),
        peak_date=number.month_words(peak.day, lang),
    )


def _labels(
    series: Sequence[Line], printed: Sequence[Point], scale: _Scale, lang: str
) -> list[dict[str, Any]]:
    """Return the name of each series at the height of its last whole figure, pushed apart."""
    found = []
    for line in series:
        whole = [point for point in line.points if point.whole] or line.points
        found.append({"y": scale.y(whole[-1].value), "text": line.label, "ink": line.ink})
    if printed:
        found.append(
            {"y": scale.y(printed[-1].value), "text": word("trend.printed", lang), "ink": PRINTED_INK}
        )
    return _apart(found)


def _mark(point: Point, label: str, scale: _Scale, lang: str) -> dict[str, Any]:
    told = f"{label} – {number.date_words(point.day, lang)}{colon(lang)} {number.people(point.value, lang)}"
    return {"x": scale.x(point.day), "y": scale.y(point.value), "whole": point.whole, "told": told}


def _dots(line: Line, scale: _Scale, lang: str, *, partial: bool) -> dict[str, Any]:
    """Return the points of a line: all when they are few, else the lone ones and the last.

    Partial totals are shown for the country only: of a side they say too little.
    """
    crowded = len(line.points) > 60
    marks = [
        _mark(point, line.label, scale, lang)
        for run in line.runs
        for index, point in enumerate(run)
        if (partial or point.whole)
        and (not crowded or len(run) == 1 or (line.runs[-1] is run and index == len(run) - 1))
    ]
    return {"ink": line.ink, "marks": marks}


def _render(values: dict[str, Any]) -> str:
    text = environment().get_template("trend.svg.j2").render(values)
    return "".join(part.strip() for part in text.splitlines())
