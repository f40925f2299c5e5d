"""Which fill each unit takes in one slice, wherever it is drawn without a script."""

from __future__ import annotations

from dataclasses import dataclass

from maps.palette import STATUS_STYLES, svg_hatch
from maps.payload import PLAIN
from maps.still_slice import SliceFigures
from tracker.classes import ramp
from tracker.indicators import Indicator

ZERO = str(STATUS_STYLES["zero"].fill)


@dataclass(frozen=True)
class Paint:
    """One fill per unit, and by name the hatch patterns that these fills refer to."""

    fills: list[str]
    patterns: dict[str, str]


def class_colours(figures: SliceFigures, indicator: Indicator) -> list[str]:
    """Return the colour of each class, light to dark; none where nobody counted residents.

    A colour says a rate and never a number: large places would only look worse than small ones.
    """
    return ramp(indicator, len(figures.classes.limits)) if figures.measure == "rate" else []


def paint(figures: SliceFigures, indicator: Indicator, prefix: str) -> Paint:
    """Return the colour of its class for each unit, or the look of its status.

    People who cannot be set against residents take the plain colour; white is zero alone.
    The ids of patterns start with `prefix`.
    """
    colours = class_colours(figures, indicator)
    fills: list[str] = []
    patterns: dict[str, str] = {}
    rows = figures.rows
    for status, value, step in zip(rows["value_status"], rows["value"], rows["class_index"], strict=True):
        style = STATUS_STYLES[status]
        if style.fill is not None:
            ground, name = style.fill, status
        elif value == 0:
            ground, name = ZERO, f"{status}-0"
        elif colours and step > 0:
            ground, name = colours[step - 1], f"{status}-{step}"
        else:
            ground, name = PLAIN, f"{status}-plain"
        if style.hatch == "none":
            fills.append(ground)
            continue
        patterns[name] = svg_hatch(style, prefix + name, ground)
        fills.append(f"url(#{prefix}{name})")
    return Paint(fills, dict(sorted(patterns.items())))
