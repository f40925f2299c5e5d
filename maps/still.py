"""A still map of one slice as SVG: thumbnail, and what is seen where no script runs.

The picture is small and deterministic, needs no style sheet and no script, and carries its own
title, date, legend, statuses, scale, north, line between the sides, credits and disclaimer.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import shapely

from maps import number
from maps.palette import BASE
from maps.sides import line_between
from maps.still_furniture import furniture
from maps.still_geometry import Window, path, projected, window
from maps.still_legend import legend
from maps.still_paint import paint
from maps.still_slice import SliceFigures, representative_slice, slice_figures, slice_words
from maps.still_units import FULL_WIDTH, background, circles_of, shapes_of
from maps.templating import environment
from maps.words import plural, word
from tracker.view import View

COMPACT_WIDTH = 320.0
TOLERANCE = 1.0
COMPACT_TOLERANCE = 1.1
BACKGROUND_TOLERANCE = 2.75
MANY_UNITS = 100
"""Above, units are drawn coarsely, without names, and with circles only where no colour says a rate."""
MANY_TOLERANCE = 3.0


def svg(
    view: View,
    indicator: str,
    slice_date: str | None = None,
    *,
    lang: str = "fr",
    compact: bool = False,
    identifier: str = "still",
) -> str:
    """Return the map of one indicator at one slice as an SVG element.

    Colours show the rate per 1,000 residents where residents are known, circles the people.
    Without `slice_date` it shows the latest well-reported slice.  `compact` leaves out words and
    furniture, for thumbnails.  `identifier` starts every id, so that several fit in one page.
    Raises ``KeyError`` for an indicator outside the catalogue, ``ValueError`` when it has no slice.
    """
    day = slice_date or representative_slice(view, indicator)
    if day is None:
        raise ValueError(f"no slice of {indicator!r} has a figure to draw")
    figures = slice_figures(view, indicator, day)
    if compact:
        picture = _map(view, figures, window(view.units, COMPACT_WIDTH), COMPACT_TOLERANCE, lang, identifier)
    else:
        picture = _full(view, figures, lang, identifier)
    return _tight(environment().get_template("still.svg.j2").render(picture | {"compact": compact}))


def _full(view: View, figures: SliceFigures, lang: str, identifier: str) -> dict[str, Any]:
    """Return what the template shows of a picture with all its words."""
    many = len(view.units) > MANY_UNITS
    circled = not many or figures.measure == "count"
    tolerance = MANY_TOLERANCE if many else TOLERANCE
    picture = _map(
        view,
        figures,
        window(view.units, FULL_WIDTH),
        tolerance,
        lang,
        identifier,
        told=not many,
        circled=circled,
    )
    divided = picture["divided"]
    line = divided.grouping.label(lang) if divided else ""
    key = legend(
        figures,
        view.indicators[figures.indicator],
        picture["painted"],
        identifier,
        lang,
        line=line,
        circled=circled,
    )
    return picture | furniture(view, figures, picture["frame"], key, picture["circles"], lang, named=not many)


def _map(
    view: View,
    figures: SliceFigures,
    frame: Window,
    tolerance: float,
    lang: str,
    identifier: str,
    *,
    told: bool = False,
    circled: bool = True,
) -> dict[str, Any]:
    """Return what the template shows of the map itself; `told` units say their figure when pointed at."""
    whole = frame.width > COMPACT_WIDTH
    shapes = np.asarray(view.units.geometry.to_numpy(), dtype=object)
    shapes = projected(shapes, frame, tolerance, coverage=True)
    painted = paint(figures, view.indicators[figures.indicator], f"{identifier}-")
    divided = line_between(view, shapes)
    return {
        "id": identifier,
        "base": BASE,
        "frame": frame,
        "background": background(view, frame, lang, BACKGROUND_TOLERANCE),
        "painted": painted,
        "units": shapes_of(shapes, figures, painted, lang, told=told, whole=whole),
        "patterns": list(painted.patterns.values()),
        "circles": circles_of(figures, frame) if circled else [],
        "unit_border": BASE["unit_border"],
        "arrows": [],
        "dots": [],
        "outline": path(shapely.coverage_union_all(shapes), whole=whole),
        "divided": divided,
        "group_line": path(divided.line, whole=whole) if divided else "",
        "title": title(view, figures.indicator, figures.slice_date, lang),
        "description": description(view, figures, lang),
    }


def _tight(text: str) -> str:
    return re.sub(r">\s+<", "><", text).strip()


def title(view: View, indicator: str, slice_date: str, lang: str) -> str:
    """Return the title of a still map: ``Mali : personnes déplacées internes – 31 juillet 2014``."""
    label = view.indicators[indicator].label(lang)
    return f"{word('page.title', lang, subject=label)} – {slice_words(view, indicator, slice_date, lang)}"


def description(view: View, figures: SliceFigures, lang: str) -> str:
    """Return what the picture shows, in words."""
    reported = figures.reported
    level = word(("level.country", "level.region", "level.cercle", "level.commune")[view.level], lang)
    if reported.empty:
        summary = word("still.empty", lang)
    else:
        summary = plural(
            "still.summary",
            len(reported),
            lang,
            count=len(reported),
            units=len(figures.rows),
            people=number.people(float(reported["value"].sum()), lang),
        )
    when = number.date_words(figures.slice_date, lang)
    return word("still.description", lang, level=level, date=when, summary=summary)
