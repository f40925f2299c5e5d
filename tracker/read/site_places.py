"""Sites to the places their names lead to.

A site with a position needs no name: it is placed by it in whatever edition it is shown in.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd

from geodata import points
from geodata.editions import EMBEDDED
from geodata.match import PlaceIndex
from tracker.problem import Problem
from tracker.reading import Reading

_LEVELS = (1, 2, 3)


def place_sites(reading: Reading, edition: str, home: Path | None = None) -> Reading:
    """Return the reading with pcode and place_name of every site its names place.

    A site with neither such names nor a position in the country is a problem.
    """
    index = PlaceIndex(edition, home=home)
    sites = reading.sites.copy()
    sites["pcode"], sites["place_name"] = (
        sites["pcode"].astype("object"),
        sites["place_name"].astype("object"),
    )
    problems = []
    for row, located in zip(sites.index, _located(sites), strict=True):
        pcode, name = _decided(sites.loc[row], index)
        sites.at[row, "pcode"], sites.at[row, "place_name"] = pcode, name
        if pcode is None and not located:
            problems.append(_unplaced(sites.loc[row]))
    return replace(reading, sites=sites, problems=[*reading.problems, *problems])


def _located(sites: pd.DataFrame) -> list[bool]:
    """Return which sites have a position in a region; those of the embedded edition are always here."""
    lon, lat = (sites[name].to_numpy("float64", na_value=float("nan")) for name in ("lon", "lat"))
    return [pcode is not None for pcode in points.place(lon, lat, EMBEDDED, 1)]


def _decided(site: pd.Series, index: PlaceIndex) -> tuple[str | None, str | None]:
    """Return the deepest unit the names of a site lead to, each name within the one above."""
    within: str | None = None
    name: str | None = None
    for level in _LEVELS:
        written = site[f"reported_admin{level}_name"]
        if pd.isna(written) or not str(written).strip():
            continue
        match = index.match(str(written), level=level, within=within)
        if match.pcode is None:
            break
        within, name = match.pcode, match.place_name
    return within, name


def _unplaced(site: pd.Series) -> Problem:
    written = [
        str(site[f"reported_admin{level}_name"])
        for level in _LEVELS
        if pd.notna(site[f"reported_admin{level}_name"])
    ]
    return Problem(
        "site_unplaced",
        "the site is in no place of the boundary edition",
        "warning",
        file=str(site["source_file"]),
        row=int(site["source_row"]),
        value=" / ".join(written) or None,
        expected="region, cercle or commune by name, or a position",
        source=str(site["source"]),
        place=str(site["name"]),
    )
