"""Index values that know their scale and which end of it is good."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, model_validator

from tracker.problem import Problem


class Scale(BaseModel):
    """The scale of an index as its source states it; the direction is stored, never assumed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    minimum: float
    maximum: float
    higher_is: Literal["better", "worse"]

    @model_validator(mode="after")
    def _is_a_scale(self) -> Scale:
        if not self.minimum < self.maximum:
            raise ValueError(f"scale {self.name}: {self.minimum} to {self.maximum} is no scale")
        return self

    def goodness(self, value: float) -> float:
        """Return where a value lies between the worst end (0) and the best (1).

        Raises
        ------
        ValueError
            For a value outside the scale.
        """
        if not self.minimum <= value <= self.maximum:
            raise ValueError(f"{self.name}: {value:g} lies outside {self.minimum:g} to {self.maximum:g}")
        share = (value - self.minimum) / (self.maximum - self.minimum)
        return share if self.higher_is == "better" else 1 - share


RSS = Scale(name="RSS", minimum=0, maximum=1, higher_is="better")  # IOM MEASURE, Reintegration Handbook
RETURN_INDEX = Scale(name="Return Index", minimum=0, maximum=100, higher_is="worse")  # IOM DTM Iraq
INDICATORS = {"reintegration_score": RSS, "return_index": RETURN_INDEX}


def check(scale: Scale, value: float, site: str | None = None) -> list[Problem]:
    """Return a problem for a value outside its scale."""
    if scale.minimum <= value <= scale.maximum:
        return []
    return [
        Problem(
            code="index_outside_scale",
            message=f"{scale.name} of {value:g} lies outside its scale",
            value=f"{value:g}",
            expected=f"{scale.minimum:g} to {scale.maximum:g}, higher is {scale.higher_is}",
            hint="state the scale the value was measured on, or correct the value",
            place=site,
        )
    ]
