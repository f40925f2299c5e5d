"""The units of one edition, found by name, within their parent, with their aliases."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rapidfuzz import fuzz, process

from geodata.aliases import aliases, own_file
from geodata.editions import all_units
from geodata.names import name_key, outside_brackets

SUGGESTION_SCORE = 88.0  # RapidFuzz ratio below which two keys are two places
SUGGESTION_LEAD = 5.0  # points a suggestion must be ahead of its runner-up
RIVALS_SHOWN = 3
RIVAL_SCORE = 60.0


@dataclass(frozen=True)
class Unit:
    """One unit of the edition; `within` holds the P-codes of its parents and of its former region."""

    pcode: str
    name: str
    level: int
    parent_name: str
    within: frozenset[str]


@dataclass(frozen=True)
class Near:
    """A unit whose name resembles the one asked for; `score` is a RapidFuzz ratio, 0 to 100."""

    pcode: str
    name: str
    score: float


class Lookup:
    """Find the units of one edition by P-code or by name."""

    def __init__(self, edition_id: str, home: Path | None = None) -> None:
        self.units = _units(edition_id, home)
        self._by_key: dict[tuple[int, str], list[Unit]] = {}
        for unit in self.units.values():
            self._by_key.setdefault((unit.level, name_key(unit.name)), []).append(unit)
        self._aliases: dict[str, list[tuple[int | None, str, str]]] = {}
        for alias in aliases(home):
            entry = (alias.level, name_key(alias.name), name_key(alias.within))
            self._aliases.setdefault(name_key(alias.alias), []).append(entry)

    def by_name(self, name: str, level: int, within: str | None) -> tuple[list[Unit], str]:
        """Return the units of that name in scope, and how they were found: ``name`` or ``alias``."""
        for spelling in dict.fromkeys((name, outside_brackets(name))):
            key = name_key(spelling)
            if found := self._in_scope(self._by_key.get((level, key), []), within):
                return found, "name"
            if found := self._in_scope(self._by_alias(key, level), within):
                return found, "alias"
        return [], "unmatched"

    def nearest(self, name: str, level: int, within: str | None) -> list[Near]:
        """Return the units in scope whose names resemble this one most, best first."""
        scope = self._in_scope([unit for unit in self.units.values() if unit.level == level], within)
        keys = {unit.pcode: name_key(unit.name) for unit in scope}
        best = process.extract(
            name_key(outside_brackets(name)),
            keys,
            scorer=fuzz.ratio,
            limit=RIVALS_SHOWN,
            score_cutoff=RIVAL_SCORE,
        )
        return [Near(pcode, self.units[pcode].name, round(score, 1)) for _, score, pcode in best]

    def scope(self, within: str) -> str | None:
        """Return the P-code of a parent given as P-code or as name; None when it is neither."""
        if within in self.units:
            return within
        for level in (1, 2):
            found, _ = self.by_name(within, level, None)
            if len(found) == 1:
                return found[0].pcode
        return None

    def _by_alias(self, key: str, level: int) -> list[Unit]:
        for alias_level, standard, parent in self._aliases.get(key, []):
            if alias_level not in (None, level):
                continue
            found = self._by_key.get((level, standard), [])
            if parent:
                found = [unit for unit in found if name_key(unit.parent_name) == parent]
            if found:
                return found
        return []

    @staticmethod
    def _in_scope(found: list[Unit], within: str | None) -> list[Unit]:
        return [unit for unit in found if within is None or within in unit.within]


def lookup(edition_id: str, home: Path | None = None) -> Lookup:
    """Return the (cached) lookup of an edition; a changed alias table makes a new one."""
    changed = own_file(home).stat().st_mtime_ns if home and own_file(home).is_file() else 0
    return _lookup(edition_id, home, changed)


@lru_cache(maxsize=8)
def _lookup(edition_id: str, home: Path | None, changed: int) -> Lookup:
    return Lookup(edition_id, home)


def clear_suggestion(near: list[Near]) -> Near | None:
    """Return the one name near enough, and far enough ahead, to be worth a person's look."""
    if not near or near[0].score < SUGGESTION_SCORE:
        return None
    if len(near) > 1 and near[0].score - near[1].score < SUGGESTION_LEAD:
        return None
    return near[0]


def _units(edition_id: str, home: Path | None) -> dict[str, Unit]:
    table = all_units(edition_id, home)
    parents = dict(zip(table["pcode"], table["parent_pcode"], strict=True))
    top = table[table["level"] == 1]
    regions = dict(zip(top["name"], top["pcode"], strict=True))
    units = {}
    for row in table.to_dict("records"):
        within = {regions.get(row["region_2012"], "")}
        parent = row["parent_pcode"]
        while parent:
            within.add(parent)
            parent = parents.get(parent, "")
        names = (row["pcode"], row["name"], int(row["level"]), row["parent_name"])
        units[row["pcode"]] = Unit(*names, within=frozenset(within))
    return units
