"""Flows of a View as the page decodes them: places, periods, and each kind's pairs and numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from maps import encode_flows, number, palette
from maps.encode import deltas, text
from maps.payload_indicator import days
from maps.words import LANGS, word
from tracker.classes import classify
from tracker.indicators import Indicator
from tracker.view import View

NET_CLASSES = 3  # on each side of zero
UNKNOWN = 0
LISTED = 60


def present(view: View) -> list[Indicator]:
    """Return the flow indicators that have a movement in the view, in catalogue order."""
    named = set(view.flows["indicator"].dropna().unique())
    return [one for one in view.indicators.values() if one.id in named and one.flow_kind is not None]


def summed(view: View) -> pd.DataFrame:
    """Return one row per indicator, period, origin and destination, with `people` (-1 suppressed).

    Rows of one source are added; where two sources give the same flow, the first source stands.
    """
    known = [one.id for one in present(view)]
    table = view.flows[view.flows["indicator"].isin(known)].copy()
    for column in ("origin", "destination"):
        table[column] = table[column].fillna("").astype(str)
    table["period_start"] = table["period_start"].fillna(table["slice"])
    table["period_end"] = table["period_end"].fillna(table["slice"])
    value = pd.to_numeric(table["value"]).astype("Float64")
    table["hidden"] = table["value_status"].eq("suppressed")
    table["people"] = value.fillna(0).to_numpy(dtype=float)
    table = table[table["hidden"] | value.notna().to_numpy(bool)]
    keys = ["indicator", "period_start", "period_end", "origin", "destination"]
    table["source"] = table["source"].fillna("").astype(str)
    one = table.groupby([*keys, "source"], as_index=False)[["people", "hidden"]].agg(
        {"people": "sum", "hidden": "any"}
    )
    one = one.drop_duplicates(keys).reset_index(drop=True)
    one.loc[one["hidden"], "people"] = -1
    return one


def _places(view: View, table: pd.DataFrame) -> tuple[dict[str, int], list[dict[str, object]]]:
    """Return the number of each place (0 unknown, then the units, then others) and the others."""
    number = {"": UNKNOWN} | {str(code): place + 1 for place, code in enumerate(view.units["pcode"])}
    anchors = view.anchors.drop_duplicates("id").set_index("id")
    others: list[dict[str, object]] = []
    for code in sorted({*table["origin"], *table["destination"]} - set(number)):
        if code in anchors.index:
            row = anchors.loc[code]
            number[code] = len(view.units) + 1 + len(others)
            at = [round(float(row["lat"]), 3), round(float(row["lon"]), 3)]
            others.append({"id": code, "names": [str(row["name_fr"]), str(row["name_en"])], "at": at})
    return number, others


def _net_limits(view: View, table: pd.DataFrame, peoples: list[str]) -> list[float]:
    moved = table[table["indicator"].isin(peoples) & (table["people"] > 0)]
    period = ["period_start", "period_end"]
    into = moved.groupby([*period, "destination"])["people"].sum()
    out = moved.groupby([*period, "origin"])["people"].sum()
    net = into.rename_axis([*period, "pcode"]).sub(out.rename_axis([*period, "pcode"]), fill_value=0)
    here = net[net.index.get_level_values("pcode").isin(view.units["pcode"])]
    return list(classify(here.abs().to_numpy(), count=NET_CLASSES).limits)


def record(view: View) -> dict[str, Any]:
    """Return ``flows`` and the one entry of ``indicators`` that carries the periods; empty without flows."""
    kinds = present(view)
    if not kinds:
        return {}
    table = summed(view)
    places, others = _places(view, table)
    table = _ends_shown(table, places)
    periods = (
        table[["period_end", "period_start"]].drop_duplicates().sort_values(["period_end", "period_start"])
    )
    step = {pair: place for place, pair in enumerate(periods.itertuples(index=False, name=None))}
    entries = [_entry(one, table[table["indicator"] == one.id], places, step) for one in kinds]
    peoples = [one.id for one in kinds if one.unit == "people"]
    return {
        "indicators": [_axis(periods)],
        "flows": {
            "others": others,
            "kinds": entries,
            "net": _net_limits(view, table, peoples),
            "diverging": list(palette.DIVERGING),
        },
    }


def _ends_shown(table: pd.DataFrame, places: dict[str, int]) -> pd.DataFrame:
    """Return the movements with ends that have no point on the map made unknown, and added up again."""
    lost = ~(table["origin"].isin(places) & table["destination"].isin(places))
    if not lost.any():
        return table
    for end in ("origin", "destination"):
        table.loc[~table[end].isin(places), end] = ""
    keys = ["indicator", "period_start", "period_end", "origin", "destination"]
    known = table.assign(people=table["people"].clip(lower=0)).groupby(keys)["people"].sum()
    return known.where(known > 0, -1.0).reset_index()


def _entry(
    one: Indicator, mine: pd.DataFrame, places: dict[str, int], step: dict[tuple[Any, ...], int]
) -> dict[str, Any]:
    at = np.array([step[pair] for pair in zip(mine["period_end"], mine["period_start"], strict=True)])
    code = encode_flows.encode(
        np.asarray(mine["origin"].map(places), dtype=np.int64),
        np.asarray(mine["destination"].map(places), dtype=np.int64),
        at,
        mine["people"].round().to_numpy("int64"),
    )
    look = palette.FLOW_STYLES[str(one.flow_kind)]
    return {
        "id": one.id,
        "kind": one.flow_kind,
        "label": [one.label(lang) for lang in LANGS],
        "unit": one.unit,
        "matrix": one.is_matrix,
        "means": [one.definition(lang) for lang in LANGS],
        "colour": look.colour,
        "dash": " ".join(f"{length:g}" for length in look.dash),
        **code,
    }


def _axis(periods: pd.DataFrame) -> dict[str, Any]:
    end, start = days(periods["period_end"]), days(periods["period_start"])
    return {
        "id": "flows",
        "kind": "flow",
        "flow": True,
        "unit": "people",
        "label": [word("kind.flows", lang) for lang in LANGS],
        "slices": deltas(end),
        "lengths": text(np.maximum(end - start, 0)),
        "first": len(end) - 1,
        "rates": False,
        "totalRows": [],
    }


def listing(view: View, lang: str) -> dict[str, Any]:
    """Return ``latest_flows``: the largest flows of the latest period, for readers without script."""
    kinds = {one.id: one for one in present(view)}
    if not kinds:
        return {"latest_flows": []}
    table = summed(view)
    table = (
        table[table["period_end"] == table["period_end"].max()]
        .sort_values("people", ascending=False)
        .head(LISTED)
    )
    names = dict(zip(view.anchors["id"], view.anchors[f"name_{lang}"], strict=True))
    names |= dict(zip(view.units["pcode"], view.units["place_name"], strict=True)) | {
        "": word("map.unknown_place", lang),
        "MLI": word("flow.country_only", lang),
    }
    rows = [
        {
            "origin": names.get(row.origin, row.origin),
            "destination": names.get(row.destination, row.destination),
            "kind": kinds[row.indicator].label(lang),
            "people": number.people(row.people, lang) if row.people >= 0 else word("status.suppressed", lang),
        }
        for row in table.itertuples(index=False)
    ]
    return {"latest_flows": rows}
