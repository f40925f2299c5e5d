"""A codebook: what the columns of a file of respondents mean, so that it can be counted and let go."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from tracker.declaration import parse_declaration
from tracker.indicators import catalogue


class Only(BaseModel):
    """The respondents a question goes to: those whose `column` holds one of `values`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    column: str
    values: tuple[str, ...]


class Question(BaseModel):
    """One indicator counted from one column.

    ``share`` is the percentage whose answer is one of `yes`; ``choice`` gives one share per answer
    of `answers`; the others take the number in the column.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    indicator: str
    column: str
    kind: Literal["share", "choice", "median", "minimum", "maximum"] = "share"
    yes: tuple[str, ...] = ()
    answers: dict[str, str] = Field(default_factory=dict)
    """Answer in the file to category printed."""
    only: tuple[Only, ...] = ()
    category: str = ""
    round_to: float = Field(default=0, ge=0)
    """Amounts are rounded to this, so that no respondent's own amount is printed."""

    @field_validator("indicator")
    @classmethod
    def _is_declared(cls, value: str) -> str:
        if value not in catalogue():
            raise ValueError(f"no indicator {value!r} in the catalogue")
        return value


class Codebook(BaseModel):
    """How one survey is counted; nothing in it names a person."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    organisation: str
    reference_start: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    reference_end: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    population_group: str = ""
    region: str = ""
    """Column with the region of the respondent; empty when only the whole is counted."""
    cercle: str = ""
    weight: str = ""
    missing: tuple[str, ...] = ("", "NA", "ND", "NSP", "-")
    threshold: int = Field(default=10, ge=3)
    licence: str = ""
    credit: str = ""
    question: tuple[Question, ...]


def parse_codebook(text: str, name: str) -> Codebook:
    """Return the codebook written in one TOML text.

    Raises
    ------
    DeclarationError
        Naming the file, the entry and what was expected of it.
    """
    return parse_declaration(Codebook, text, f"codebook {name}")
