"""Disclosure: the only door out.  Small counts are hidden so that nobody can work them out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd

from geodata.crosswalk import table as links_between
from geodata.groupings import sides_of
from geodata.nations import MALI
from tracker.declaration import declared_section
from tracker.errors import DeclarationError
from tracker.few import few
from tracker.observation import COUNTED_UNITS
from tracker.sums import COUNTRY_TOTAL, Tables
from tracker.suppress import Suppressed, suppress
from tracker.suppress_flows import suppress_flows
from tracker.view import View

THRESHOLD = 10
# A printed indicator that is the sum of others, which would give away a hidden part.
SUMS = [("idp_and_abroad_returnees", ("idp_returnees_cumulative", "returnees_from_abroad"))]


def declared_threshold(home: Path | None = None) -> int:
    """Return ``threshold`` of ``[disclosure]`` in the user's ``tracker.toml``, else the default of 10.

    Raises
    ------
    DeclarationError
        When the section cannot be read, or it is no whole number of at least 1, which hides nothing.
    """
    section = declared_section(home, "disclosure")
    given = section.get("threshold", THRESHOLD)
    if set(section) - {"threshold"} or type(given) is not int or given < 1:
        raise DeclarationError(
            f"tracker.toml: [disclosure] is {section}, expected threshold = a whole number of at least 1"
        )
    return given


def disclose(
    view: View,
    threshold: int = THRESHOLD,
    previous: Tables | None = None,
    above: View | None = None,
    home: Path | None = None,
) -> View:
    """Return the view with counts below `threshold` hidden, and whatever would give them away.

    `previous` are the tables of the publication before: what was hidden then stays hidden.
    `above` is a view of coarser units, disclosed, that is published beside this one: what is hidden
    in either must not follow from both.  Zero stays zero; shares and amounts are left to the rules
    of their own surveys.
    """
    counted = {name for name, entry in view.indicators.items() if entry.unit in COUNTED_UNITS}
    units = set(view.units["pcode"])
    groups = {
        name: {
            pcode: side for pcode, side in sides_of(grouping, view.edition.id, home).items() if pcode in units
        }
        for name, grouping in view.groupings.items()
    }
    is_counted = view.figures["indicator"].isin(counted)
    summed = view.totals["indicator"].isin(counted)
    safe = suppress(
        view.figures[is_counted],
        view.totals[summed],
        threshold,
        previous,
        groups=groups,
        coarser=None if above is None else _counts(above, counted),
        parents={} if above is None else _parents(view, above, home),
        national=view.national,
        sums=SUMS,
    )
    national = hide_small(view.national, threshold)
    return replace(
        view,
        figures=_together(safe.figures, view.figures[~is_counted]),
        totals=_together(safe.totals, view.totals[~summed]),
        flows=suppress_flows(
            view.flows, _published(safe, national), threshold, previous.flows if previous else None
        ),
        national=national,
        abroad=hide_small(view.abroad, threshold),
        cities=hide_small(view.cities, threshold),
        disclosure_threshold=threshold,
        sensitivity="public" if threshold >= THRESHOLD else "restricted",
    )


def _counts(view: View, counted: set[str]) -> Tables:
    figures, totals = view.figures, view.totals
    return Tables(figures[figures["indicator"].isin(counted)], totals[totals["indicator"].isin(counted)])


def _parents(view: View, above: View, home: Path | None) -> dict[str, str]:
    """Return for each unit the coarser one it lies whole in, whatever the editions of the two views."""
    links = links_between(view.edition.id, above.edition.id, view.level, to_level=above.level, home=home)
    whole = links[links["kind"] == "exact"]
    return dict(zip(whole["from_pcode"], whole["to_pcode"], strict=True))


def hide_small(table: pd.DataFrame, threshold: int) -> pd.DataFrame:
    """Return the table with values above 0 and below `threshold` emptied and marked as suppressed."""
    small = few(table["value"], threshold)
    hidden = table.copy()
    hidden.loc[small, "value"] = pd.NA
    hidden.loc[small, "value_status"] = "suppressed"
    hidden.loc[small, "note"] = pd.NA
    return hidden


def _together(hidden: pd.DataFrame, untouched: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([hidden, untouched]).sort_index() if len(untouched) else hidden


def _published(safe: Suppressed, national: pd.DataFrame) -> pd.DataFrame:
    """Return every printed figure a movement could follow from; the country under its own code."""
    country = safe.totals[safe.totals["grouping"] == COUNTRY_TOTAL].assign(pcode=MALI)
    columns = ["pcode", "slice", "value"]
    return pd.concat([safe.figures[columns], country[columns], national[columns]], ignore_index=True)
