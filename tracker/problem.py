"""A faulty row is data: what was wrong, where it stands, what was expected, what to do."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

Severity = Literal["note", "warning", "quarantined"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing a person should know about one place in one input.

    `severity` says what was done: ``quarantined``, the row is kept out of the figures; ``warning``,
    the figure is in and somebody should look; ``note``, a declared rule was applied.
    `row` counts from 1 as a spreadsheet does; `people` is the number at stake, where known.
    """

    code: str
    message: str
    severity: Severity = "quarantined"
    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None
    expected: str | None = None
    hint: str | None = None
    source: str | None = None
    indicator: str | None = None
    place: str | None = None
    people: float | None = None

    def record(self) -> dict[str, Any]:
        return asdict(self)


COLUMNS = [field.name for field in fields(Problem)]
