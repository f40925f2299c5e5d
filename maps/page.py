"""One page: a View in, one HTML file out that opens anywhere and asks nothing of any network.

Stable hooks for tests and for people who script the pages:

==============================================  ====================================================
``#as-of`` (``data-date``)                      the slice in words; ISO date of its last day
``#slider``                                     ``input type=range``, one step per slice
``#play``, ``#previous``, ``#next``             the buttons of time; ``#strip`` the chart under them
``path.unit``                                   one per unit: ``data-pcode``, ``data-status``,
                                                ``data-class`` (0 zero, 1… by rate, empty without),
                                                ``fill`` as the canvas over it is painted, with circles
``#legend [data-class]``, ``[data-status]``     one row per class, one per status in the slice
``.total`` (``data-group``, ``data-value``)     country (``MLI``) and each group of the grouping
``.total.published``                            the total published for the country in the slice's month
``#newer``                                      the way to newer, less complete slices, where one is
``circle.town`` (``data-value``)                one per town counted in the slice
``#table tbody tr`` (``data-pcode``)            ``data-status``, ``data-value`` after the first opening
``#indicator``, ``#fill``, ``#grouping``        the selectors; ``#lang-switch`` the language
``#tip``                                        the tooltip
``path.flow``                                   ``data-kind``, ``data-origin``, ``data-destination``,
                                                ``data-value`` on the flows page
==============================================  ====================================================

The address after ``#`` keeps slice (d), indicator (i), language (l), fill (f), circles (c) and
grouping (g); on the flows page also level (v), kinds left out (x), number of flows (n), threshold (t)
and the one place shown (p).

An input event or a key changes all of the page at once, but for a closed table, which is filled a tenth of
a second later, and a map that zooms, which comes to rest first.  While a hand drags the slider, or holds a
key down, totals, legend and tables follow later than map and date: within half a second, and when it rests;
``#side`` is ``aria-busy`` until they have.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from maps import assets, leaflet, lite_flows, number, reading, still, still_flows
from maps import lite as small
from maps.errors import NothingToDraw
from maps.kinds import KINDS, Kind, KindName
from maps.offline import OfflineMap, PageFigure
from maps.payload import inert, payload
from maps.sources import edition_titles, sources_of
from maps.still_slice import slice_figures
from maps.words import LANGS, word
from tracker.observation import NUMERIC_STATUSES
from tracker.view import View


def build(kind: KindName, view: View, lang: str = "fr", lite: bool = False) -> str:
    """Return the page as one HTML text, the same for the same view.

    Both languages are inside; `lang` is the one it opens in.  `lite` leaves Leaflet out: a drawing
    of a few dozen kilobytes that still has every slice.

    Raises
    ------
    NothingToDraw
        When the view has no figure for this kind of page.
    """
    declared = KINDS[kind]
    if lite:
        small_page = lite_flows.build if kind == "flows" else small.build
        return small_page(declared, view, lang)
    data = payload(declared, view)
    if not data["indicators"] and not data.get("flows"):
        raise NothingToDraw(
            f"no figure for a page {kind!r} in edition {view.edition.id}; read a source that has one"
        )
    document = PageFigure(_values(declared, view, data, lang))
    page = OfflineMap(document, tuple(view.units.total_bounds))
    page.add_style("leaflet", leaflet.style())
    page.add_style("page", assets.style(*declared.styles))
    page.add_script("leaflet", leaflet.script())
    page.add_script("page", assets.script(*declared.scripts))
    return document.render()


def _values(kind: Kind, view: View, data: dict[str, Any], lang: str) -> dict[str, object]:
    """Return what the template shows without script: title, definitions, sources, latest figures."""
    shown = kind.indicators(view)
    first = shown[0].id if shown else None
    opened = data["indicators"][0] if data["indicators"] else None
    date = _opened_date(view, first, opened)
    return {
        "lang": lang,
        "langs": LANGS,
        "word": word,
        "number": number,
        "kind": kind,
        "view": view,
        "titles": dict(zip(LANGS, data["title"], strict=True)),
        "indicators": shown,
        "definitions": kind.definitions(view),
        "how_to_read": reading.sentences(kind, data),
        "edition_titles": edition_titles(view),
        "date": date,
        "sources": sources_of(kind, view),
        "rows": table_rows(view, first, date, lang),
        "picture": still_flows.svg(view, lang) if kind.id == "flows" else _picture(view, first, date, lang),
        "patterns": (),  # of what a kind prints under its map
        "data": inert(data),
        **kind.values(view, lang),
    }


def _picture(view: View, indicator: str | None, date: str | None, lang: str) -> str:
    """Return the opened slice as a picture for readers without script; empty without a figure."""
    return still.svg(view, indicator, date, lang=lang) if indicator and date else ""


def _opened_date(view: View, indicator: str | None, opened: dict[str, Any] | None) -> str | None:
    if indicator is None or opened is None:
        return None
    dates = sorted(str(day) for day in view.figures[view.figures["indicator"] == indicator]["slice"].unique())
    return dates[int(opened["first"])]


@dataclass(frozen=True, slots=True)
class Row:
    """One unit of the table as it stands without script, in words; empty where nothing is known."""

    name: str
    pcode: str
    value: str = ""
    rate: str = ""
    status: str = ""


def table_rows(view: View, indicator: str | None, date: str | None, lang: str) -> list[Row]:
    """Return the table of the opened slice: every unit, and how old a figure carried forward is."""
    if indicator is None or date is None:
        units = zip(view.units["place_name"], view.units["pcode"], strict=True)
        return [Row(str(name), str(code)) for name, code in units]
    figures = slice_figures(view, indicator, date)
    found = []
    for row in figures.rows.to_dict("records"):
        known = row["value_status"] in NUMERIC_STATUSES
        value = number.people(row["value"], lang) if known else ""
        rated = known and pd.notna(row["rate"])
        rate = number.per_thousand(row["rate"], figures.classes.decimals, lang) if rated else ""
        found.append(Row(str(row["place_name"]), str(row["pcode"]), value, rate, _status_words(row, lang)))
    return found


def _status_words(row: dict[Any, Any], lang: str) -> str:
    """Return the status of a row, nothing for a fresh whole figure; of an older one its day and its age."""
    status = row["value_status"]
    if status == "value":
        return word("table.partial", lang) if row["crosswalk"] == "partial" else ""
    if status != "carried_forward" or pd.isna(row["reference_end"]):
        return word(f"status.{status}", lang)
    age = number.age_words(float(row["age_days"]), lang)
    return word("tooltip.carried", lang, date=number.date_words(str(row["reference_end"]), lang), age=age)
