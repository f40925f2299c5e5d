"""The legend of a still picture: classes, the statuses that are present, circles."""

from __future__ import annotations

from dataclasses import dataclass

from maps import number
from maps.palette import STATUS_STYLES, svg_pattern
from maps.still_slice import SliceFigures
from maps.still_units import circle_samples
from maps.words import word
from tracker.classes import ramp
from tracker.indicators import Indicator

ROW = 19.0


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the legend: a swatch of this fill at `y`, and its words."""

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
    circles_heading: str
    circles: list[Sample]
    patterns: list[str]
    height: float


def class_words(figures: SliceFigures, lang: str) -> list[str]:
    """Return one interval in words per class, ``1 – 500`` or ``0,1 – 2,5``."""
    write = number.people if figures.classes.decimals == 0 else _decimal
    below = ["<\u00a0" if figures.classes.below else "", *([""] * len(figures.classes.limits))]
    return [
        word("legend.class_range", lang, low=sign + write(low, lang), high=write(high, lang))
        for sign, (low, high) in zip(below, figures.classes.printed(), strict=False)
    ]


def _decimal(value: float, lang: str) -> str:
    return number.rate(value, lang)


def measure_heading(figures: SliceFigures, indicator: Indicator, lang: str) -> str:
    """Return what the colours show."""
    if figures.measure == "rate":
        return word("measure.rate", lang)
    return (
        word("unit." + indicator.unit, lang) if indicator.unit in ("people", "households") else indicator.unit
    )


def legend(figures: SliceFigures, indicator: Indicator, identifier: str, lang: str) -> Legend:
    """Return the legend of one slice: all classes of the series, only the statuses in the picture."""
    colours = ramp(indicator, len(figures.classes.limits))
    words = class_words(figures, lang)
    classes = [
        Row(24 + place * ROW, colour, text)
        for place, (colour, text) in enumerate(zip(colours, words, strict=True))
    ]
    statuses: list[Row] = []
    patterns: list[str] = []
    for status, style in STATUS_STYLES.items():
        if status == "value" or status not in figures.statuses:
            continue
        fill = style.fill or "#ffffff"
        if style.hatch != "none":
            name = f"{identifier}-legend-{status}"
            patterns.append(svg_pattern(style, name, "#ffffff"))
            fill = f"url(#{name})"
        text = word("legend.zero", lang) if status == "zero" else word(f"status.{status}", lang)
        statuses.append(Row(24 + len(statuses) * ROW, fill, text))
    samples = circle_samples(figures)
    bottom = 24 + 2 * max((radius for _, radius in samples), default=0.0)
    circles = [
        Sample(40, round(bottom - radius, 1), round(radius, 1), number.people(count, lang))
        for count, radius in samples
    ]
    rows = max(len(classes), len(statuses))
    return Legend(
        measure_heading(figures, indicator, lang),
        classes,
        statuses,
        word(f"unit.{indicator.unit}", lang).capitalize()
        if indicator.unit in ("people", "households")
        else "",
        circles,
        patterns,
        max(24 + rows * ROW, bottom + 4),
    )
