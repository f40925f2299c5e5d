"""Flows of a View as the page decodes them: places, periods, and each kind's pairs and numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from geodata.nations import MALI
from maps import encode_flows, number, palette
from maps.encode import deltas, text
from maps.payload_indicator import days
from maps.words import LANGS, word
from tracker.classes import classify
from tracker.indicators import Indicator
from tracker.view import GROUPING_OF_ENDS, View

NET_CLASSES = 3  # on each side of zero
NOWHERE, UNKNOWN = "", 0  # an end that nobody wrote: its code, its number
LISTED = 60
KEYS = ["indicator", "unit", "period_start", "period_end", "origin", "destination"]


def present(view: View) -> list[Indicator]:
    """Return the flow indicators that have a movement in the view, in catalogue order."""
    named = set(view.flows["indicator"].dropna().unique())
    return [one for one in view.indicators.values() if one.id in named and one.flow_kind is not None]


def summed(view: View) -> pd.DataFrame:
    """Return one row per indicator, unit, period, origin and destination, with `value` (-1 suppressed).

    Rows of one source are added; where two sources give the same flow, the first source stands.
    Rows without a figure are left out.
    """
    units = {one.id: one.unit for one in present(view)}
    table = view.flows[view.flows["indicator"].isin(list(units))].copy()
    table["unit"] = table["unit"].fillna(table["indicator"].map(units))
    for column in ("origin", "destination", "source"):
        table[column] = table[column].fillna("").astype(str)
    table["period_start"] = table["period_start"].fillna(table["slice"])
    table["period_end"] = table["period_end"].fillna(table["slice"])
    value = pd.to_numeric(table["value"]).astype("Float64")
    table["hidden"] = table["value_status"].eq("suppressed")
    table["value"] = value.fillna(0).to_numpy(dtype=float)
    table = table[table["hidden"] | value.notna().to_numpy(bool)]
    one = table.groupby([*KEYS, "source"], as_index=False)[["value", "hidden"]].agg(
        {"value": "sum", "hidden": "any"}
    )
    one = one.drop_duplicates(KEYS).reset_index(drop=True)
    one.loc[one["hidden"], "value"] = -1
    return one[[*KEYS, "value"]]


def ranked(table: pd.DataFrame) -> pd.DataFrame:
    """Return movements of `summed`, the largest first: people before what is counted in other units."""
    parted = table.assign(other=table["unit"] != "people")
    order = ["other", "value", "indicator", "origin", "destination"]
    return parted.sort_values(order, ascending=[True, False, True, True, True])[[*KEYS, "value"]]


def _places(view: View, table: pd.DataFrame) -> tuple[dict[str, int], list[dict[str, object]]]:
    """Return the number of each place (0 unknown, then the units, then others) and the others.

    The others are the anchors that a movement starts from or ends at; `at` is latitude and
    longitude, nothing for what lies outside the map.
    """
    number = {NOWHERE: UNKNOWN} | {str(code): place + 1 for place, code in enumerate(view.units["pcode"])}
    anchors = view.anchors.drop_duplicates("id").set_index("id")
    others: list[dict[str, object]] = []
    for code in sorted({*table["origin"], *table["destination"]} - set(number)):
        if code in anchors.index:
            row = anchors.loc[code]
            number[code] = len(view.units) + 1 + len(others)
            point = [row["lat"], row["lon"]]
            at = None if pd.isna(point).any() else [round(float(one), 3) for one in point]
            others.append({"id": code, "names": [str(row["name_fr"]), str(row["name_en"])], "at": at})
            if row["kind"] == "group":
                others[-1]["grouping"] = GROUPING_OF_ENDS
    return number, others


def _net_limits(view: View, table: pd.DataFrame) -> list[float]:
    moved = table[(table["unit"] == "people") & (table["value"] > 0)]
    period = ["period_start", "period_end"]
    into = moved.groupby([*period, "destination"])["value"].sum()
    out = moved.groupby([*period, "origin"])["value"].sum()
    net = into.rename_axis([*period, "pcode"]).sub(out.rename_axis([*period, "pcode"]), fill_value=0)
    here = net[net.index.get_level_values("pcode").isin(view.units["pcode"])]
    return list(classify(here.abs().to_numpy(), count=NET_CLASSES).limits)


def record(view: View) -> dict[str, Any]:
    """Return ``flows`` and the one entry of ``indicators`` that carries the periods; empty without flows."""
    table = summed(view)
    if table.empty:
        return {}
    places, others = _places(view, table)
    table = _ends_shown(table, places)
    periods = (
        table[["period_end", "period_start"]].drop_duplicates().sort_values(["period_end", "period_start"])
    )
    step = {pair: place for place, pair in enumerate(periods.itertuples(index=False, name=None))}
    return {
        "indicators": [_axis(periods)],
        "flows": {
            "others": others,
            "kinds": [
                _entry(one, unit, mine, places, step)
                for one in present(view)
                for unit, mine in _by_unit(one, table)
            ],
            "net": _net_limits(view, table),
            "diverging": list(palette.DIVERGING),
        },
    }


def _by_unit(one: Indicator, table: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Return the movements of an indicator, those counted in its own unit first."""
    parts = [(str(unit), part) for unit, part in table[table["indicator"] == one.id].groupby("unit")]
    return sorted(parts, key=lambda part: part[0] != one.unit)


