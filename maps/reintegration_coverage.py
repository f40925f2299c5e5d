"""The coverage gap: a map in two colours, the ranked table, the sides, the cities of the south."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from maps import number
from maps.palette import BASE, STATUS_STYLES, svg_hatch
from maps.reintegration_numbers import older, points, share
from maps.reintegration_sides import GROUPING
from maps.reintegration_words import say
from maps.still_geometry import path, projected, window
from maps.words import colon, word
from tracker.classes import declared
from tracker.view import View

GAP = "coverage_gap"
PARTS = ("share_of_displaced", "share_of_assistance")
LIMITS = tuple(float(limit) for limit in declared()["gap"]["limits"])
COLOURS: tuple[str, ...] = tuple(declared()["gap"]["colours"])
BALANCED = len(COLOURS) // 2
WIDTH = 560.0
_HATCHED = "p-gap-"
_FILLED = f"url(#{_HATCHED}"


@dataclass(frozen=True)
class Ranked:
    """One unit of the ranked table."""

    rank: int
    pcode: str
    place: str
    displaced: str
    assistance: str
    gap: str
    unassisted: bool
    side: str
    change: str = ""
    older: str = ""
    """The day of a figure of displaced people carried into the count, and its age."""


@dataclass(frozen=True)
class Uncounted:
    """Units with assistance and no figure of displaced people: they have no gap and no rank."""

    units: str
    assistance: str
    places: str
    counted: tuple[str, str]
    whole: tuple[str, str]


@dataclass(frozen=True)
class Coverage:
    """One date of assistance: map, table, sides, and which dates were set against each other."""

    day: str
    dates: str
    shapes: list[tuple[str, str, str]]  # path, fill, words
    outline_colour: str
    width: int
    height: int
    legend: list[tuple[str, str]]
    ranked: list[Ranked]
    sides: list[Ranked]
    uncounted: Uncounted | None
    """Assistance where nobody counted the displaced: the rest of the two shares."""
    since: str
    """The date before, which the changes are counted from; empty for the first."""


def coverages(view: View, lang: str) -> list[Coverage]:
    """Return one picture per assistance table, the newest first."""
    own = view.figures[view.figures["indicator"] == GAP]
    days = sorted(str(day) for day in own.loc[own["value"].notna(), "slice"].unique())
    pairs = list(zip(days, ["", *days], strict=False))
    return [_coverage(view, day, before, lang) for day, before in reversed(pairs)]


def _coverage(view: View, day: str, before: str, lang: str) -> Coverage:
    here = view.figures[view.figures["slice"] == day]
    values = {
        name: here[here["indicator"] == name].set_index("pcode")["value"].astype("Float64")
        for name in (GAP, *PARTS)
    }
    own = here[here["indicator"] == GAP].set_index("pcode")
    status = own["value_status"]
    old = {str(code): words for code, row in own.iterrows() if (words := older(row, lang))}
    known = own[own["value"].notna()]
    fresh = known[known["value_status"] != "carried_forward"]
    told = (fresh if len(fresh) else known).iloc[0]
    table = pd.DataFrame(values).reindex(view.units["pcode"])
    frame = window(view.units, WIDTH)
    shapes = projected(np.asarray(view.units.geometry.to_numpy(), dtype=object), frame, 0.6, coverage=True)
    drawn = []
    for pcode, place, shape in zip(view.units["pcode"], view.units["place_name"], shapes, strict=True):
        gap = table[GAP].get(pcode)
        words = _spoken(place, gap, status.get(pcode), lang)
        colour = fill(gap, str(status.get(pcode, "no_data")))
        drawn.append((path(shape), colour, f"{words} ({old[pcode]})" if pcode in old else words))
    changed = _changes(view, table, before, lang) if before else {}
    age = number.age_words(float(told["age_days"]), lang)
    counted, assisted = (
        number.date_words(str(told[name]), lang) for name in ("reference_start", "reference_end")
    )
    return Coverage(
        day=day,
        dates=say("mark.dates", lang, counted=counted, assisted=assisted, age=age),
        shapes=drawn,
        outline_colour=BASE["country_border"],
        width=int(frame.width),
        height=int(frame.height),
        legend=_legend(lang, [colour for _, colour, _ in drawn]),
        ranked=[
            replace(row, change=changed.get(row.pcode, ""), older=old.get(row.pcode, ""))
            for row in _ranked(view, table, lang)
        ],
        sides=_sides(view, table, lang),
        uncounted=_uncounted(view, table, lang),
        since=number.date_words(before, lang) if before else "",
    )


def _changes(view: View, table: pd.DataFrame, before: str, lang: str) -> dict[str, str]:
    """Return by how many points the gap of each unit widened or closed since the date before."""
    old = view.figures[(view.figures["slice"] == before) & (view.figures["indicator"] == GAP)]
    earlier = old.drop_duplicates("pcode").set_index("pcode")["value"].astype("Float64")
    moved = (table[GAP] - earlier.reindex(table.index)).dropna()
    return {str(pcode): points(float(by), lang) for pcode, by in moved.items()}


def fill(gap: object, status: str) -> str:
    """Return the colour of a gap: warm where more people than assistance, a hatch without a figure.

    The colour of a gap carried forward is hatched over.
    """
    if pd.isna(gap):  # type: ignore[call-overload]
        return f"url(#p-{_without_gap(status)})"
    step = sum(float(gap) > limit for limit in LIMITS)  # type: ignore[arg-type]
    return f"{_FILLED}{step})" if status == "carried_forward" else COLOURS[step]


def carried_patterns() -> list[str]:
    """Return the patterns that the fills of gaps carried forward refer to, as SVG."""
    style = STATUS_STYLES["carried_forward"]
    return [svg_hatch(style, f"{_HATCHED}{step}", colour) for step, colour in enumerate(COLOURS)]


def _without_gap(status: str) -> str:
    """Return the status that a unit without a gap is drawn and named by."""
    return status if status in ("suppressed", "not_assessed") else "no_data"


def _spoken(place: object, gap: object, status: object, lang: str) -> str:
    if pd.isna(gap):  # type: ignore[call-overload]
        return f"{place} – {say(f'mark.{_without_gap(str(status))}', lang)}"
    return f"{place} – {points(float(gap), lang)}"  # type: ignore[arg-type]


def balanced(lang: str) -> str:
    """Return the words of the class around zero, with its declared limit."""
    return say("legend.balanced", lang, limit=number.people(LIMITS[2], lang))


def _legend(lang: str, used: list[str]) -> list[tuple[str, str]]:
    """Return every class, and the hatches that some unit is drawn with."""
    ends = [number.signed(limit, lang) for limit in LIMITS]
    rows = [
        (
            COLOURS[4],
            f"{say('legend.above', lang, limit=ends[3])}{colon(lang)} {say('legend.more_people', lang)}",
        ),
        (COLOURS[3], say("legend.between", lang, low=ends[2], high=ends[3])),
        (COLOURS[2], balanced(lang)),
        (COLOURS[1], say("legend.between", lang, low=ends[0], high=ends[1])),
        (
            COLOURS[0],
            f"{say('legend.below', lang, limit=ends[0])}{colon(lang)} {say('legend.more_help', lang)}",
        ),
    ]
    hatched = [
        (f"url(#p-{name})", say(f"mark.{name}", lang)) for name in STATUS_STYLES if f"url(#p-{name})" in used
    ]
    if any(colour.startswith(_FILLED) for colour in used):
        hatched.append((f"{_FILLED}{BALANCED})", word("status.carried_forward", lang)))
    return rows + hatched


def _ranked(view: View, table: pd.DataFrame, lang: str) -> list[Ranked]:
    names = dict(zip(view.units["pcode"], view.units["place_name"], strict=True))
    sides = _side_words(view, lang)
    table = table[table[GAP].notna()].copy()
    table["unassisted"] = (table[PARTS[0]] > 0) & (table[PARTS[1]].fillna(0) == 0)
    table = table.sort_values(["unassisted", GAP], ascending=False, kind="stable")
    return [
        _row(rank, str(pcode), str(names[pcode]), row, sides.get(str(pcode), ""), lang)
        for rank, (pcode, row) in enumerate(table.iterrows(), start=1)
    ]


def _row(rank: int, pcode: str, place: str, row: pd.Series, side: str, lang: str) -> Ranked:
    shares = [share(float(row[name]), lang) if pd.notna(row[name]) else "" for name in PARTS]
    return Ranked(
        rank=rank,
        pcode=pcode,
        place=place,
        displaced=shares[0],
        assistance=shares[1],
        gap=points(float(row[GAP]), lang),
        unassisted=bool(row.get("unassisted", False)),
        side=side,
    )


def _uncounted(view: View, table: pd.DataFrame, lang: str) -> Uncounted | None:
    """Return the assistance the ranked table leaves out, and both sums that then make the whole."""
    helped = table[table[GAP].isna() & (table[PARTS[1]] > 0).fillna(False)]
    if helped.empty:
        return None
    names = dict(zip(view.units["pcode"], view.units["place_name"], strict=True))
    counted, whole = table[table[GAP].notna()], table
    sums = [
        (share(float(part[PARTS[0]].sum()), lang), share(float(part[PARTS[1]].sum()), lang))
        for part in (counted, whole)
    ]
    return Uncounted(
        units=number.people(len(helped), lang),
        assistance=share(float(helped[PARTS[1]].sum()), lang),
        places=", ".join(str(names[code]) for code in helped.index),
        counted=sums[0],
        whole=sums[1],
    )


def _side_words(view: View, lang: str) -> dict[str, str]:
    """Return the words for the side of each P-code of the default grouping."""
    if GROUPING not in view.groupings:
        return {}
    labels = {group.id: group.label(lang) for group in view.groupings[GROUPING].groups}
    return {pcode: labels[group] for pcode, group in view.sides[GROUPING].items()}


def _sides(view: View, table: pd.DataFrame, lang: str) -> list[Ranked]:
    """Return the sums of both shares and the gap on each side of the default grouping."""
    groups = table.index.map(view.sides.get(GROUPING, {}))
    if groups.isna().all():
        return []
    sums = table[[*PARTS]].groupby(groups).sum()
    sums[GAP] = sums[PARTS[0]] - sums[PARTS[1]]
    found = []
    for group in view.groupings[GROUPING].groups:
        if group.id in sums.index:
            label = group.label(lang)
            found.append(_row(0, group.id, label, sums.T[group.id], "", lang))
    return found
