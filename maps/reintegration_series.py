"""Returns over time, one small chart per definition: never two on one axis."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from maps import number
from maps.reintegration_numbers import amount, period
from maps.reintegration_words import say, translated
from tracker.view import View

FROM_NATIONAL = (
    "idp_returnees_cumulative",
    "idp_returnees_year",
    "repatriated_refugees",
    "repatriated_refugees_verified",
    "returnees_from_abroad",
)
MAPPED = "idp_returnees_cumulative"
ENOUGH_DATES = 3
FROM_SURVEYS = ("avrr_returns", "avrr_returns_joint_initiative", "migrants_repatriated", "migrants_returned")
BY_PERIOD = ("migrants_repatriated", "migrants_returned")  # periods of unlike length make no line
WIDTH, HEIGHT, EDGE = 300.0, 84.0, 6.0


@dataclass(frozen=True)
class Series:
    """One definition: its dots and line in a frame of `WIDTH` × `HEIGHT`, and its table."""

    title: str
    definition: str
    line: str
    dots: list[tuple[float, float]]
    top: str
    first: str
    last: str
    rows: list[tuple[str, str]]


def series(view: View, lang: str) -> list[Series]:
    """Return the published national series of returns, each with its own axis from zero."""
    found = []
    for name in FROM_NATIONAL:
        table = view.national[view.national["indicator"] == name]
        found.append(_series(view, name, table.assign(category=""), lang))
    for name in FROM_SURVEYS:
        found.append(_series(view, name, view.surveys[view.surveys["indicator"] == name], lang))
    return [one for one in found if one is not None]


def few_dates(view: View, lang: str) -> str:
    """Return why the map of returns has so few dates, or nothing where it has enough."""
    own = view.figures[(view.figures["indicator"] == MAPPED) & view.figures["value"].notna()]
    dates = int(own["slice"].nunique())
    if dates >= ENOUGH_DATES:
        return ""
    return say("empty.few_dates", lang, count=number.people(dates, lang))


def _series(view: View, name: str, table: pd.DataFrame, lang: str) -> Series | None:
    table = table[table["value"].notna()].sort_values(["reference_end", "value"])
    if table.empty:
        return None
    indicator = view.indicators[name]
    dated = table[table["category"].fillna("") == ""].drop_duplicates("reference_end", keep="last")
    dots = _dots(dated) if len(dated) > 1 and name not in BY_PERIOD else []
    rows = []
    for row in table.to_dict("records"):
        when = period(row["reference_start"], row["reference_end"], lang)
        if row["category"]:
            when += f" ({translated('category', str(row['category']), lang)})"
        rows.append((when, amount(row["value"], indicator.unit, "value", lang)))
    return Series(
        title=indicator.label(lang),
        definition=indicator.definition(lang),
        line=" ".join(f"{x:g},{y:g}" for x, y in dots),
        dots=dots,
        top=number.people(float(dated["value"].max()), lang) if len(dated) else "",
        first=number.month_short(str(dated["reference_end"].iloc[0]), lang) if len(dated) else "",
        last=number.month_short(str(dated["reference_end"].iloc[-1]), lang) if len(dated) else "",
        rows=rows[::-1],
    )


def _dots(table: pd.DataFrame) -> list[tuple[float, float]]:
    if table.empty:
        return []
    days = pd.to_datetime(table["reference_end"]).map(pd.Timestamp.toordinal).astype("float64")
    values = table["value"].astype("float64")
    span = float(days.max() - days.min()) or 1.0
    largest = float(values.max()) or 1.0
    across = [EDGE + (day - float(days.min())) / span * (WIDTH - 2 * EDGE) for day in days]
    down = [HEIGHT - EDGE - value / largest * (HEIGHT - 2 * EDGE) for value in values]
    return [(round(x, 1), round(y, 1)) for x, y in zip(across, down, strict=True)]
