"""What stands around a full still picture: title, names, scale, credits and small print."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

from maps import number
from maps.payload import population_note
from maps.sources import edition_titles, in_both
from maps.still_geometry import Window, projected, scale_bar_km
from maps.still_labels import Fitted, Wanted, fit_labels
from maps.still_legend import Legend
from maps.still_slice import SliceFigures, slice_words
from maps.still_units import Circle
from maps.words import LANGS, plural, word
from tracker.observation import NUMERIC_STATUSES
from tracker.view import View

TOP, BETWEEN, LINE = 70.0, 24.0, 13.0
HEADING, HEADING_LINE = 90, 18.0
"""Characters of a line under the title, and the height of each further one."""
FEW_UNITS = 20
"""Up to so many units are named in larger letters, with their figure."""
SCALE_PIXELS = 130
SMALL_PRINT = 132
"""Characters of a line of small print over the width of the picture."""


def furniture(
    view: View,
    figures: SliceFigures,
    frame: Window,
    key: Legend,
    circles: Sequence[Circle],
    lang: str,
    *,
    named: bool,
) -> dict[str, Any]:
    """Return what the template shows beside the map of a full picture; `named` says whether units are."""
    indicator = view.indicators[figures.indicator]
    length = scale_bar_km(frame, SCALE_PIXELS)
    small = _small_print(view, figures, lang)
    when = slice_words(view, figures.indicator, figures.slice_date, lang)
    subheading = _subheading(when, _total(view, figures, lang))
    top = TOP + HEADING_LINE * (len(subheading) - 1)
    legend_top = top + frame.height + BETWEEN
    small_top = legend_top + key.height + BETWEEN
    return {
        "heading": word("page.title", lang, subject=indicator.label(lang)),
        "subheading": subheading,
        "heading_line": HEADING_LINE,
        "labels": _labels(view, figures, frame, circles, lang) if named else [],
        "top": top,
        "legend": key,
        "legend_top": legend_top,
        "small_top": small_top,
        "small": small,
        "line_height": LINE,
        "height": round(small_top + LINE * len(small)),
        "scale_pixels": round(length * frame.pixels_per_km, 1),
        "scale_words": word("reading.kilometres", lang, count=number.people(length, lang)),
        "north": word("reading.north_letter", lang),
    }


def _labels(
    view: View, figures: SliceFigures, frame: Window, circles: Sequence[Circle], lang: str
) -> list[Fitted]:
    """Return unit names with their people, the biggest first, where there is room.

    Of many units none is named in another.
    """
    radius = {circle.pcode: circle.radius for circle in circles}
    rows = figures.rows.assign(order=figures.rows["value"].fillna(-1).astype(float))
    few = len(rows) <= FEW_UNITS
    places = [] if few else list(projected(view.units.geometry.to_numpy(), frame, 1.0))
    number_of = {str(code): place for place, code in enumerate(view.units["pcode"])}
    wanted = []
    for row in rows.sort_values(["order", "pcode"], ascending=[False, True]).to_dict("records"):
        x, y = frame.point(float(row["label_lon"]), float(row["label_lat"]))
        shown = few and row["value_status"] in NUMERIC_STATUSES
        second = number.people(float(row["value"]), lang) if shown else ""
        code, letter = str(row["pcode"]), 13.0 if few else 10.0
        clear, place = radius.get(code, 0.0), number_of[code]
        wanted.append(Wanted(str(row["place_name"]), x, y, letter, clear, second, place))
    cores = [
        (one.x - one.radius, one.y - one.radius, one.x + one.radius, one.y + one.radius)
        for one in circles
        if few or one.radius > 8
    ]
    return fit_labels(wanted, frame.width, frame.height, cores, places)


def _told(name: str, text: str, lang: str) -> str:
    return f"{name}{word('map.colon', lang)} {text}"


def _subheading(when: str, total: str) -> list[str]:
    """Return the date and the total in one line where they fit, else each from a line of its own."""
    whole = f"{when} – {total}"
    return [whole] if len(whole) <= HEADING else [when, *textwrap.wrap(total, HEADING)]


def _total(view: View, figures: SliceFigures, lang: str) -> str:
    totals = view.totals
    mine = totals[
        (totals["indicator"] == figures.indicator)
        & (totals["slice"] == figures.slice_date)
        & (totals["grouping"] == "country")
    ]
    told = mine[mine["value"].notna()]
    if told.empty:
        hidden = bool((mine["value_status"] == "suppressed").any())
        return word("tooltip.suppressed" if hidden else "total.none", lang)
    row = told.iloc[0]
    reporting, units = int(row["reporting_units"]), int(row["units"])
    coverage = plural("total.coverage", reporting, lang, reporting=reporting, units=units)
    people = number.people(float(row["value"]), lang)
    return _told(word("total.reported", lang), f"{people} ({coverage})", lang)


def _small_print(view: View, figures: SliceFigures, lang: str) -> list[str]:
    """Return sources, edition, background and disclaimer in lines of the picture's width."""
    own = LANGS.index("fr" if lang == "fr" else "en")
    used = view.sources[view.sources["source"].isin(figures.rows["source"].dropna().unique())]
    told = [in_both(row, "credit") or in_both(row, "organisation") for row in used.to_dict("records")]
    # Some publishers prescribe a line that already begins with the word.
    lines = [texts[own].removeprefix(_told("Source", "", lang)) for texts in told if texts]
    credited = "; ".join(dict.fromkeys(lines))
    population = population_note(view) if figures.measure == "rate" else None
    parts = [
        _told(word("reading.sources", lang), credited, lang) if credited else "",
        word("measure.population", lang, source=population.who[own], year=population.years)
        if population
        else "",
        word("reading.edition", lang, edition=edition_titles(view)[lang]),
        word("reading.background", lang, credit=view.context.credit),
        word("reading.disclaimer", lang),
    ]
    text = " – ".join(part.rstrip(".") for part in parts if part)
    return textwrap.wrap(f"{text}.", SMALL_PRINT)
