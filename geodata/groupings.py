"""Groupings: north against south, as data with the definition in words."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from geodata.editions import COUNTRY, all_units
from geodata.errors import PlaceError

MOST_GROUPS = 4  # as many as the pages have inks for
_WORDS = ("label_fr", "label_en", "definition_fr", "definition_en", "source")


@dataclass(frozen=True)
class Group:
    """One side of a grouping; `members` are region names, successors follow their predecessor."""

    id: str
    label_fr: str
    label_en: str
    members: tuple[str, ...]

    def label(self, lang: str) -> str:
        """Return the name of the side in one language."""
        return self.label_fr if lang == "fr" else self.label_en


@dataclass(frozen=True)
class Grouping:
    """A declared way to split the country, with its definition and source in words."""

    id: str
    label_fr: str
    label_en: str
    definition_fr: str
    definition_en: str
    source: str
    groups: tuple[Group, ...]

    def label(self, lang: str) -> str:
        """Return the name of the grouping in one language."""
        return self.label_fr if lang == "fr" else self.label_en


def groupings(home: Path | None = None) -> dict[str, Grouping]:
    """Return the shipped groupings and those of ``[groupings]`` in the user's ``tracker.toml``.

    Raises ``PlaceError`` when a declaration is incomplete, has more than `MOST_GROUPS` groups,
    names a region that is none in any edition, or puts one in two groups.
    """
    declared = dict(_shipped())
    config = home / "tracker.toml" if home else None
    if config and config.is_file():
        own = tomllib.loads(config.read_text(encoding="utf-8")).get("groupings", {})
        declared |= {id: _grouping(id, entry) for id, entry in own.items()}
    return declared


def group_of(grouping_id: str, pcode: str, edition_id: str, home: Path | None = None) -> str | None:
    """Return the id of the group a unit of level 1, 2 or 3 belongs to, or None when in none.

    A unit belongs where its region of the edition is named; else where the region it was cut out
    of since 2012 is.  Raises ``PlaceError`` for an undeclared grouping.
    """
    declared = groupings(home)
    if grouping_id not in declared:
        raise PlaceError(f"grouping {grouping_id!r} is not declared; known are: {', '.join(declared)}")
    return sides_of(declared[grouping_id], edition_id, home).get(pcode)


def sides_of(grouping: Grouping, edition_id: str, home: Path | None = None) -> dict[str, str]:
    """Return the group id of every unit of the edition that is in a group, by P-code; see `group_of`."""
    member = {name: group.id for group in grouping.groups for name in group.members}
    found = {}
    for pcode, regions in _regions(edition_id, home).items():
        side = next((member[region] for region in regions if region in member), None)
        if side is not None:
            found[pcode] = side
    return found


@lru_cache(maxsize=16)
def _regions(edition_id: str, home: Path | None) -> dict[str, tuple[str, str]]:
    table = all_units(edition_id, home)
    parents = dict(zip(table["pcode"], table["parent_pcode"], strict=True))
    names = dict(zip(table["pcode"], table["name"], strict=True))
    regions = {}
    for pcode, former in zip(table["pcode"], table["region_2012"], strict=True):
        region = pcode
        while parents[region] in parents:
            region = parents[region]
        regions[pcode] = (names[region], former)
    return regions


@lru_cache(maxsize=1)
def _shipped() -> dict[str, Grouping]:
    entries = tomllib.loads((COUNTRY / "groupings.toml").read_text(encoding="utf-8"))
    return {id: _grouping(id, entry) for id, entry in entries.items()}


@lru_cache(maxsize=1)
def _region_names() -> frozenset[str]:
    tables = [all_units(id) for id in ("cod-2012", "cod-ab-2021", "reform-2023")]
    return frozenset(name for table in tables for name in table.loc[table["level"] == 1, "name"])


def _grouping(id: str, entry: dict[str, Any]) -> Grouping:
    try:
        groups = tuple(
            Group(each["id"], each["label_fr"], each["label_en"], tuple(each["members"]))
            for each in entry["groups"]
        )
        words = {key: str(entry[key]) for key in _WORDS}
    except (KeyError, TypeError) as error:
        raise PlaceError(f"grouping {id!r} is incomplete: {error} is missing") from error
    if id == "country":
        raise PlaceError("grouping 'country' is the whole country in every table; give yours another name")
    members = [member for group in groups for member in group.members]
    if unknown := set(members) - _region_names():
        raise PlaceError(
            f"grouping {id!r} names {sorted(unknown)}, which are no regions; "
            f"known are {sorted(_region_names())}"
        )
    if len(groups) > MOST_GROUPS:
        raise PlaceError(
            f"grouping {id!r} has {len(groups)} groups, and at most {MOST_GROUPS} can be told apart on a map"
        )
    if len(members) != len(set(members)):
        raise PlaceError(f"grouping {id!r} puts a region in two groups")
    return Grouping(id=id, groups=groups, **words)
