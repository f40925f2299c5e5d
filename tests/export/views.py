"""A public view on the embedded boundaries: synthetic figures, sites, a name that is a formula."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pandas as pd

from geodata.editions import editions
from geodata.groupings import groupings, sides_of
from tests.maps.synthetic import synthetic_view
from tracker.suppress import suppress
from tracker.view import SITE_COLUMNS, View

REGIONS = [f"ML{number:02d}" for number in range(1, 10)]


@cache
def public_view(slices: int = 6, pairs: int = 60) -> View:
    """Return nine regions, two indicators, flows and sites, disclosed."""
    view = synthetic_view(9, slices, pairs)
    figures = view.figures.copy()
    figures["reported_name"], figures["note"] = "=HYPERLINK(1)", "Ségou, « 2e tour »"
    few = (figures["pcode"] == "ML04") & (figures["slice"] == figures["slice"].max())
    figures.loc[few, ["value", "value_status"]] = [4.0, "value"]
    figures.loc[few, "reference_end"] = figures.loc[few, "slice"]
    totals = view.totals.copy()
    totals["unplaced"] = 0
    last = (totals["grouping"] == "country") & (totals["slice"] == figures["slice"].max())
    totals.loc[last, "unplaced"] = 120
    safe = suppress(figures, _resummed(figures, totals), 10, groups={"north-south": _sides(view)})
    return replace(
        view,
        edition=editions()["ne-2013"],
        groupings=groupings(),
        sides={name: sides_of(grouping, "ne-2013") for name, grouping in groupings().items()},
        figures=safe.figures,
        totals=safe.totals,
        sites=_sites(),
        surveys=pd.DataFrame(columns=view.surveys.columns),
    )


def _sides(view: View) -> dict[str, str]:
    names = dict(zip(view.units["pcode"], view.units["place_name"], strict=True))
    north = {"Gao", "Kidal", "Tombouctou"}
    return {code: "north" if names[code] in north else "south" for code in REGIONS}


def _resummed(figures: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
    """Return the totals with their values summed again from the figures."""
    sides = _sides(synthetic_view(9, 6, 60))
    reported = figures[figures["value_status"].isin(["value", "zero"])]
    values = []
    for row in totals.to_dict("records"):
        mine = reported[(reported["indicator"] == row["indicator"]) & (reported["slice"] == row["slice"])]
        inside = (
            mine["pcode"].map(sides) == row["group"]
            if row["grouping"] == "north-south"
            else mine["pcode"].notna()
        )
        values.append(float(mine.loc[inside, "value"].sum()) if inside.any() else None)
    return totals.assign(value=pd.array(values, dtype="Float64"))


def _sites() -> pd.DataFrame:
    near = {"name": "Sévaré", "site_type": "transit_centre", "pcode": "ML05", "place_name": "Mopti"}
    far = {"name": "@cmd", "site_type": "service_point", "pcode": "ML07", "place_name": "Gao"}
    rows = [
        {"site_id": "s1", **near, "lon": -4.1, "lat": 14.5, "position": "coarsened", "source": "synthetic"},
        {"site_id": "s2", **far, "lon": None, "lat": None, "position": "unit", "source": "synthetic"},
    ]
    return pd.DataFrame(rows).reindex(columns=SITE_COLUMNS)
