"""The indicator catalogue: what each figure means, and how it may be added.

Adding an indicator touches one file of `tracker/catalogue/`.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from tracker.errors import DeclarationError
from tracker.typography import french

Family = Literal[
    "displacement", "returns", "flows", "refugees", "solutions", "reintegration", "services", "context"
]
FlowKind = Literal[
    "displacement",
    "return",
    "repatriation",
    "cross_border",
    "secondary_displacement",
    "pendular",
    "intended_return",
    "flow_monitoring",
]


class Indicator(BaseModel):
    """One indicator, as declared.

    A *stock* is people in a state at a date, a *flow* is movements during a period, a *survey* is
    a share of those asked, a *service* is something that exists at a place.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    family: Family
    kind: Literal["stock", "flow", "survey", "service"]
    unit: str
    label_fr: str
    label_en: str
    definition_fr: str
    definition_en: str
    source_of_definition: str
    zero_means: Literal["none counted", "none recorded", "not applicable"] = "none counted"
    add_over_space: bool = False
    add_over_time: bool = False
    flow_kind: FlowKind | None = None
    is_matrix: bool = True
    """False when the counts are no origin-destination matrix and the page must say what they are."""
    carry_forward_days: int = Field(default=0, ge=0)
    """How long an older figure may stand in, hatched and with its age; 0 forbids it."""
    higher_is: Literal["better", "worse", "neither"] = "neither"
    hxl_tag: str = "#indicator+value"

    def label(self, lang: str) -> str:
        return french(self.label_fr) if lang == "fr" else self.label_en

    def definition(self, lang: str) -> str:
        return french(self.definition_fr) if lang == "fr" else self.definition_en


@cache
def catalogue() -> dict[str, Indicator]:
    """Return every declared indicator by id, in the order of the files and of their entries.

    Raises
    ------
    DeclarationError
        When an id is declared twice.
    """
    found: dict[str, Indicator] = {}
    folder = files("tracker") / "catalogue"
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if not path.name.endswith(".toml"):
            continue
        for entry in tomllib.loads(path.read_text(encoding="utf-8")).get("indicator", []):
            indicator = Indicator(**entry)
            if indicator.id in found:
                raise DeclarationError(
                    f"indicator {indicator.id!r} is declared twice, the second time in {path.name}"
                )
            found[indicator.id] = indicator
    return found


def indicator(identifier: str) -> Indicator:
    """Return one indicator of the catalogue.

    Raises
    ------
    DeclarationError
        When no file of the catalogue declares it; the message lists the ids that exist.
    """
    try:
        return catalogue()[identifier]
    except KeyError:
        known = ", ".join(sorted(catalogue()))
        raise DeclarationError(f"no indicator {identifier!r}; declared are: {known}") from None
