"""The legend of a still picture: classes, the statuses that are present, circles, the line."""

from __future__ import annotations

from dataclasses import dataclass

from maps import number
from maps.palette import STATUS_STYLES, svg_hatch
from maps.payload import PLAIN
from maps.still_paint import Paint, class_colours
from maps.still_slice import SliceFigures
from maps.still_units import circle_samples
from maps.words import catalogue, word
from tracker.indicators import Indicator

FIRST, ROW = 24.0, 19.0


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the legend: a swatch of this fill at `y`, and its words; the line without a fill."""

    y: float
    fill: str
    text: str


@dataclass(frozen=True, slots=True)
class Sample:
    """One circle of the legend, with the number of people it stands for."""

    cx: float
    cy: float
    radius: float
    text: str


@dataclass(frozen=True)
class Legend:
    """Everything of the legend with its place, in pixels from its top left corner."""

    heading: str
    classes: list[Row]
    statuses: list[Row]
    fixed: str
    line: Row | None
    circles_heading: str
    circles: list[Sample]
    patterns: list[str]
    height: float


def class_words(figures: SliceFigures, lang: str) -> list[str]:
    """Return one interval in words per class, ``1 – 500`` or ``0,1 – 2,5``, as the pages print it."""

    def write(value: float) -> str:
        return number.per_thousand(value, figures.classes.decimals, lang)

    def said(low: str, high: str, *, below: bool) -> str:
        if low == high:
            return f"≤\u00a0{high}" if below else high
        return word("legend.class_range", lang, low=f"<\u00a0{low}" if below else low, high=high)

    return [
        said(write(low), write(high), below=figures.classes.below and not place)
        for place, (low, high) in enumerate(figures.classes.printed())
    ]


def _rows(texts: list[tuple[str, str]]) -> list[Row]:
    return [Row(FIRST + index * ROW, fill, text) for index, (fill, text) in enumerate(texts)]


def _statuses(
    figures: SliceFigures, colours: list[str], identifier: str, lang: str
) -> tuple[list[tuple[str, str]], list[str]]:
    """Return fill and words of each status in the picture, and the patterns of these fills."""
    ground = colours[min(1, len(colours) - 1)] if colours else PLAIN
    found: list[tuple[str, str]] = []
    patterns: list[str] = []
    for status, style in STATUS_STYLES.items():
        if status == "value" or status not in figures.statuses:
            continue
        fill = style.fill or ground
        if style.hatch != "none":
            name = f"{identifier}-legend-{status}"
            patterns.append(svg_hatch(style, name, fill))
            fill = f"url(#{name})"
        found.append((fill, word("legend.zero" if status == "zero" else f"status.{status}", lang)))
    return found, patterns


def legend(
    figures: SliceFigures,
    indicator: Indicator,
    painted: Paint,
    identifier: str,
    lang: str,
    *,
    line: str = "",
    circled: bool = True,
) -> Legend:
    """Return the legend of one slice: all classes of the series, only the statuses in the picture.

    `line` names the grouping whose line is drawn; `circled` says whether circles are.
    """
    colours = class_colours(figures, indicator)
    classes = list(zip(colours, class_words(figures, lang), strict=False))
    if PLAIN in painted.fills:
        classes.append((PLAIN, word("map.plain", lang)))
    statuses, patterns = _statuses(figures, colours, identifier, lang)
    samples = circle_samples(figures) if circled else []
    bottom = FIRST + 2 * max((radius for _, radius in samples), default=0.0)
    circles = [
        Sample(40, round(bottom - radius, 1), round(radius, 1), number.people(count, lang))
        for count, radius in samples
    ]
    unit = f"unit.{indicator.unit}"
    rows = max(len(classes), len(statuses) + bool(line))
    return Legend(
        word("measure.rate" if colours else "map.no_fill", lang),
        _rows(classes),
        _rows(statuses),
        word("legend.breaks_fixed", lang) if colours else "",
        Row(FIRST + len(statuses) * ROW, "", line) if line else None,
        (word(unit, lang) if unit in catalogue(lang) else indicator.unit).capitalize() if samples else "",
        circles,
        patterns,
        max(FIRST + rows * ROW, bottom + 4),
    )
