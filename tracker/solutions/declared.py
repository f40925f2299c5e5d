"""What the product has decided about surveys, service points and distances, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field

Words = dict[str, tuple[str, str]]


class Declared(BaseModel):
    """The decisions of `declared.toml`; words are (French, English)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    minimum_asked: int = Field(gt=0)
    reach_km: tuple[int, ...]
    remote_km: int = Field(gt=0)
    working: tuple[str, ...]
    site_types: Words
    site_inks: dict[str, str]
    site_marks: dict[str, str]
    site_statuses: Words
    stages: Words


@cache
def declared() -> Declared:
    """Return the decisions that hold on every page."""
    text = (files("tracker") / "solutions" / "declared.toml").read_text(encoding="utf-8")
    return Declared(**tomllib.loads(text))
