"""From a public view to layers: units and groups through time and at the latest slice, flows, sites."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geodata.errors import PlaceError
from geodata.groupings import group_of
from tracker.classes import classes_of, rates
from tracker.export.fields import conformed
from tracker.export.layer import Layer
from tracker.indicators import Indicator
from tracker.view import View

DECIMALS = 6
UNIT_NAMES = {1: "region", 2: "cercle", 3: "commune"}


def tidy(geometries: npt.ArrayLike) -> npt.NDArray[np.object_]:
    """Return geometries at six decimals, wound as RFC 7946 wants (outer rings counter-clockwise)."""
    rounded = shapely.transform(np.asarray(geometries, dtype=object), lambda points: points.round(DECIMALS))
    wound = shapely.orient_polygons(rounded)
    polygons = shapely.get_type_id(wound) == 3
    wound[polygons] = [shapely.MultiPolygon([polygon]) for polygon in wound[polygons]]
    return np.asarray(wound, dtype=object)


def sensitivity(view: View) -> str:
    return f"{view.sensitivity}; counts from 1 to {view.disclosure_threshold - 1} suppressed"


def unit_layers(view: View) -> list[Layer]:
    """Return two layers per indicator: one feature per unit and slice, and the latest slice only."""
    units = view.units.reset_index(drop=True)
    borders = tidy(units.geometry)
    found = []
    for name in _in_order(view, view.figures):
        indicator = view.indicators[name]
        figures = view.figures[view.figures["indicator"] == name]
        table = _unit_table(view, units, figures, indicator)
        latest = table["slice"] == max(table["slice"].cat.categories, default="")
        for temporal, rows in ((True, table), (False, table[latest].reset_index(drop=True))):
            if not temporal:
                rows = rows.assign(id=f"{name}:{view.edition.id}:" + rows["pcode"].astype("str"))
            found.append(_unit_layer(view, indicator, figures, rows, borders, units, temporal=temporal))
    return found


def _in_order(view: View, table: pd.DataFrame) -> list[str]:
    present = set(table["indicator"].dropna())
    return [name for name in view.indicators if name in present]


def _unit_table(
    view: View, units: gpd.GeoDataFrame, figures: pd.DataFrame, indicator: Indicator
) -> pd.DataFrame:
    rows = figures[figures["pcode"].isin(units["pcode"])].sort_values(["slice", "pcode"], ignore_index=True)
    columns: dict[str, pd.Series[Any]] = {str(name): rows[name] for name in rows.columns}
    place = units.drop(columns=["geometry", "label_lon", "label_lat", "source"], errors="ignore")
    for other, key in ((place, "pcode"), (_periods(view, indicator), "slice"), (_credits(view), "source")):
        at = pd.Series(pd.Index(other[key]).get_indexer(pd.Index(rows[key])))
        columns |= {
            str(name): at.map(other[name].reset_index(drop=True)) for name in other.columns if name != key
        }
    columns["start"] = columns["slice_start"].astype("object").fillna(rows["slice"])
    columns["end"] = rows["slice"]
    fixed = {"unit": indicator.unit, "edition": view.edition.id, "sensitivity": sensitivity(view)}
    columns |= {name: pd.Series(text, index=rows.index, dtype="str") for name, text in fixed.items()}
    if indicator.unit in {"people", "households"}:
        columns["rate_per_1000"] = rates(rows, units).round(3)
    columns["id"] = f"{indicator.id}:{view.edition.id}:" + rows["pcode"] + ":" + rows["slice"]
    return conformed(columns, "units")


def _periods(view: View, indicator: Indicator) -> pd.DataFrame:
    """Return from when to when each slice is shown: until the day before the next one."""
    own = view.slices.loc[view.slices["indicator"] == indicator.id, ["slice", "slice_start"]]
    own = own.drop_duplicates("slice").sort_values("slice", ignore_index=True)
    after = pd.to_datetime(own["slice"].shift()) + pd.Timedelta(days=1)
    own["slice_start"] = own["slice_start"].where(after.isna(), after.dt.strftime("%Y-%m-%d"))
    return own


def _credits(view: View) -> pd.DataFrame:
    return view.sources.drop_duplicates("source")[["source", "credit", "licence"]]


def _unit_layer(
    view: View,
    indicator: Indicator,
    figures: pd.DataFrame,
    table: pd.DataFrame,
    borders: npt.NDArray[np.object_],
    units: gpd.GeoDataFrame,
    *,
    temporal: bool,
) -> Layer:
    level = UNIT_NAMES.get(view.level, f"adm{view.level}")
    variant = "" if temporal else "_latest"
    largest = figures["value"].astype("Float64").max()
    return Layer(
        name=f"{indicator.id}_adm{view.level}{variant}",
        kind="units",
        title_fr=f"{indicator.label_fr}, par {level}" + ("" if temporal else ", dernière tranche"),
        title_en=f"{indicator.label_en}, by {level}" + ("" if temporal else ", latest slice"),
        description=indicator.definition_en,
        shape="MultiPolygon",
        table=table,
        geometries=borders,
        place=pd.Index(units["pcode"]).get_indexer(pd.Index(table["pcode"])).astype(np.int64),
        indicator=indicator,
        classes=classes_of(figures, indicator),
        rate_classes=classes_of(figures, indicator, measure="rate", units=units),
        largest=0.0 if pd.isna(largest) else float(largest),
        temporal=temporal,
    )


def group_layers(view: View) -> list[Layer]:
    """Return the totals of every grouping on the units of each group, dissolved."""
    found = []
    for grouping, declared in view.groupings.items():
        members = _members(view, grouping)
        totals = view.totals[(view.totals["grouping"] == grouping) & view.totals["group"].isin(members)]
        if totals.empty:
            continue
        names = {group.id: group.label_fr for group in declared.groups}
        order = [group for group in names if group in members]
        outlines = tidy(
            [shapely.union_all(view.units.geometry.to_numpy()[members[group]]) for group in order]
        )
        for name in _in_order(view, totals):
            indicator = view.indicators[name]
            table = totals[totals["indicator"] == name].merge(
                _periods(view, indicator), on="slice", how="left"
            )
            table["start"], table["end"] = (
                table["slice_start"].astype("object").fillna(table["slice"]),
                table["slice"],
            )
            table["group_name"], table["unit"] = table["group"].map(names), indicator.unit
            table["level"], table["edition"], table["sensitivity"] = (
                view.level,
                view.edition.id,
                sensitivity(view),
            )
            table["id"] = table["indicator"] + ":" + grouping + ":" + table["group"] + ":" + table["slice"]
            rows = conformed(table.sort_values(["slice", "group"]), "groups")
            largest = rows["value"].max()
            found.append(
                Layer(
                    name=f"{name}_{grouping.replace('-', '_')}_adm{view.level}",
                    kind="groups",
                    title_fr=f"{indicator.label_fr} : {declared.label_fr}",
                    title_en=f"{indicator.label_en}: {declared.label_en}",
                    description=f"{indicator.definition_en} {declared.definition_en}",
                    shape="MultiPolygon",
                    table=rows,
                    geometries=outlines,
                    place=pd.Index(order).get_indexer(pd.Index(rows["group"])).astype(np.int64),
                    indicator=indicator,
                    classes=classes_of(rows.assign(pcode=rows["group"]), indicator),
                    largest=0.0 if pd.isna(largest) else float(largest),
                    temporal=True,
                )
            )
    return found


def _members(view: View, grouping: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for row, pcode in enumerate(view.units["pcode"]):
        try:
            group = group_of(grouping, pcode, view.edition.id)
        except PlaceError:
            return {}
        if group is not None:
            found.setdefault(group, []).append(row)
    return found


def flow_layers(view: View) -> list[Layer]:
    """Return one layer per kind of movement: a line from origin to destination, a feature per period.

    People whose origin or destination is unknown, or who moved inside one unit, keep their feature
    without a line, so that the sums hold.
    """
    ends = _ends(view)
    return [_flow_layer(view, view.indicators[name], ends) for name in _in_order(view, view.flows)]


def _ends(view: View) -> dict[str, tuple[float, float]]:
    units, anchors = view.units, view.anchors[view.anchors["lon"].notna() & view.anchors["lat"].notna()]
    points = dict(zip(units["pcode"], zip(units["label_lon"], units["label_lat"], strict=True), strict=True))
    return points | dict(zip(anchors["id"], zip(anchors["lon"], anchors["lat"], strict=True), strict=True))


def _flow_layer(view: View, indicator: Indicator, ends: dict[str, tuple[float, float]]) -> Layer:
    table = view.flows[view.flows["indicator"] == indicator.id].merge(_credits(view), on="source", how="left")
    table["start"], table["end"] = table["period_start"].fillna(table["period_end"]), table["period_end"]
    table["kind"] = indicator.flow_kind or "net"
    table["edition"], table["sensitivity"] = view.edition.id, sensitivity(view)
    table = table.sort_values(["end", "start", "origin", "destination", "source"], kind="stable")
    same = [
        table[name].fillna("?") for name in ("indicator", "origin", "destination", "start", "end", "source")
    ]
    table["id"] = [":".join(map(str, parts)) for parts in zip(*same, strict=True)]
    again = table.groupby("id").cumcount()
    table["id"] = table["id"].where(again == 0, table["id"] + ":" + again.astype(str))
    rows = conformed(table, "flows")
    pairs = pd.MultiIndex.from_frame(rows[["origin", "destination"]])
    drawn = [pair for pair in pairs.unique() if pair[0] in ends and pair[1] in ends and pair[0] != pair[1]]
    lines = tidy([shapely.LineString([ends[start], ends[end]]) for start, end in drawn])
    places = {pair: place for place, pair in enumerate(drawn)}
    largest = rows["value"].max()
    return Layer(
        name=f"{indicator.id}_adm{view.level}",
        kind="flows",
        title_fr=indicator.label_fr,
        title_en=indicator.label_en,
        description=indicator.definition_en,
        shape="LineString",
        table=rows,
        geometries=lines,
        place=np.array([places.get(pair, -1) for pair in pairs], dtype=np.int64),
        indicator=indicator,
        largest=0.0 if pd.isna(largest) else float(largest),
        temporal=True,
    )


def site_layers(view: View) -> list[Layer]:
    """Return the sites as points, in the position the view discloses (coarsened by default)."""
    if view.sites.empty:
        return []
    table = view.sites.merge(_credits(view), on="source", how="left").sort_values("site_id", kind="stable")
    table["id"], table["level"], table["edition"] = table["site_id"], view.level, view.edition.id
    table["start"], table["end"] = table["valid_from"], table["valid_to"]
    table["sensitivity"] = sensitivity(view)
    positions = table[["lon", "lat"]].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    placed = ~np.isnan(positions).any(axis=1)
    return [
        Layer(
            name="sites",
            kind="sites",
            title_fr="Sites",
            title_en="Sites",
            description="Places of return, reintegration, transit, reception and service.",
            shape="Point",
            table=conformed(table, "sites"),
            geometries=tidy(shapely.points(positions[placed])),
            place=np.where(placed, np.cumsum(placed) - 1, -1).astype(np.int64),
        )
    ]


def all_layers(view: View, *, sums: bool = True) -> list[Layer]:
    """Return every layer of the view; without `sums`, none of the groups (of a narrowed view)."""
    return [*unit_layers(view), *(group_layers(view) if sums else []), *flow_layers(view), *site_layers(view)]
