"""A still map of one slice as SVG: thumbnail, print, and what is seen where no script runs.

The picture is small and deterministic, needs no style sheet and no script, and carries its own
title, date, legend, statuses, scale, north, line between the sides, credits and disclaimer.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from maps import number
from maps.palette import BASE
from maps.sides import side_of
from maps.still_geometry import Window, path, projected, scale_bar_km, window
from maps.still_labels import Placed, Wanted, place
from maps.still_legend import legend
from maps.still_sides import divide
from maps.still_slice import Measure, SliceFigures, representative_slice, slice_figures
from maps.still_units import Circle, background, circles_of, paint, shapes_of
from maps.templating import environment
from maps.words import plural, word
from tracker.view import View

WIDTH = 720.0
COMPACT_WIDTH = 320.0
TOLERANCE = 0.6
COMPACT_TOLERANCE = 1.1
QUIETER = 2.5
"""How much coarser the background is than the units."""


def svg(
    view: View,
    indicator: str,
    slice_date: str | None = None,
    *,
    lang: str = "fr",
    measure: Measure = "rate",
    compact: bool = False,
    grouping: str = "north-south",
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
    figures = slice_figures(view, indicator, day, measure)
    width = COMPACT_WIDTH if compact else WIDTH
    frame = window(view.units, width)
    tolerance = COMPACT_TOLERANCE if compact else TOLERANCE
    shapes = projected(
        np.asarray(view.units.geometry.to_numpy(), dtype=object), frame, tolerance, coverage=True
    )
    painted = paint(figures, view.indicators[indicator], identifier)
    circles = circles_of(figures, frame, width / WIDTH * (1.25 if compact else 1.0))
    pcodes = [str(code) for code in view.units["pcode"]]
    line = None
    if grouping in view.groupings:
        line = divide(shapes, pcodes, side_of(view, view.groupings[grouping]))
    picture: dict[str, Any] = {
        "id": identifier,
        "compact": compact,
        "base": BASE,
        "frame": frame,
        "background": background(view.context, frame, lang, tolerance * QUIETER),
        "units": shapes_of(shapes, figures, painted, lang, compact=compact),
        "patterns": painted.patterns,
        "circles": circles,
        "unit_border": BASE["unit_border"],
        "arrows": [],
        "dots": [],
        "outline": path(shapely.coverage_union_all(shapes)),
        "group_line": path(line) if line is not None else "",
        "title": title(view, indicator, day, lang),
        "description": description(view, figures, lang),
    }
    if not compact:
        picture |= _furniture(view, figures, frame, circles, identifier, lang)
    return _tight(environment().get_template("still.svg.j2").render(picture))


def _tight(text: str) -> str:
    return re.sub(r">\s+<", "><", text).strip()


def title(view: View, indicator: str, slice_date: str, lang: str) -> str:
    """Return the title of a still map: ``Mali : personnes déplacées internes – 31 juillet 2014``."""
    label = view.indicators[indicator].label(lang)
    return f"{word('page.title', lang, subject=label)} – {number.date_words(slice_date, lang)}"


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


def _labels(
    view: View, figures: SliceFigures, frame: Window, circles: Sequence[Circle], lang: str
) -> list[Placed]:
    """Return unit names with their people, the biggest first, where there is room."""
    radius = {(circle.x, circle.y): circle.radius for circle in circles}
    rows = figures.rows.assign(order=figures.rows["value"].fillna(-1).astype(float))
    size = 13.0 if len(rows) <= 20 else 10.0
    wanted = []
    for row in rows.sort_values(["order", "pcode"], ascending=[False, True]).to_dict("records"):
        x, y = frame.point(float(row["label_lon"]), float(row["label_lat"]))
        clear = radius.get((round(x, 1), round(y, 1)), 0.0)
        shown = row["value_status"] in ("value", "zero", "carried_forward")
        second = number.people(float(row["value"]), lang) if shown and len(rows) <= 20 else ""
        wanted.append(Wanted(str(row["place_name"]), x, y, size, clear, second))
    cores = [
        (
            circle.x - circle.radius,
            circle.y - circle.radius,
            circle.x + circle.radius,
            circle.y + circle.radius,
        )
        for circle in circles
        if circle.radius > 8
    ]
    return place(wanted, frame.width, frame.height, cores)


def _total(view: View, figures: SliceFigures, lang: str) -> str:
    totals = view.totals
    mine = totals[
        (totals["indicator"] == figures.indicator)
        & (totals["slice"] == figures.slice_date)
        & (totals["grouping"] == "country")
    ]
    if mine.empty or mine["value"].isna().all():
        return word("total.none", lang)
    row = mine.iloc[0]
    coverage = plural(
        "total.coverage",
        int(row["reporting_units"]),
        lang,
        reporting=int(row["reporting_units"]),
        units=int(row["units"]),
    )
    return f"{word('total.reported', lang)} : {number.people(float(row['value']), lang)} ({coverage})"


def _furniture(
    view: View, figures: SliceFigures, frame: Window, circles: Sequence[Circle], identifier: str, lang: str
) -> dict[str, Any]:
    """Return title lines, labels, legend, scale, north arrow and the small print of the full picture."""
    indicator = view.indicators[figures.indicator]
    key = legend(figures, indicator, identifier, lang)
    length = scale_bar_km(frame, 130)
    used = view.sources[view.sources["source"].isin(figures.rows["source"].dropna().unique())]
    credits = "; ".join(
        dict.fromkeys(
            str(credit) for credit in used["credit_fr" if lang == "fr" and "credit_fr" in used else "credit"]
        )
    )
    edition = view.edition.title_fr if lang == "fr" else view.edition.title_en
    small = [
        f"{word('reading.sources', lang)} : {credits}" if credits else "",
        word("reading.edition", lang, edition=edition),
        word("reading.background", lang, credit=view.context.credit),
        word("reading.disclaimer", lang),
    ]
    lines = textwrap.wrap(" – ".join(part.rstrip(".") for part in small if part) + ".", 132)
    top = 70.0
    legend_top = top + frame.height + 26
    small_top = legend_top + key.height + 22
    labels = _labels(view, figures, frame, circles, lang)
    return {
        "heading": word("page.title", lang, subject=indicator.label(lang)),
        "subheading": f"{number.date_words(figures.slice_date, lang)} – {_total(view, figures, lang)}",
        "labels": labels,
        "top": top,
        "legend": key,
        "legend_top": legend_top,
        "small_top": small_top,
        "small": lines,
        "height": round(small_top + 13 * len(lines) + 6),
        "scale_pixels": round(length * frame.pixels_per_km, 1),
        "scale_words": word("reading.kilometres", lang, count=number.people(length, lang)),
        "north": word("reading.north_letter", lang),
        "line_words": word("legend.line", lang),
        "fixed_words": word("legend.breaks_fixed", lang),
    }
