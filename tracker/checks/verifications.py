"""Changes that the sources explain by verification or registration rather than by movement."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from geodata.nations import MALI


class Verification(BaseModel):
    """One explained change of a stock, as declared in `verifications.toml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    indicator: str
    place: str
    since: date
    until: date
    explanation_fr: str
    explanation_en: str
    reference: str

    def explains(self, indicator: str, place: str, earlier: str, later: str) -> bool:
        """Say whether a step of a series from `earlier` to `later` (ISO dates) falls into the change.

        A change declared for the country also touches the figures of its parts.
        """
        return (
            indicator == self.indicator
            and self.place in (place, MALI)
            and earlier < self.until.isoformat()
            and later > self.since.isoformat()
        )


@cache
def declared() -> tuple[Verification, ...]:
    """Return every declared verification, in the order of the file."""
    text = (files("tracker.checks") / "verifications.toml").read_text(encoding="utf-8")
    return tuple(Verification(**entry) for entry in tomllib.loads(text)["verification"])
