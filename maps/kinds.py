"""The kinds of pages: which indicators each shows, which scripts draw it, what more it carries.

Adding a kind of page touches `KINDS`; its content lives in a module of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from maps import assets, payload_flows, reintegration
from tracker.indicators import Indicator
from tracker.observation import NUMERIC_STATUSES
from tracker.view import View

KindName = Literal["displacement", "flows", "returns", "reintegration"]

MODEL = ("decode.js", "geometry.js", "words.js", "percent.js", "translate.js", "model.js")
MAP = (
    "mapview.js",
    "surface.js",
    "hatches.js",
    "lines.js",
    "paint.js",
    "locator.js",
    "leaders.js",
    "labels.js",
    "legend.js",
    "totals.js",
    "published.js",
    "timeline.js",
    "hurry.js",
    "tooltip.js",
    "roving.js",
    "sortable.js",
    "table.js",
    "show.js",
    "towns.js",
    "framing.js",
)
FLOWS = ("moves.js", "arrow.js", "flowshares.js", "flows.js", "flowdraw.js", "flowpanel.js")
LAST = ("ages.js", "boot.js")
FIRST_INDICATORS = ("idp_stock", "idp_returnees_cumulative")
TEMPLATE_WORDS = frozenset(
    {
        "page.skip",
        "page.side",
        "time.evenly",
        "time.loose",
        "reading.north_letter",
        "map.region",
        "map.level",
        "map.circles",
        "map.flow_list",
        "reading.help",
        "legend.title",
        "measure.indicator",
        "measure.choose",
        "group.choose",
    }
)


def _nothing_more(_: View) -> dict[str, Any]:
    return {}


def _no_definitions(_: View) -> list[Indicator]:
    return []


def _no_values(_: View, __: str) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Kind:
    """One kind of page; the figures of `family` in the catalogue, and of `also`, fill its map."""

    id: KindName
    family: str
    also: tuple[str, ...] = ()
    scripts: tuple[str, ...] = MODEL + MAP + LAST
    styles: tuple[str, ...] = ("page.css",)
    word_sections: tuple[str, ...] = ()
    panel: str = ""
    section: str = ""
    tables: tuple[str, ...] = ("figures", "flows", "national", "cities")
    """Tables of the view that the page prints figures of, so that their sources are credited."""
    shows_sites: bool = False
    more: Callable[[View], dict[str, Any]] = _nothing_more
    defines: Callable[[View], list[Indicator]] = _no_definitions
    values: Callable[[View, str], dict[str, Any]] = _no_values

    def indicators(self, view: View) -> list[Indicator]:
        """Return the indicators with a figure for some unit, the leading one first."""
        usable = view.figures["value_status"].isin(NUMERIC_STATUSES)
        present = set(view.figures["indicator"][usable].dropna().unique())
        wanted = [one for one in view.indicators.values() if one.family == self.family or one.id in self.also]
        found = [one for one in wanted if one.id in present]
        return sorted(found, key=lambda one: (one.id not in FIRST_INDICATORS, one.family != self.family))

    def definitions(self, view: View) -> list[Indicator]:
        """Return the indicators whose definitions the page prints."""
        return self.indicators(view) + self.defines(view)

    def sources(self, view: View) -> frozenset[str]:
        """Return the ids of the sources whose figures or flows the page shows."""
        shown = [one.id for one in self.definitions(view)]
        tables = [getattr(view, name) for name in self.tables]
        parts = [table["source"][table["indicator"].isin(shown)] for table in tables]
        parts += [view.sites["source"]] if self.shows_sites else []
        return frozenset(str(name) for part in parts for name in part.dropna().unique())

    def words(self) -> frozenset[str]:
        """Return the words that the page's scripts and template ask for by name."""
        return assets.words_in(*self.scripts) | TEMPLATE_WORDS


KINDS: dict[str, Kind] = {
    kind.id: kind
    for kind in (
        Kind("displacement", "displacement"),
        Kind(
            "returns",
            "returns",
            styles=("page.css", "reintegration.css"),
            section="reintegration_returns.html.j2",
            tables=("figures", "surveys", "national", "cities"),
            defines=reintegration.asked_about,
            values=reintegration.returns_values,
        ),
        Kind(
            "reintegration",
            "returns",
            also=reintegration.ALSO_ON_THE_MAP,
            scripts=(*MODEL, *MAP, "sitefacts.js", "sitemarks.js", "reintegration.js", *LAST),
            styles=("page.css", "reintegration.css"),
            panel="reintegration_panel.html.j2",
            section="reintegration_section.html.j2",
            tables=("figures", "surveys", "measures", "national", "cities"),
            shows_sites=True,
            more=reintegration.payload,
            defines=reintegration.present,
            values=reintegration.values,
        ),
        Kind(
            "flows",
            "none",
            scripts=MODEL + MAP + FLOWS + LAST,
            word_sections=("flow.", "level."),
            panel="flows_panel.html.j2",
            section="flows_section.html.j2",
            more=payload_flows.record,
            defines=payload_flows.present,
            values=payload_flows.listing,
        ),
    )
}