def _ends_shown(table: pd.DataFrame, places: dict[str, int]) -> pd.DataFrame:
    """Return the movements with ends that are neither unit nor anchor made unknown, and added up again."""
    lost = ~(table["origin"].isin(places) & table["destination"].isin(places))
    if not lost.any():
        return table
    hidden = table["value"] < 0
    ends = {end: table[end].where(table[end].isin(places), NOWHERE) for end in ("origin", "destination")}
    parts = table.assign(**ends, value=table["value"].clip(lower=0), hidden=hidden)
    added = parts.groupby(KEYS, as_index=False).agg({"value": "sum", "hidden": "all"})
    added.loc[added["hidden"], "value"] = -1
    return added[[*KEYS, "value"]]


def _entry(
    one: Indicator, unit: str, mine: pd.DataFrame, places: dict[str, int], step: dict[tuple[Any, ...], int]
) -> dict[str, Any]:
    at = np.array([step[pair] for pair in zip(mine["period_end"], mine["period_start"], strict=True)])
    code = encode_flows.encode(
        np.asarray(mine["origin"].map(places), dtype=np.int64),
        np.asarray(mine["destination"].map(places), dtype=np.int64),
        at,
        mine["value"].round().to_numpy("int64"),
    )
    look = palette.FLOW_STYLES[str(one.flow_kind)]
    return {
        "id": one.id,
        "kind": one.flow_kind,
        "label": [one.label(lang) for lang in LANGS],
        "unit": unit,
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


def latest(view: View) -> pd.DataFrame:
    """Return the movements of the latest period, the largest first; columns of `summed`."""
    table = summed(view)
    return ranked(table[table["period_end"] == table["period_end"].max()])


def period_words(table: pd.DataFrame, lang: str) -> str:
    """Return from when to when the movements of a table were counted; empty without any."""
    if table.empty:
        return ""
    return number.period_words(str(table["period_start"].min()), str(table["period_end"].max()), lang)


def names(view: View, lang: str) -> dict[str, str]:
    """Return the name of every place a movement may start from or end at; "" is the unknown place."""
    found = dict(zip(view.anchors["id"], view.anchors[f"name_{lang}"], strict=True))
    found |= dict(zip(view.units["pcode"], view.units["place_name"], strict=True))
    return found | {NOWHERE: word("map.unknown_place", lang), MALI: word("flow.country_only", lang)}


def counted(value: float, unit: str, lang: str) -> str:
    """Return a figure as a list of movements prints it; only people go without their unit."""
    if value < 0:
        return word("status.suppressed", lang)
    said = number.people(value, lang)
    return said if unit == "people" else f"{said}\u00a0{word(f'unit.{unit}', lang)}"


def listing(view: View, lang: str) -> dict[str, Any]:
    """Return ``latest_flows``: the largest flows of the latest period, for readers without script.

    ``latest_period`` is that period in words, ``latest_end`` its last day.
    """
    labels = {one.id: one.label(lang) for one in present(view)}
    table, named = latest(view), names(view, lang)
    ends = ("origin", "destination")
    rows = [
        {end: named.get(row[end], row[end]) for end in ends}
        | {"kind": labels[row["indicator"]], "value": counted(row["value"], row["unit"], lang)}
        for row in table.head(LISTED).to_dict("records")
    ]
    return {
        "latest_flows": rows,
        "latest_period": period_words(table, lang),
        "latest_end": str(table["period_end"].max()) if rows else "",
    }
