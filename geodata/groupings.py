"""Groupings: north against south, as data with the definition in words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Group:
    """One side of a grouping; `members` are region names, successors follow their predecessor."""

    id: str
    label_fr: str
    label_en: str
    members: tuple[str, ...]


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
