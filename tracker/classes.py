"""Class limits and colours that the pages and the GIS layers share.

Limits are computed once over all slices of an indicator, so that a colour means the same in every
slice.  Intervals are open below and closed above; zero is a class of its own and is never mixed
with the smallest figures.  A figure is classed as it is printed (`displayed`), so that a rate of
55.3 that reads 55 is painted in the class that ends at 55.  Colours are data: ``classes.toml``.
"""

from __future__ import annotations

import math
import tomllib
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from tracker.classing import Classing, Method, usual
from tracker.indicators import Indicator

Measure = Literal["value", "rate"]

ZERO = 0
MISSING = -1


@dataclass(frozen=True)
class Classes:
    """Upper limits of the classes: class 1 is ``(0, limits[0]]``, class i ``(limits[i-2], limits[i-1]]``.

    The last limit is at least the largest figure.  Empty when no figure is positive.
    """

    method: Method
    limits: tuple[float, ...]
    decimals: int = 0
    below: bool = False
    """Whether some figure is positive and yet would round to zero: it is printed as ``< 1``."""

    def index(self, values: npt.ArrayLike) -> npt.NDArray[np.int64]:
        """Return the class of each value as it is printed: 1..n, 0 for zero, -1 for missing (NaN)."""
        numbers = displayed(values, self.decimals)
        found = np.searchsorted(np.asarray(self.limits, dtype=float), numbers, side="left") + 1
        found = np.minimum(found, max(len(self.limits), 1))
        found = np.where(numbers == 0, ZERO, found)
        return np.where(np.isnan(numbers), MISSING, found).astype(np.int64)

    def intervals(self) -> list[tuple[float, float]]:
        """Return ``(low, high)`` per class: open below, closed above."""
        return list(zip((0.0, *self.limits), self.limits, strict=False))

    def thresholds(self) -> list[tuple[float, float]]:
        """Return ``(low, high)`` per class for figures before rounding: what `index` tells apart.

        Above `low` and not above `high`, for figures of at most three more decimals than printed.
        """
        short = 10.0**-self.decimals * (0.5 - 0.0005)
        return [
            (round(low + short, self.decimals + 4) if low else 0.0, round(high + short, self.decimals + 4))
            for low, high in self.intervals()
        ]

    def printed(self) -> list[tuple[float, float]]:
        """Return the limits as a legend prints them: integers read 1–100, 101–500, never 100 twice."""
        step = 10.0**-self.decimals
        return [(round(low + step, self.decimals), high) for low, high in self.intervals()]


def displayed(values: npt.ArrayLike, decimals: int = 0) -> npt.NDArray[np.float64]:
    """Return figures as pages print them: halves up; what is positive never becomes zero."""
    numbers = np.asarray(values, dtype=float)
    scale = 10.0**decimals
    rounded = np.floor(numbers * scale + 0.5) / scale
    return np.where(numbers > 0, np.maximum(rounded, 1 / scale), rounded)


def classify(
    values: npt.ArrayLike,
    *,
    method: Method = "quantile",
    count: int = 5,
    limits: Sequence[float] | None = None,
    shares: Sequence[float] | None = None,
    decimals: int = 0,
) -> Classes:
    """Return the classes of the pooled positive values, rounded to limits people can read.

    Zeros and missing values are left out first (a quarter of zeros would take whole quantiles).
    Limits that fall together after rounding make fewer classes.  `limits` is required by
    ``manual`` and extended when a value lies above the last one.  `shares` are the parts of all
    figures that lie below each limit of ``quantile``; equal ones without.

    Raises
    ------
    ValueError
        When ``manual`` has no limits, or they do not rise.
    """
    numbers = np.asarray(values, dtype=float).ravel()
    numbers = numbers[np.isfinite(numbers) & (numbers > 0)]
    if method == "manual":
        return Classes(method, _manual(limits, numbers), decimals)
    if numbers.size == 0:
        return Classes(method, (), decimals)
    raw = _raw_limits(numbers, method, count, shares)
    below = bool(numbers.min() < 0.5 * 10.0**-decimals)
    return Classes(method, _friendly(raw, float(numbers.max()), decimals), decimals, below)


def _manual(limits: Sequence[float] | None, numbers: npt.NDArray[np.float64]) -> tuple[float, ...]:
    if not limits or any(low >= high for low, high in pairwise(limits)) or limits[0] <= 0:
        raise ValueError(f"manual classes need rising limits above zero, got {limits!r}")
    given = tuple(float(limit) for limit in limits)
    top = float(numbers.max()) if numbers.size else 0.0
    return given if top <= given[-1] else (*given, math.ceil(top))


def _raw_limits(
    numbers: npt.NDArray[np.float64], method: Method, count: int, shares: Sequence[float] | None
) -> list[float]:
    if method == "log":
        low, high = math.log10(float(numbers.min())), math.log10(float(numbers.max()))
        return [10 ** (low + (high - low) * step / count) for step in range(1, count + 1)]
    distinct = np.unique(numbers).size
    classes = min(count, distinct)
    if distinct == 1:
        return [float(numbers[0])]
    if method == "quantile":
        # Ties make fewer classes.
        below = shares if shares and classes == count else np.arange(1, classes + 1) / classes
        return [float(limit) for limit in np.unique(np.quantile(numbers, below))]
    import mapclassify  # brings scipy and scikit-learn, 70 MB that quantiles do without

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # ties make fewer classes, as documented
        return [float(limit) for limit in mapclassify.PrettyBreaks(numbers, k=classes).bins]


