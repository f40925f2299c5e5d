"""Whom a set of layers is owed to: the sources of the figures that are in it, and no others."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from tracker.export.layer import Layer
from tracker.solutions.coverage_figures import ASSISTANCE, DISPLACED
from tracker.solutions.coverage_figures import SHOWN as COVERAGE
from tracker.view import View


def credited(layers: Sequence[Layer], part: View, whole: View) -> pd.DataFrame:
    """Return the rows of `View.sources` that some row of the layers comes from.

    `part` is what the layers are of, `whole` the view it was narrowed from: a share or a distance is
    owed to the counts it was computed from, and a rate to whoever estimated the residents, also when these
    are not among the rows themselves.
    """
    names: set[str] = set()
    for layer in layers:
        names |= layer.rows.sources()
    if any(layer.kind == "units" for layer in layers) and "population_source_id" in part.units:
        names |= set(part.units["population_source_id"].dropna().astype(str))
    names |= _of_coverage(part.figures, whole.figures) | _of_reach(part.surveys, whole)
    return whole.sources[whole.sources["source"].isin(names)].reset_index(drop=True)


def _of_coverage(figures: pd.DataFrame, counts: pd.DataFrame) -> set[str]:
    """Return the sources of both counts of each gap, whose slices are its start and end of reference."""
    shown = figures[figures["indicator"].isin(COVERAGE)]
    both = ((DISPLACED, "reference_start"), (ASSISTANCE, "reference_end"))
    found = [
        counts[(counts["indicator"] == indicator) & counts["slice"].isin(shown[day].dropna().unique())]
        for indicator, day in both
    ]
    return _sources(*found)


def _of_reach(surveys: pd.DataFrame, whole: View) -> set[str]:
    """Return the sources of the people a service is near to, of where they were counted, and of the sites."""
    shown = surveys[surveys["indicator"].astype("str").str.startswith("reach_")]
    if shown.empty:
        return set()
    people = whole.figures[whole.figures["indicator"] == DISPLACED]
    meant = pd.MultiIndex.from_frame(shown[["pcode", "reference_end"]])
    counted = people[pd.MultiIndex.from_frame(people[["pcode", "slice"]]).isin(meant)]
    return _sources(counted, whole.points[whole.points["pcode"].isin(shown["pcode"])], whole.sites)


def _sources(*tables: pd.DataFrame) -> set[str]:
    return {str(name) for table in tables for name in table["source"].dropna().unique()}
