"""Editions: dated sets of administrative boundaries, each with its own codes."""

from __future__ import annotations

from dataclasses import dataclass, field

import geopandas as gpd
import pandas as pd


@dataclass(frozen=True)
class Edition:
    """One dated set of boundaries with its own P-codes."""

    id: str
    country: str
    title_fr: str
    title_en: str
    valid_from: str
    valid_to: str | None
    numbering: str
    levels: dict[int, int]
    licence: str
    credit: str
    url: str = ""
    approximate: bool = False
    defects: tuple[str, ...] = ()
    notes: str = ""
    extra: dict[str, object] = field(default_factory=dict)
