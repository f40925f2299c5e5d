"""Layers of movements: a line from origin to destination, a feature per period."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tracker.export.fields import conformed
from tracker.export.layer import Held, Layer
from tracker.export.shapes import credits_of, identified, in_order, line, sensitivity, tidy
from tracker.indicators import Indicator
from tracker.view import View

_SAME = ("indicator", "origin", "destination", "start", "end", "source")


def flow_layers(view: View, *, curved: bool = False) -> list[Layer]:
    """Return one layer per kind of movement, lines straight or `curved`.

    People whose origin or destination is unknown, or who moved inside one unit, keep their feature
    without a line, so that the sums hold.
    """
    ends = _ends(view)
    return [_layer(view, view.indicators[name], ends, curved=curved) for name in in_order(view, view.flows)]


def _ends(view: View) -> dict[str, tuple[float, float]]:
    units, anchors = view.units, view.anchors[view.anchors["lon"].notna() & view.anchors["lat"].notna()]
    points = dict(zip(units["pcode"], zip(units["label_lon"], units["label_lat"], strict=True), strict=True))
    return points | dict(zip(anchors["id"], zip(anchors["lon"], anchors["lat"], strict=True), strict=True))


def _layer(view: View, indicator: Indicator, ends: dict[str, tuple[float, float]], *, curved: bool) -> Layer:
    rows = _table(view, indicator)
    pairs = pd.MultiIndex.from_frame(rows[["origin", "destination"]])
    drawn = [pair for pair in pairs.unique() if pair[0] in ends and pair[1] in ends and pair[0] != pair[1]]
    lines = tidy([line(ends[start], ends[end], curved=curved) for start, end in drawn])
    places = {pair: place for place, pair in enumerate(drawn)}
    largest = rows["value"].max()
    return Layer(
        name=f"{indicator.id}_adm{view.level}",
        kind="flows",
        title_fr=indicator.label_fr,
        title_en=indicator.label_en,
        description=indicator.definition_en,
        shape="LineString",
        rows=Held(rows, np.array([places.get(pair, -1) for pair in pairs], dtype=np.int64)),
        geometries=lines,
        indicator=indicator,
        largest=0.0 if pd.isna(largest) else float(largest),
        temporal=True,
    )


def _table(view: View, indicator: Indicator) -> pd.DataFrame:
    table = view.flows[view.flows["indicator"] == indicator.id]
    table = table.merge(credits_of(view), on="source", how="left")
    table["start"], table["end"] = table["period_start"].fillna(table["period_end"]), table["period_end"]
    table["kind"] = indicator.flow_kind or "net"
    table["edition"], table["sensitivity"] = view.edition.id, sensitivity(view)
    table = table.sort_values(["end", "start", "origin", "destination", "source"], kind="stable")
    table["id"] = identified(table, _SAME)
    return conformed(table, "flows")
