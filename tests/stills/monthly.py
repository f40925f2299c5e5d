"""A View of the published monthly figures, 2012 to 2014, on Natural Earth's nine regions.

Only what these tests need is joined here, by name; the record does it properly.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geodata import context as background
from geodata.editions import Edition
from geodata.groupings import Group, Grouping
from tracker.indicators import catalogue
from tracker.view import FIGURE_COLUMNS, SLICE_COLUMNS, SOURCE_COLUMNS, TOTAL_COLUMNS, Context, View

ROOT = Path(__file__).resolve().parents[2]
NORTH = ("Gao", "Kidal", "Tombouctou")
SPELLING = {"Segou": "Ségou"}


def _table(name: str) -> pd.DataFrame:
    table = pd.read_csv(ROOT / "tracker" / "embedded" / f"{name}.csv")
    return table.assign(place_name=table["reported_admin1_name"].replace(SPELLING))


def _units() -> gpd.GeoDataFrame:
    units = gpd.read_file(ROOT / "geodata" / "countries" / "mli" / "ne-2013" / "adm1.geojson")
    units = units.rename(columns={"name": "place_name"})[
        ["pcode", "place_name", "level", "parent_pcode", "geometry"]
    ].sort_values("pcode", ignore_index=True)
    residents = _table("population-2013").set_index("place_name")["value"]
    units["population"] = units["place_name"].map(residents)
    units["population_year"], units["population_source"] = 2013, "HDX/OCHA"
    inner = units.geometry.representative_point()
    units["label_lon"], units["label_lat"] = inner.x, inner.y
    return units


def _figures(units: gpd.GeoDataFrame) -> pd.DataFrame:
    table = _table("idps-monthly").merge(units[["pcode", "place_name"]], on="place_name")
    table["slice"] = table["reference_end"]
    table["value"] = table["value"].astype("Float64")
    table["value_status"], table["age_days"], table["source"] = "value", 0, "idps-monthly"
    last = table[table["slice"] == "2014-07-31"].copy()
    # A later slice in which three regions report: the others are carried, masked, empty, unassessed.
    later = last.assign(slice="2014-10-31", value_status="carried_forward", age_days=92)
    status = {"Bamako": "value", "Ségou": "zero", "Gao": "value", "Kayes": "suppressed"}
    status |= {"Sikasso": "no_data", "Koulikoro": "not_assessed"}
    later["value_status"] = later["place_name"].map(status).fillna("carried_forward")
    later.loc[later["value_status"] == "zero", "value"] = 0
    later.loc[later["value_status"].isin(["suppressed", "no_data", "not_assessed"]), "value"] = pd.NA
    fresh = later["value_status"].isin(["value", "zero"])
    later.loc[fresh, "reference_end"], later.loc[fresh, "age_days"] = "2014-10-31", 0
    return pd.concat([table, later]).assign(indicator="idp_stock").reindex(columns=FIGURE_COLUMNS)


def _totals(figures: pd.DataFrame, side: dict[str, str]) -> pd.DataFrame:
    rows = []
    for grouping in ("country", "north-south"):
        group = figures["pcode"].map(side) if grouping == "north-south" else "MLI"
        for (day, name), part in figures.assign(group=group).groupby(["slice", "group"]):
            reported = part[part["value_status"].isin(["value", "zero"])]
            rows.append(
                {
                    "indicator": "idp_stock",
                    "slice": day,
                    "grouping": grouping,
                    "group": name,
                    "value": reported["value"].sum() if len(reported) else pd.NA,
                    "value_status": "value" if len(reported) else "no_data",
                    "reporting_units": len(reported),
                    "units": len(part),
                    "carried_forward": part.loc[part["value_status"] == "carried_forward", "value"].sum(),
                    "unplaced": 0,
                }
            )
    return pd.DataFrame(rows).reindex(columns=TOTAL_COLUMNS)


def _grouping(units: gpd.GeoDataFrame) -> Grouping:
    south = tuple(name for name in units["place_name"] if name not in NORTH)
    return Grouping(
        "north-south",
        "Nord et sud",
        "North and south",
        "Nord : Gao, Kidal, Tombouctou. Sud : les autres régions et Bamako.",
        "North: Gao, Kidal, Timbuktu. South: the other regions and Bamako.",
        "IOM, April 2014",
        (Group("north", "Nord", "North", NORTH), Group("south", "Sud", "South", south)),
    )


def _sources() -> pd.DataFrame:
    rows = [
        {
            "source": "idps-monthly",
            "title": "IDPs data by region in Mali, September 2012 to July 2014",
            "organisation": "OIM / CMP, OCHA (HDX)",
            "credit": "OIM et Commission Mouvement de Populations, publié par OCHA sur HDX",
            "licence": "HDX",
            "url": "https://data.humdata.org/dataset/idps-data-by-region-in-mali",
            "latest_reference": "2014-07-31",
            "age_days": 92,
            "figures": 207,
            "state": "embedded",
        }
    ]
    return pd.DataFrame(rows).reindex(columns=SOURCE_COLUMNS)


@cache
def monthly_view() -> View:
    """Return the 23 published months and one thin slice after them, with all six statuses."""
    units = _units()
    figures = _figures(units)
    side = {
        code: "north" if name in NORTH else "south"
        for code, name in zip(units["pcode"], units["place_name"], strict=True)
    }
    slices = (
        figures.assign(told=figures["value_status"].isin(["value", "zero"]).astype(int))
        .groupby(["indicator", "slice"])["told"]
        .sum()
        .rename("reporting_units")
        .reset_index()
    )
    slices["slice_start"] = slices["slice"].str[:8] + "01"
    slices["slice_end"], slices["units"] = slices["slice"], len(units)
    return View(
        as_of="2014-10-31",
        edition=Edition(
            "ne-2013",
            "MLI",
            "Natural Earth, vers 2013 (8 régions et Bamako)",
            "Natural Earth, about 2013 (8 regions and Bamako)",
            "2013-01-01",
            None,
            "cod-ab-2021",
            {1: 9},
            "public domain",
            "Made with Natural Earth",
            approximate=True,
        ),
        level=1,
        units=units,
        parents=None,
        context=Context(background.countries(), background.rivers(), background.lakes(), background.CREDIT),
        indicators=catalogue(),
        groupings={"north-south": _grouping(units)},
        sides={"north-south": side},
        slices=slices.reindex(columns=SLICE_COLUMNS),
        figures=figures,
        totals=_totals(figures, side),
        sources=_sources(),
    )
