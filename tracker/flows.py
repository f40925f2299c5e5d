"""Movements between places: where people left, where they arrived, what kind of count it is."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from geodata import context
from geodata.crosswalk import table as links_between
from geodata.editions import editions, units
from geodata.groupings import group_of, groupings
from geodata.nations import country_name
from tracker.indicators import catalogue
from tracker.select import standing
from tracker.view import ANCHOR_COLUMNS, FLOW_COLUMNS, GROUPING_OF_ENDS


def flow_table(
    record: pd.DataFrame, shown: gpd.GeoDataFrame, edition: str, level: int, home: Path | None = None
) -> pd.DataFrame:
    """Return every movement of the record with both ends as units of the map or anchors.

    An end below the level shown climbs to the unit it lies in and has its name; an unknown end stays
    empty and keeps its people.  Columns: FLOW_COLUMNS.
    """
    kinds = {name for name, entry in catalogue().items() if entry.flow_kind}
    people = record[record["indicator"].isin(kinds) & record["sex"].isna()]
    flows = standing(people, home)
    if flows.empty:
        return pd.DataFrame(columns=FLOW_COLUMNS)
    climb = _Climb(set(shown["pcode"]), edition, level, home)
    origins = climb.ends(flows["origin_pcode"], flows["edition"])
    destinations = climb.ends(flows["pcode"], flows["edition"])
    names = dict(zip(shown["pcode"], shown["place_name"], strict=True))
    ends = flows.assign(
        slice=flows["reference_end"],
        period_start=flows["reference_start"],
        period_end=flows["reference_end"],
        origin=origins,
        destination=destinations,
        origin_name=origins.map(names).fillna(flows["origin_name"]).fillna(flows["reported_origin_name"]),
        destination_name=destinations.map(names).fillna(_destination_names(flows)),
    )
    same = [name for name in FLOW_COLUMNS if name not in {"value", "value_status", "note"}]
    added = ends.groupby(same, dropna=False, as_index=False).agg(
        value=("value", lambda values: values.sum(min_count=1)), note=("note", "first")
    )
    added["value_status"] = [
        "no_data" if pd.isna(v) else "zero" if v == 0 else "value" for v in added["value"]
    ]
    return added.sort_values(["period_end", "indicator", "value"], ignore_index=True).reindex(
        columns=FLOW_COLUMNS
    )


def _destination_names(flows: pd.DataFrame) -> pd.Series:
    deepest = flows["place_name"]
    for name in (
        "reported_place_name",
        "reported_admin2_name",
        "reported_admin1_name",
        "reported_admin0_name",
    ):
        deepest = deepest.fillna(flows[name])
    return deepest


class _Climb:
    """Finds the unit of the map, or the anchor, that an end of a movement belongs to."""

    def __init__(self, shown: set[str], edition: str, level: int, home: Path | None) -> None:
        self.shown = shown
        self.edition = edition
        self.level = level
        self.home = home
        self.parents: dict[str, dict[str, str]] = {}
        self.moved: dict[str, dict[str, str]] = {}

    def ends(self, pcodes: pd.Series, editions_of: pd.Series) -> pd.Series:
        found = [self.to_map(*end) for end in zip(pcodes, editions_of, strict=True)]
        return pd.Series(found, index=pcodes.index, dtype="object")

    def to_map(self, pcode: str | None, edition: str | None) -> str | None:
        if not isinstance(pcode, str):
            return None
        code = pcode
        if code.startswith("group:") or (len(code) == 3 and code.isalpha()):
            return code
        source = edition if isinstance(edition, str) else self.edition
        while (level := len(code) // 2 - 1) > self.level and level > 0:
            code = self._parents(source).get(code, code[:-2])
        if source != self.edition:
            code = self._moved(source).get(code, code)
        return code if code in self.shown else None

    def _parents(self, edition: str) -> dict[str, str]:
        if edition not in self.parents:
            tables = [
                units(edition, level, self.home) for level in editions(self.home)[edition].levels if level > 1
            ]
            pairs = pd.concat(tables) if tables else pd.DataFrame({"pcode": [], "parent_pcode": []})
            self.parents[edition] = dict(zip(pairs["pcode"], pairs["parent_pcode"], strict=True))
        return self.parents[edition]

    def _moved(self, source: str) -> dict[str, str]:
        if source not in self.moved:
            links = links_between(source, self.edition, self.level, home=self.home)
            whole = links[links["share"] == 1]
            self.moved[source] = dict(zip(whole["from_pcode"], whole["to_pcode"], strict=True))
        return self.moved[source]


def anchors(
    flows: pd.DataFrame, shown: gpd.GeoDataFrame, edition: str, home: Path | None = None
) -> pd.DataFrame:
    """Return a point for every end of a movement that is no unit of the map.

    Countries of the map window stand at a point inside what the window shows of them, sides of a
    grouping at a point inside their units.  Longitude and latitude in EPSG:4326; empty for
    countries outside the window.  Columns: ANCHOR_COLUMNS.
    """
    named = pd.concat([flows["origin"], flows["destination"]]).dropna().unique() if len(flows) else []
    around = context.countries().set_index("iso3")["geometry"]
    rows = []
    for code in sorted(set(named) - set(shown["pcode"])):
        if str(code).startswith("group:"):
            rows.append(_side(str(code).removeprefix("group:"), shown, edition, home))
        else:
            point = shapely.point_on_surface(around[code]) if code in around.index else None
            lon, lat = (round(point.x, 4), round(point.y, 4)) if point is not None else (None, None)
            rows.append([code, country_name(code, "fr"), country_name(code, "en"), "country", lon, lat])
    return pd.DataFrame(rows, columns=ANCHOR_COLUMNS)


def _side(group: str, shown: gpd.GeoDataFrame, edition: str, home: Path | None) -> list[object]:
    declared = next(entry for entry in groupings(home)[GROUPING_OF_ENDS].groups if entry.id == group)
    inside = [group_of(GROUPING_OF_ENDS, pcode, edition, home) == group for pcode in shown["pcode"]]
    point = shapely.point_on_surface(shown[inside].union_all())
    name = [f"group:{group}", declared.label_fr, declared.label_en, "group"]
    return [*name, round(point.x, 4), round(point.y, 4)]
