"""Synthetic Views: log-normal stocks with gaps, zeros and every value status, and flows.

Other suites import `synthetic_view`; everything in it is deterministic.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.editions import Edition
from geodata.groupings import Group, Grouping
from tests.maps.coverage import regions, subdivision
from tracker.indicators import catalogue
from tracker.view import (
    ANCHOR_COLUMNS,
    FIGURE_COLUMNS,
    FLOW_COLUMNS,
    SLICE_COLUMNS,
    SOURCE_COLUMNS,
    TOTAL_COLUMNS,
    Context,
    View,
)

STATUSES = np.array(["value", "zero", "no_data", "not_assessed", "carried_forward", "suppressed"])
NEIGHBOURS = {
    "SEN": ("Sénégal", "Senegal", -14.6, 14.4),
    "MRT": ("Mauritanie", "Mauritania", -9.5, 18.5),
    "DZA": ("Algérie", "Algeria", 2.0, 26.0),
    "NER": ("Niger", "Niger", 6.0, 16.5),
    "BFA": ("Burkina Faso", "Burkina Faso", -1.7, 12.3),
    "CIV": ("Côte d'Ivoire", "Ivory Coast", -6.0, 9.0),
    "GIN": ("Guinée", "Guinea", -11.0, 10.6),
}
FLOW_INDICATORS = ("flow_displacement", "flow_return", "flow_repatriation", "flow_secondary_displacement")


def slice_dates(count: int) -> list[str]:
    """Return month ends from September 2012; weeks when the months would run past 2030."""
    if count <= 200:
        firsts = [date(2012 + (9 + i) // 12, (9 + i) % 12 + 1, 1) for i in range(count)]
        return [(first - timedelta(days=1)).isoformat() for first in firsts]
    return [(date(2012, 1, 7) + timedelta(days=7 * i)).isoformat() for i in range(count)]


@cache
def _units(count: int) -> gpd.GeoDataFrame:
    nine = regions().rename(columns={"name": "place_name"})
    nine["level"], nine["parent_pcode"] = 1, "MLI"
    if count != 9:
        frame = subdivision(count)
        inner = frame.geometry.representative_point().to_numpy()
        nearest = shapely.STRtree(nine.geometry.to_numpy()).nearest(inner)
        frame["parent_pcode"] = nine["pcode"].to_numpy()[nearest]
        frame = frame.sort_values(["parent_pcode", "owner"], ignore_index=True)
        order = frame.groupby("parent_pcode").cumcount() + 1
        frame["pcode"] = frame["parent_pcode"] + [f"{n:03d}" for n in order]
        names = nine.set_index("pcode")["place_name"]
        frame["place_name"] = [f"{names[p]} {n}" for p, n in zip(frame["parent_pcode"], order, strict=True)]
        frame["level"] = 2
        nine = frame.drop(columns="owner")
    rng = np.random.default_rng(count)
    nine = nine.set_crs(4326, allow_override=True)
    nine["population"] = (14_500_000 / count * rng.lognormal(-0.3, 0.7, count)).round().astype("int64")
    nine["population_year"], nine["population_source"] = 2013, "Synthetic"
    nine["population_source_id"] = "synthetic"
    inner = nine.geometry.representative_point()
    nine["label_lon"], nine["label_lat"] = inner.x, inner.y
    return nine


def _context(outline: shapely.Geometry) -> Context:
    seeds = shapely.MultiPoint([place[2:] for place in NEIGHBOURS.values()])
    around = shapely.box(*outline.bounds).buffer(4).difference(outline)
    cells = shapely.get_parts(shapely.voronoi_polygons(seeds, extend_to=around, ordered=True))
    countries = gpd.GeoDataFrame(
        [{"iso3": iso3, "name_fr": fr, "name_en": en} for iso3, (fr, en, _, _) in NEIGHBOURS.items()],
        geometry=list(shapely.intersection(cells, around)),
        crs=4326,
    )
    river = shapely.LineString([(-11, 12.2), (-8, 12.6), (-5, 14.2), (-3, 16.6), (0, 17), (1, 14)])
    lake = shapely.Point(-4.2, 15.2).buffer(0.25)
    return Context(
        countries,
        gpd.GeoDataFrame({"name": ["Niger"]}, geometry=[river], crs=4326),
        gpd.GeoDataFrame({"name": ["Lac Débo"]}, geometry=[lake], crs=4326),
        "Synthetic context",
    )


def _cells(units: int, slices: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return values and statuses, units × slices: persistent, log-normal, with every status."""
    rng = np.random.default_rng(seed)
    level = rng.normal(9 - 0.6 * np.log(units / 9), 1.2, (units, 1))
    path = level + np.cumsum(rng.normal(0, 0.09, (units, slices)), axis=1)
    still = rng.random((units, slices)) < 0.35
    values = np.exp(path).round()
    for step in range(1, slices):
        values[:, step] = np.where(still[:, step], values[:, step - 1], values[:, step])
    draw = rng.random((units, slices))
    status = np.select(
        [draw < 0.03, draw < 0.06, draw < 0.08, draw < 0.11, draw < 0.12], STATUSES[[1, 2, 3, 4, 5]], "value"
    )
    late = rng.integers(0, max(1, slices // 4), units)
    status[np.arange(slices)[None, :] < late[:, None]] = "not_assessed"
    for step in range(slices):
        older = values[:, step - 1] if step else values[:, 0]
        usable = (step > 0) & np.isin(status[:, step - 1], ["value", "carried_forward"])
        carried = status[:, step] == "carried_forward"
        status[carried & ~usable, step] = "no_data"
        values[:, step] = np.where(carried & usable, older, values[:, step])
    values = np.maximum(values, 10)
    values[status == "zero"] = 0
    values[~np.isin(status, ["value", "zero", "carried_forward"])] = np.nan
    return values, status


def _ages(status: np.ndarray, dates: pd.DatetimeIndex) -> np.ndarray:
    """Return days between the slice and the figure: 0 unless carried forward."""
    days = (dates - dates[0]).days.to_numpy()
    ages = np.zeros(status.shape)
    for step in range(1, status.shape[1]):
        older = ages[:, step - 1] + days[step] - days[step - 1]
        ages[:, step] = np.where(status[:, step] == "carried_forward", older, 0)
    return ages


def _figures(indicator: str, pcodes: np.ndarray, dates: list[str], seed: int) -> pd.DataFrame:
    values, status = _cells(len(pcodes), len(dates), seed)
    moments = pd.DatetimeIndex(dates)
    ages = _ages(status, moments)
    count = len(pcodes)
    frame = pd.DataFrame(
        {
            "indicator": indicator,
            "pcode": np.repeat(pcodes, len(dates)),
            "slice": np.tile(dates, count),
            "value": pd.array(values.ravel(), dtype="Float64"),
            "value_status": status.ravel(),
            "age_days": pd.array(ages.ravel().astype("int64"), dtype="Int64"),
            "source": np.where(np.tile(np.arange(len(dates)), count) % 9 == 4, "second", "synthetic"),
        }
    )
    frame["value"] = frame["value"].where(frame["value_status"].isin(["value", "zero", "carried_forward"]))
    end = np.tile(moments.to_numpy(), count) - pd.to_timedelta(ages.ravel(), unit="D").to_numpy()
    frame["reference_end"] = pd.DatetimeIndex(end).strftime("%Y-%m-%d")
    frame.loc[frame["value"].isna(), ["age_days", "reference_end", "source"]] = pd.NA
    return frame.reindex(columns=FIGURE_COLUMNS)


def _totals(figures: pd.DataFrame, sides: dict[str, dict[str, str]]) -> pd.DataFrame:
    parts = []
    for grouping, group in sides.items():
        table = figures.assign(group=figures["pcode"].map(group))
        reported = table["value_status"].isin(["value", "zero"])
        carried = table["value_status"] == "carried_forward"
        table = table.assign(
            summed=table["value"].where(reported).fillna(0),
            carried_forward=table["value"].where(carried).fillna(0),
            reporting_units=reported.astype(int),
            units=1,
        )
        keys = ["indicator", "slice", "group"]
        sums = ["summed", "carried_forward", "reporting_units", "units"]
        parts.append(table.groupby(keys)[sums].sum().reset_index().assign(grouping=grouping))
    totals = pd.concat(parts, ignore_index=True).rename(columns={"summed": "value"})
    totals["value_status"] = np.where(totals["reporting_units"] > 0, "value", "no_data")
    totals.loc[totals["reporting_units"] == 0, "value"] = pd.NA
    totals["unplaced"] = 0
    return totals.reindex(columns=TOTAL_COLUMNS)


def _flows(places: list[tuple[str, str]], dates: list[str], pairs: int) -> pd.DataFrame:
    rng = np.random.default_rng(pairs)
    kinds = np.array(FLOW_INDICATORS)
    frames = []
    chosen = rng.choice(len(places) ** 2, size=min(pairs, len(places) ** 2), replace=False)
    active = rng.random((len(chosen), len(dates))) < 0.2
    row, step = np.nonzero(active)
    origin, destination = np.divmod(chosen[row], len(places))
    codes = np.array([code for code, _ in places], dtype=object)
    names = np.array([name for _, name in places], dtype=object)
    frames.append(
        pd.DataFrame(
            {
                "indicator": kinds[chosen[row] % len(kinds)],
                "slice": np.array(dates)[step],
                "period_start": [date[:8] + "01" for date in np.array(dates)[step]],
                "period_end": np.array(dates)[step],
                "origin": codes[origin],
                "origin_name": names[origin],
                "destination": codes[destination],
                "destination_name": names[destination],
                "value": pd.array(rng.lognormal(4, 1.3, len(row)).round() + 10, dtype="Float64"),
                "value_status": "value",
                "unit": "people",
                "source": "synthetic",
            }
        )
    )
    return pd.concat(frames, ignore_index=True).reindex(columns=FLOW_COLUMNS)


def _anchors() -> pd.DataFrame:
    rows = [
        {"id": iso3, "name_fr": fr, "name_en": en, "kind": "country", "lon": lon, "lat": lat}
        for iso3, (fr, en, lon, lat) in NEIGHBOURS.items()
    ]
    return pd.DataFrame(rows).reindex(columns=ANCHOR_COLUMNS)


def _groupings() -> dict[str, Grouping]:
    north = ("Gao", "Kidal", "Tombouctou")
    south = ("Kayes", "Koulikoro", "Sikasso", "Ségou", "Mopti", "Bamako")
    return {
        "north-south": Grouping(
            "north-south",
            "Nord et sud",
            "North and south",
            "Nord : Gao, Kidal, Tombouctou. Sud : les autres régions et Bamako.",
            "North: Gao, Kidal, Timbuktu. South: the other regions and Bamako.",
            "IOM",
            (Group("north", "Nord", "North", north), Group("south", "Sud", "South", south)),
        )
    }


def synthetic_sources(as_of: str) -> pd.DataFrame:
    """Return two declared sources, one of them old."""
    rows = [
        {
            "source": name,
            "title": f"Série synthétique {name}",
            "organisation": "Laboratoire",
            "credit": f"Crédit {name}",
            "licence": "CC0",
            "latest_reference": as_of,
            "age_days": 0,
            "figures": 100,
            "state": "embedded",
        }
        for name in ("synthetic", "second")
    ]
    return pd.DataFrame(rows).reindex(columns=SOURCE_COLUMNS)


def _counted(figures: pd.DataFrame, units: int) -> pd.DataFrame:
    """Return the slices with how many of the units reported in each."""
    reported = figures["value_status"].isin(["value", "zero"])
    counted = (
        reported.groupby([figures["indicator"], figures["slice"]])
        .sum()
        .rename("reporting_units")
        .reset_index()
    )
    counted["slice_start"], counted["slice_end"], counted["units"] = counted["slice"], counted["slice"], units
    counted["round"] = counted["slice"].rank(method="dense").astype(int).astype(str)
    return counted.reindex(columns=SLICE_COLUMNS)


@cache
def synthetic_view(
    units: int = 9,
    slices: int = 26,
    pairs: int = 0,
    indicators: tuple[str, ...] = ("idp_stock", "idp_returnees_cumulative"),
) -> View:
    """Return a View of `units` units × `slices` dates, and `pairs` origin-destination pairs."""
    shapes = _units(units)
    dates = slice_dates(slices)
    pcodes = shapes["pcode"].to_numpy()
    figures = pd.concat(
        [_figures(name, pcodes, dates, 7 + n) for n, name in enumerate(indicators)], ignore_index=True
    )
    nine = _units(9)
    groupings = _groupings()
    members = {name: group.id for group in groupings["north-south"].groups for name in group.members}
    region = dict(zip(nine["pcode"], nine["place_name"], strict=True))
    sides = {
        "country": dict.fromkeys(pcodes, "MLI"),
        "north-south": {code: members[region[code[:4]]] for code in pcodes},
    }
    anchors = _anchors()
    places = list(zip(shapes["pcode"], shapes["place_name"], strict=True)) + list(
        zip(anchors["id"], anchors["name_fr"], strict=True)
    )
    level = int(shapes["level"].iloc[0])
    return View(
        as_of=dates[-1],
        edition=Edition(
            "synthetic",
            "MLI",
            "Limites synthétiques",
            "Synthetic boundaries",
            "2013-01-01",
            None,
            "cod-ab-2021",
            {level: units},
            "public domain",
            "Natural Earth",
        ),
        level=level,
        units=shapes,
        parents=nine if units != 9 else None,
        context=_context(shapely.union_all(nine.geometry.to_numpy())),
        indicators=catalogue(),
        groupings=groupings,
        sides={name: sides[name] for name in groupings},
        slices=_counted(figures, units),
        figures=figures,
        totals=_totals(figures, sides),
        flows=_flows(places, dates, pairs) if pairs else pd.DataFrame(columns=FLOW_COLUMNS),
        anchors=anchors,
        sources=synthetic_sources(dates[-1]),
    )