def _friendly(raw: Sequence[float], largest: float, decimals: int) -> tuple[float, ...]:
    """Round to one or two significant digits, keep the limits rising and the last above `largest`."""
    found: list[float] = []
    for limit in raw[:-1]:
        rounded = max(_significant(limit, decimals), 10.0**-decimals)
        if rounded < largest and (not found or rounded > found[-1]):
            found.append(rounded)
    return (*found, _significant(largest, decimals, up=True))


def _significant(number: float, decimals: int, *, up: bool = False) -> float:
    """Round to a step of 5 in the second digit (10, 15, 20, 250, 4,500), at most `decimals` deep."""
    step = max(10.0 ** (math.floor(math.log10(number)) - 1) * (1 if up else 5), 10.0**-decimals)
    multiple = math.ceil(round(number / step, 9)) if up else round(number / step)
    return round(multiple * step, decimals)


@cache
def declared() -> dict[str, Any]:
    """Return ``classes.toml``: numbers of classes, ramps, circles, status fills."""
    return tomllib.loads((files("tracker") / "classes.toml").read_text(encoding="utf-8"))


def ramp(indicator: Indicator, count: int) -> list[str]:
    """Return `count` colours, light to dark, of the indicator's family.

    Fewer classes than colours take them evenly, darkest last.
    """
    colours: list[str] = declared()["ramps"][declared()["families"][indicator.family]]
    if count <= 1:
        return colours[len(colours) // 2 :][:count]
    return [colours[round(place * (len(colours) - 1) / (count - 1))] for place in range(count)]


def hatch_ink(status: str, ground: str) -> str:
    """Return the colour of the hatch of a status that stands out on a ground, both as ``#rrggbb``.

    Green weighs most in how light a colour is, and decides alone which grounds are dark.
    """
    style = declared()["statuses"][status]
    dark = int(ground[3:5], 16) < 128
    return str(style.get("ink_on_dark", style["ink"]) if dark else style["ink"])


def circle_radius(value: float, largest: float) -> float:
    """Return the radius in pixels: area in proportion to people, one scale for all slices."""
    circles = declared()["circles"]
    if largest <= 0 or value <= 0:
        return 0.0
    return float(
        max(circles["largest_radius_px"] * math.sqrt(value / largest), circles["smallest_radius_px"])
    )


def classes_of(
    figures: pd.DataFrame,
    indicator: Indicator,
    *,
    measure: Measure = "value",
    units: pd.DataFrame | None = None,
    classing: Classing | None = None,
) -> Classes:
    """Return the classes of one indicator, pooled over every slice and unit of the public figures.

    `figures` has the columns of `tracker.view.FIGURE_COLUMNS`.  ``rate`` is people per 1,000
    residents and needs `units` with pcode and population; `classing` is the view's, else the usual.
    Pages and layers both call this, so their legends cannot differ.
    """
    mine = figures[figures["indicator"] == indicator.id]
    if measure == "rate":
        values = rates(mine, units) if units is not None else mine["value"].astype("Float64").iloc[:0]
    else:
        values = mine["value"].astype("Float64")
    numbers = np.asarray(values.to_numpy(dtype=float, na_value=math.nan), dtype=np.float64)
    return classes_of_numbers(numbers, indicator, measure=measure, classing=classing)


def classes_of_numbers(
    numbers: npt.NDArray[np.float64],
    indicator: Indicator,
    *,
    measure: Measure = "value",
    classing: Classing | None = None,
) -> Classes:
    """Return the classes of figures (or rates) that are at hand as numbers, NaN where there is none."""
    classing, settings = classing or usual(), declared()["classes"]
    if measure == "rate":
        way, top = classing.rate, float(np.nanmax(numbers)) if np.isfinite(numbers).any() else math.nan
        decimals = 1 if top < 50 else 0
    else:
        way, decimals = classing.percent if indicator.unit == "percent" else classing.people, 0
    return classify(
        numbers,
        method=way.method,
        count=settings["count"],
        limits=way.limits,
        shares=settings["shares"],
        decimals=decimals,
    )


def rates(figures: pd.DataFrame, units: pd.DataFrame) -> pd.Series[Any]:
    """Return people per 1,000 residents of each figure; empty where the population is unknown.

    Empty also where `figures` say in their column `crosswalk` that a part of the unit did not report:
    these people are not of all its residents.
    """
    population = units.drop_duplicates("pcode").set_index("pcode")["population"].astype("Float64")
    residents = figures["pcode"].map(population).astype("Float64")
    value = figures["value"].astype("Float64")
    if "crosswalk" in figures:
        residents = residents.mask(figures["crosswalk"].eq("partial").fillna(False).astype(bool))
    return value * 1000 / residents.where(residents > 0)  # in the order of the pages' scripts
