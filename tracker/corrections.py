"""Declared corrections: what a person decided about a figure, why, on what authority, and a tripwire.

Corrections stand in ``corrections.toml`` in the data directory, one table each::

    [[correction]]
    target = { source = "dtm-mali", source_file = "Round_64.xlsx", reported_admin1_name = "Ménaka" }
    action = "set"                       # set | quarantine | annotate
    set = { value_status = "not_assessed" }
    reason = "An empty template row, not a count of zero"
    reference = "DTM Mali, e-mail of 4 May 2020"
    expect = { value = 0 }

What the source wrote (`reported_*`) is never touched.  A correction that matches nothing where it
should, or meets other figures than it expects, fails the file: the world has changed and a person
must look.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from tracker.errors import DeclarationError
from tracker.observation import BY_NAME, DTYPES
from tracker.problem import Problem
from tracker.source import sources

if TYPE_CHECKING:
    from tracker.reading import Reading
    from tracker.store import Store

Cell = str | int | float | None

_ANCHORS = ("source", "source_file", "source_sheet", "reference_end")
_CORRECTABLE = (
    "value",
    "value_status",
    "figure_kind",
    "sample_size",
    "denominator",
    "level",
    "pcode",
    "place_name",
    "edition",
    "match_method",
    "origin_level",
    "origin_pcode",
    "origin_name",
)


class Correction(BaseModel):
    """One correction as declared."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    target: dict[str, Cell]
    action: Literal["set", "quarantine", "annotate"]
    changes: dict[str, Cell] = Field(default_factory=dict, alias="set")
    reason: str = Field(min_length=1)
    reference: str = Field(min_length=1)
    expect: dict[str, Cell]

    @model_validator(mode="after")
    def _sound(self) -> Correction:
        if "source" not in self.target:
            raise ValueError("target needs a source")
        if not set(self.target) - {"source"}:
            raise ValueError("target names a whole source; narrow it to a file, a date or a place")
        unknown = [name for name in (*self.target, *self.expect) if name not in BY_NAME]
        if unknown:
            raise ValueError(f"no such columns: {', '.join(unknown)}")
        if not self.expect:
            raise ValueError("expect is empty; say what the figure is before the correction")
        if bool(self.changes) != (self.action == "set"):
            raise ValueError("set = {…} belongs to action = 'set', and only there")
        if fixed := [name for name in self.changes if name not in _CORRECTABLE]:
            raise ValueError(f"{', '.join(fixed)} cannot be corrected; only {', '.join(_CORRECTABLE)}")
        return self

    def __str__(self) -> str:
        wanted = ", ".join(f"{name}={value!r}" for name, value in self.target.items())
        return f"correction of {wanted}"


@dataclass(frozen=True)
class Corrected:
    """Figures after the corrections, and a note or quarantine for each figure they touched."""

    observations: pd.DataFrame
    problems: list[Problem]


