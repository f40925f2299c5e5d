"""How much a publication may lose against the last one before it is refused.

An empty or halved answer with status 200 looks like data; only the comparison with last time
shows that places or people are missing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.view import View

REPORTED = ("value", "zero", "suppressed")


@dataclass(frozen=True)
class Measures:
    """How much a publication shows: per indicator in its newest slice, and its layers.

    `places` counts the units that reported themselves, not those an older figure stands in for.
    """

    places: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    layers: int = 0


@dataclass(frozen=True, slots=True)
class Floors:
    """The smallest share of last time's places, people and layers that is still published."""

    places: float = 0.7
    people: float = 0.5
    layers: float = 1.0


@dataclass(frozen=True, slots=True)
class Loss:
    """One measure that fell below its floor."""

    what: str
    before: int
    now: int
    floor: float

    def __str__(self) -> str:
        share = self.now / self.before
        return f"{self.what}: {self.now} of last time's {self.before} ({share:.0%}, floor {self.floor:.0%})"


def losses(before: Measures, now: Measures, floors: Floors) -> list[Loss]:
    """Return what fell below its floor since last time, layers first, then by indicator."""
    pairs = [("layers", before.layers, now.layers, floors.layers)]
    for indicator, count in sorted(before.places.items()):
        pairs.append((f"places of {indicator}", count, now.places.get(indicator, 0), floors.places))
    for indicator, count in sorted(before.people.items()):
        pairs.append((f"people of {indicator}", count, now.people.get(indicator, 0), floors.people))
    return [Loss(what, old, new, floor) for what, old, new, floor in pairs if new < old * floor]


def measure(view: View) -> Measures:
    """Count what a view shows of each indicator in its newest slice; layers are counted when built."""
    import pandas as pd

    places: dict[str, int] = {}
    people: dict[str, int] = {}
    reported = view.figures[view.figures["value_status"].isin(REPORTED)]
    for name, rows in reported.groupby("indicator"):
        newest = rows[rows["slice"] == rows["slice"].max()]
        places[str(name)] = int(newest["pcode"].nunique())
        indicator = view.indicators.get(str(name))
        if indicator is not None and indicator.unit == "people" and indicator.add_over_space:
            people[str(name)] = int(pd.to_numeric(newest["value"], errors="coerce").fillna(0).sum())
    for name, rows in view.flows.groupby("indicator"):
        newest = rows[rows["slice"] == rows["slice"].max()]
        places[str(name)] = int(newest[["origin", "destination"]].drop_duplicates().shape[0])
    return Measures(places=places, people=people)
