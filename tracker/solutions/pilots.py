"""Published programmes in other countries, shown beside Mali's for comparison and never in its record."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True)
class Pilot:
    """One programme with the counts its publication prints; `country` is ISO 3166 alpha-3 or empty."""

    programme: str
    country: str
    period: str
    source: str
    counts: dict[str, float]


def pilots() -> list[Pilot]:
    """Return the published programmes in the order of the table."""
    text = (files("tracker") / "solutions" / "pilots.csv").read_text(encoding="utf-8")
    found: dict[str, Pilot] = {}
    for row in csv.DictReader(text.splitlines()):
        pilot = Pilot(row["programme"], row["country"], row["period"], row["source"], {})
        found.setdefault(row["programme"], pilot).counts[row["stage"]] = float(row["people"])
    return list(found.values())
