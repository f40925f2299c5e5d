"""Layers of sites: where they are, and what was measured at them over time."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely

from tracker.export.fields import conformed
from tracker.export.layer import Held, Layer, Places
from tracker.export.shapes import Shapes, credits_of, following, identified, sensitivity, tidy
from tracker.solutions.index import INDICATORS
from tracker.view import View

_MEASURED = ("site_id", "indicator", "slice", "source")


def site_layers(view: View) -> list[Layer]:
    """Return the sites as points, in the position the view discloses (coarsened by default), and measures."""
    if view.sites.empty:
        return []
    table = view.sites.merge(credits_of(view), on="source", how="left").sort_values("site_id", kind="stable")
    table["id"], table["level"], table["edition"] = table["site_id"], view.level, view.edition.id
    table["start"], table["end"] = table["valid_from"], table["valid_to"]
    table["sensitivity"] = sensitivity(view)
    points, place = _points(table)
    sites = Layer(
        name="sites",
        kind="sites",
        title_fr="Sites et points de service",
        title_en="Sites and service points",
        description="Places of return, reintegration, transit, reception and service.",
        shape="Point",
        rows=Held(conformed(table, "sites"), place),
        geometries=points,
    )
    return [sites, *_measure_layer(view, table, points, place)]


def _points(table: pd.DataFrame) -> tuple[Shapes, Places]:
    positions = table[["lon", "lat"]].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    placed = ~np.isnan(positions).any(axis=1)
    place = np.where(placed, np.cumsum(placed) - 1, -1).astype(np.int64)
    return tidy(shapely.points(positions[placed])), place


def _measure_layer(view: View, sites: pd.DataFrame, points: Shapes, place: Places) -> list[Layer]:
    """Return capacity, caseload, stage and indices of sites, each with the direction of its scale."""
    if view.measures.empty:
        return []
    at = pd.Index(sites["site_id"]).get_indexer(pd.Index(view.measures["site_id"]))
    table = view.measures.reset_index(drop=True)
    shared = ["name", "site_type", "pcode", "place_name", "position", "level", "edition", "sensitivity"]
    for name in shared:
        known = sites[name].reset_index(drop=True)
        table[name] = pd.Series(at).map(known)
    table["level"], table["edition"], table["sensitivity"] = view.level, view.edition.id, sensitivity(view)
    table = table.merge(credits_of(view), on="source", how="left")
    scales = table["indicator"].map(INDICATORS)
    for column, attribute in (("scale_minimum", "minimum"), ("scale_maximum", "maximum")):
        table[column] = [None if pd.isna(scale) else getattr(scale, attribute) for scale in scales]
    table["higher_is"] = [
        view.indicators[name].higher_is if pd.isna(scale) else scale.higher_is
        for name, scale in zip(table["indicator"], scales, strict=True)
    ]
    table["unit"] = table["indicator"].map({name: entry.unit for name, entry in view.indicators.items()})
    shown = following(table[["slice"]].assign(slice_start=table["slice"]))
    table["start"] = table["slice"].map(dict(zip(shown["slice"], shown["slice_start"], strict=True)))
    table["end"], table["id"] = table["slice"], identified(table, _MEASURED)
    placed = np.where(at >= 0, place[at], -1).astype(np.int64)
    order = table.sort_values(list(_MEASURED), kind="stable").index
    return [
        Layer(
            name="site_measures",
            kind="measures",
            title_fr="Mesures aux sites",
            title_en="Measures at sites",
            description="Capacity, caseload, stage and indices of sites; `higher_is` says which end is good.",
            shape="Point",
            rows=Held(conformed(table.loc[order].reset_index(drop=True), "measures"), placed[order]),
            geometries=points,
            temporal=True,
        )
    ]
