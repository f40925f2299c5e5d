"""The thresholds of the checks, read from `limits.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field

_STRICT = ConfigDict(extra="forbid", frozen=True)


class Pair(BaseModel):
    """Two indicators that count the same group in people and in households."""

    model_config = _STRICT
    people: str
    households: str


class Household(BaseModel):
    """People per household, and which indicators belong together."""

    model_config = _STRICT
    smallest: float = Field(gt=0)
    largest: float = Field(gt=0)
    pairs: list[Pair]


class Jump(BaseModel):
    """How much a stock may change between two rounds."""

    model_config = _STRICT
    factor: float = Field(gt=1)
    smallest_change: float = Field(ge=0)
    longest_gap_days: int = Field(gt=0)


class Unchanged(BaseModel):
    """At how many successive dates the same figure looks carried forward."""

    model_config = _STRICT
    dates: int = Field(ge=2)


class Total(BaseModel):
    """How far a total may be from the sum of its parts."""

    model_config = _STRICT
    largest_difference: float = Field(ge=0)


class Limits(BaseModel):
    """All thresholds."""

    model_config = _STRICT
    household: Household
    jump: Jump
    unchanged: Unchanged
    total: Total


@cache
def limits() -> Limits:
    """Return the declared thresholds."""
    return Limits(**tomllib.loads((files("tracker.checks") / "limits.toml").read_text(encoding="utf-8")))
