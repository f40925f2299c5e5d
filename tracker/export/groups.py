"""Layers of groups: the totals of every grouping on the units of each group, dissolved."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely

from geodata.groupings import Grouping
from tracker.classes import classes_of
from tracker.export.fields import conformed
from tracker.export.layer import Held, Layer
from tracker.export.shapes import Shapes, in_order, periods, sensitivity, tidy
from tracker.indicators import Indicator
from tracker.view import View


def group_layers(view: View) -> list[Layer]:
    """Return one layer per grouping and indicator, a feature per group and slice."""
    found = []
    for grouping in view.groupings.values():
        members = _members(view, grouping)
        totals = view.totals[(view.totals["grouping"] == grouping.id) & view.totals["group"].isin(members)]
        if totals.empty:
            continue
        order = [group.id for group in grouping.groups if group.id in members]
        units = view.units.geometry.to_numpy()
        outlines = tidy([shapely.union_all(units[members[group]]) for group in order])
        for name in in_order(view, totals):
            own = totals[totals["indicator"] == name]
            found.append(_layer(view, grouping, view.indicators[name], own, order, outlines))
    return found


def _layer(
    view: View,
    grouping: Grouping,
    indicator: Indicator,
    totals: pd.DataFrame,
    order: list[str],
    outlines: Shapes,
) -> Layer:
    names = {group.id: group.label_fr for group in grouping.groups}
    table = totals.merge(periods(view, indicator), on="slice", how="left")
    table["start"] = table["slice_start"].astype("object").fillna(table["slice"])
    table["end"] = table["slice"]
    table["group_name"], table["unit"] = table["group"].map(names), indicator.unit
    table["level"], table["edition"] = view.level, view.edition.id
    table["sensitivity"] = sensitivity(view)
    table["id"] = table["indicator"] + ":" + grouping.id + ":" + table["group"] + ":" + table["slice"]
    rows = conformed(table.sort_values(["slice", "group"]), "groups")
    largest = rows["value"].max()
    return Layer(
        name=f"{indicator.id}_{grouping.id.replace('-', '_')}_adm{view.level}",
        kind="groups",
        title_fr=f"{indicator.label_fr} : {grouping.label_fr}",
        title_en=f"{indicator.label_en}: {grouping.label_en}",
        description=f"{indicator.definition_en} {grouping.definition_en}",
        shape="MultiPolygon",
        rows=Held(rows, pd.Index(order).get_indexer(pd.Index(rows["group"])).astype(np.int64)),
        geometries=outlines,
        indicator=indicator,
        classes=classes_of(rows.assign(pcode=rows["group"]), indicator, classing=view.classing),
        largest=0.0 if pd.isna(largest) else float(largest),
        temporal=True,
    )


def _members(view: View, grouping: Grouping) -> dict[str, list[int]]:
    sides = view.sides[grouping.id]
    found: dict[str, list[int]] = {}
    for row, pcode in enumerate(view.units["pcode"]):
        if pcode in sides:
            found.setdefault(sides[pcode], []).append(row)
    return found