def corrections(home: Path) -> list[Correction]:
    """Return the corrections declared in ``home/corrections.toml``; none when there is no file.

    Raises
    ------
    DeclarationError
        Naming the entry and what is wrong with it.
    """
    path = home / "corrections.toml"
    if not path.is_file():
        return []
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("correction", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DeclarationError(f"{path} is no TOML: {error}") from error
    found = []
    for number, entry in enumerate(entries, 1):
        try:
            found.append(Correction(**entry))
        except ValidationError as error:
            words = "; ".join(str(fault["msg"]).removeprefix("Value error, ") for fault in error.errors())
            raise DeclarationError(f"{path}, correction {number}: {words}") from error
    return found


def correct(observations: pd.DataFrame, declared: Sequence[Correction]) -> Corrected:
    """Apply every correction that is due to the figures of one input.

    A correction is due when the input has figures of its source (and of its file, sheet or date,
    where the target names them).

    Raises
    ------
    DeclarationError
        When a due correction matches no figure, or one that is not as it expects.
    """
    table, problems = observations, []
    for correction in declared:
        due = {name: value for name, value in correction.target.items() if name in _ANCHORS}
        if not _matching(table, due).any():
            continue
        chosen = _matching(table, correction.target)
        _trip(table, chosen, correction)
        problems += [_noted(row, correction) for row in table[chosen].to_dict("records")]
        table = _applied(table, chosen, correction)
    return Corrected(table, problems)


def corrected(reading: Reading, home: Path) -> Reading:
    """Return the reading with the corrections of `home` applied and noted among its problems.

    Raises
    ------
    DeclarationError
        As `correct` and `corrections` do.
    """
    done = correct(reading.observations, corrections(home))
    if not done.problems:
        return reading
    rows = ["source_sheet", "source_row"]
    before, after = (table[rows].drop_duplicates() for table in (reading.observations, done.observations))
    taken = len(before) - len(after)
    return replace(
        reading,
        observations=done.observations,
        problems=[*reading.problems, *done.problems],
        rows_kept=reading.rows_kept - taken,
        rows_quarantined=reading.rows_quarantined + taken,
    )


def refuse_idle(store: Store, home: Path, read: Collection[str]) -> None:
    """Refuse corrections that no figure of the record answers to, once files of their source were read.

    Raises
    ------
    DeclarationError
        Naming the correction: its source, file, sheet or date is probably misspelled.
    """
    known = sources(home)
    for correction in corrections(home):
        name = str(correction.target["source"])
        if name not in known:
            raise DeclarationError(f"corrections.toml: the {correction} names a source that is not declared")
        due = {anchor: value for anchor, value in correction.target.items() if anchor in _ANCHORS}
        if name in read and not _matching(store.observations(source=name), due).any():
            raise DeclarationError(
                f"corrections.toml: the {correction} matches no figure of the record; "
                "correct its file, sheet or date, or remove it"
            )


def _matching(table: pd.DataFrame, target: dict[str, Cell]) -> pd.Series:
    chosen = pd.Series(True, index=table.index)
    for name, value in target.items():
        same = table[name].isna() if value is None or value == "" else table[name] == value
        chosen &= same.fillna(False).astype(bool)
    return chosen


def _trip(table: pd.DataFrame, chosen: pd.Series, correction: Correction) -> None:
    if not chosen.any():
        raise DeclarationError(
            f"corrections.toml: the {correction} matches no figure; the source may have changed, "
            "review or remove the correction"
        )
    other = table[chosen & ~_matching(table, correction.expect)]
    if len(other):
        name = next(
            name for name in correction.expect if not _matching(other, {name: correction.expect[name]}).all()
        )
        raise DeclarationError(
            f"corrections.toml: the {correction} expected {name}={correction.expect[name]!r} and met "
            f"{other[name].iloc[0]!r} in row {other['source_row'].iloc[0]}; review or remove the correction"
        )


def _applied(table: pd.DataFrame, chosen: pd.Series, correction: Correction) -> pd.DataFrame:
    if correction.action == "quarantine":
        return table[~chosen].reset_index(drop=True)
    table = table.copy()
    for name, value in correction.changes.items():
        cell = pd.NA if value is None or value == "" else value
        dtype: Any = DTYPES[BY_NAME[name].kind]
        table[name] = table[name].mask(chosen, cell).astype(dtype)
    if "value_status" in correction.changes and correction.changes["value_status"] not in ("value", "zero"):
        table["value"] = table["value"].mask(chosen, pd.NA)
    remark = f"{correction.reason} ({correction.reference})"
    old = table["note"]
    table["note"] = old.mask(chosen, old.fillna("").map(lambda text: f"{text}; {remark}" if text else remark))
    return table


def _noted(row: dict[Any, Any], correction: Correction) -> Problem:
    done = {"set": "corrected", "quarantine": "taken out", "annotate": "annotated"}[correction.action]
    changes = ", ".join(f"{name} = {value!r}" for name, value in correction.changes.items())
    value = row["value"]
    return Problem(
        code="corrected" if correction.action != "quarantine" else "corrected_out",
        message=f"{done} by declaration: {correction.reason}" + (f" ({changes})" if changes else ""),
        severity="quarantined" if correction.action == "quarantine" else "note",
        file=_text(row["source_file"]),
        sheet=_text(row["source_sheet"]),
        row=None if pd.isna(row["source_row"]) else int(row["source_row"]),
        column=_text(row["source_column"]),
        value=_text(row["reported_value"]) or _text(value),
        expected=changes or None,
        hint=correction.reference,
        source=_text(row["source"]),
        indicator=_text(row["indicator"]),
        place=_text(row["place_name"]),
        people=float(value) if row["unit"] == "people" and not pd.isna(value) else None,
    )


def _text(value: Any) -> str | None:
    return None if value is None or pd.isna(value) or value == "" else str(value)
