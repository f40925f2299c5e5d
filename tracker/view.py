"""The public tables: everything a page or a layer may show, after disclosure, and nothing else.

`maps` and `tracker.export` see displacement through a `View` only.  The tables are long; a page
never reads the record itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker.classing import Classing, usual

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from geodata.editions import Edition
    from geodata.groupings import Grouping
    from tracker.indicators import Indicator

FIGURE_COLUMNS = [
    "indicator",
    "pcode",
    "slice",  # ISO date of the last day of the slice; key of `View.slices`
    "value",  # empty unless value, zero or carried_forward
    "value_status",
    "reference_start",
    "reference_end",  # of the figure itself: earlier than the slice when carried forward
    "age_days",  # slice minus reference_end
    "round",
    "source",
    "crosswalk",  # exact | shared | partial: a part of the unit did not report
    "match_method",
    "figure_kind",
    "reported_name",
    "reported_code",
    "note",
]
CITY_COLUMNS = [*FIGURE_COLUMNS, "name", "lon", "lat"]
POINT_COLUMNS = ["pcode", "lon", "lat", "people", "slice", "source", "basis"]
SLICE_COLUMNS = ["indicator", "slice", "slice_start", "slice_end", "round", "reporting_units", "units"]
FLOW_COLUMNS = [
    "indicator",  # its catalogue entry says the kind of flow
    "slice",  # ISO date of the last day of the period
    "period_start",
    "period_end",
    "origin",  # P-code or anchor id; empty when the origin is unknown
    "origin_name",
    "destination",  # P-code or anchor id; empty when unknown
    "destination_name",
    "value",
    "value_status",
    "unit",
    "source",
    "note",
]
ANCHOR_COLUMNS = ["id", "name_fr", "name_en", "kind", "lon", "lat"]  # kind: country | group
GROUPING_OF_ENDS = "north-south"  # whose sides an anchor of kind group is
SITE_COLUMNS = [
    "site_id",
    "name",
    "site_type",
    "pcode",
    "place_name",
    "lon",
    "lat",
    "position",  # exact | coarsened | unit
    "operator",
    "status",
    "conditions",
    "valid_from",
    "valid_to",
    "source",
    "note",
]
MEASURE_COLUMNS = ["site_id", "indicator", "slice", "value", "value_status", "source", "note"]
TOTAL_COLUMNS = [
    "indicator",
    "slice",
    "grouping",  # "country" or the id of a grouping
    "group",  # "MLI" or the id of a group
    "value",  # sum of the figures reported in this slice; never of carried-forward ones
    "value_status",
    "reporting_units",
    "units",
    "carried_forward",  # of units whose older figure stands in, in the unit of the indicator
    "unplaced",  # reported without a place in this edition, in the unit of the indicator
]
SURVEY_COLUMNS = [
    "indicator",
    "pcode",  # unit, group id or MLI
    "place_name",
    "category",
    "value",
    "value_status",
    "unit",
    "sample_size",
    "denominator",
    "low",  # Wilson interval, 95 %
    "high",
    "reference_start",
    "reference_end",
    "source",
    "note",
]
SOURCE_COLUMNS = [
    "source",
    "title",
    "organisation",
    "credit",
    "licence",
    "url",
    "latest_reference",  # newest date any of its figures is valid for
    "age_days",  # View.as_of minus latest_reference
    "figures",
    "state",  # fetched | unchanged | failed | empty | skipped | embedded | file
    "title_fr",
    "title_en",
    "credit_fr",
    "licence_fr",
]


def _empty(columns: list[str]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame({name: pd.Series(dtype="object") for name in columns})


@dataclass(frozen=True)
class Context:
    """Quiet background of a map: geometries in EPSG:4326."""

    countries: gpd.GeoDataFrame  # iso3, name_fr, name_en, geometry
    rivers: gpd.GeoDataFrame  # name, geometry
    lakes: gpd.GeoDataFrame  # name, geometry
    credit: str


@dataclass(frozen=True)
class View:
    """What may be shown of the record in one edition at one admin level.

    `units` is a GeoDataFrame in EPSG:4326 with columns pcode, place_name, level, parent_pcode,
    population, population_year, population_source (its credit line), population_source_id, label_lon,
    label_lat, geometry (web resolution).  `figures` holds one row for every indicator × unit × slice:
    a unit without a figure is there with its status.  All dates are ISO 8601 text.
    """

    as_of: str
    edition: Edition
    level: int
    units: gpd.GeoDataFrame
    parents: gpd.GeoDataFrame | None
    context: Context
    indicators: dict[str, Indicator]
    groupings: dict[str, Grouping]
    sides: dict[str, dict[str, str]] = field(default_factory=dict)
    """Of each grouping, by its id: the group id of each P-code of `units`; units of no group are absent."""
    slices: pd.DataFrame = field(default_factory=lambda: _empty(SLICE_COLUMNS))
    figures: pd.DataFrame = field(default_factory=lambda: _empty(FIGURE_COLUMNS))
    totals: pd.DataFrame = field(default_factory=lambda: _empty(TOTAL_COLUMNS))
    flows: pd.DataFrame = field(default_factory=lambda: _empty(FLOW_COLUMNS))
    anchors: pd.DataFrame = field(default_factory=lambda: _empty(ANCHOR_COLUMNS))
    sites: pd.DataFrame = field(default_factory=lambda: _empty(SITE_COLUMNS))
    measures: pd.DataFrame = field(default_factory=lambda: _empty(MEASURE_COLUMNS))
    surveys: pd.DataFrame = field(default_factory=lambda: _empty(SURVEY_COLUMNS))
    national: pd.DataFrame = field(default_factory=lambda: _empty(FIGURE_COLUMNS))
    """Figures published for the whole country (pcode MLI); never sums of `figures`."""
    abroad: pd.DataFrame = field(default_factory=lambda: _empty(FIGURE_COLUMNS))
    """Refugees and asylum seekers from Mali by country of asylum (pcode: ISO 3166 alpha-3)."""
    cities: pd.DataFrame = field(default_factory=lambda: _empty(CITY_COLUMNS))
    """Counts of towns (pcode: ``town:`` and the GeoNames id); they lie inside units and never add to them."""
    points: pd.DataFrame = field(default_factory=lambda: _empty(POINT_COLUMNS))
    """Counts of IDPs by town and commune, for distances only; never printed."""
    sources: pd.DataFrame = field(default_factory=lambda: _empty(SOURCE_COLUMNS))
    sensitivity: str = "public"
    disclosure_threshold: int = 10
    classing: Classing = field(default_factory=usual)
