"""Small readings for the tests of the record."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pandas as pd

from tracker.observation import observation_table
from tracker.problem import Problem

MONDAY = datetime(2024, 3, 4, 6, 0, tzinfo=UTC)
TUESDAY = datetime(2024, 3, 5, 6, 0, tzinfo=UTC)
WEDNESDAY = datetime(2024, 3, 6, 6, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Declared:
    id: str = "dtm"
    url: str = "https://example.org/dtm"
    licence: str = "non-commercial"
    credit: str = "IOM DTM"


@dataclass
class Read:
    """A reading as the store sees it; rows of the input are counted from the figures."""

    observations: pd.DataFrame
    name: str = "round.csv"
    source: Declared = field(default_factory=Declared)
    sites: pd.DataFrame = field(default_factory=pd.DataFrame)
    problems: list[Problem] = field(default_factory=list)
    rows_quarantined: int = 0
    rows_ignored: int = 0
    rows_kept: int = -1

    def __post_init__(self) -> None:
        if self.rows_kept < 0:
            places = self.observations[["source_file", "source_sheet", "source_row"]]
            self.rows_kept = len(places.drop_duplicates()) + len(self.sites)

    @property
    def sha256(self) -> str:
        text = self.observations.to_csv() + self.sites.to_csv() + self.name
        return sha256(text.encode()).hexdigest()

    @property
    def rows_in(self) -> int:
        return self.rows_kept + self.rows_quarantined + self.rows_ignored


def figure(cercle: str = "Ansongo", value: float | None = 1888, **other: Any) -> dict[str, Any]:
    """One stock figure of one cercle; any column can be given."""
    status = "no_data" if value is None else "zero" if value == 0 else "value"
    row: dict[str, Any] = {
        "indicator": "idp_stock",
        "value": value,
        "value_status": status,
        "unit": "people",
        "figure_kind": "printed",
        "reference_start": "2014-12-31",
        "reference_end": "2014-12-31",
        "round": "12",
        "reported_admin1_name": "Gao",
        "reported_admin2_name": cercle,
        "level": 2,
        "pcode": f"ML-{cercle}",
        "place_name": cercle,
        "edition": "cod-2012",
        "match_method": "code_and_name",
        "source": "dtm",
        "source_file": "round.csv",
        "source_row": 2,
        "reported_value": None if value is None else str(value),
    }
    return row | other


def figures(*rows: dict[str, Any]) -> pd.DataFrame:
    """The rows as a table of the record, each in a row of its own unless it says otherwise."""
    numbered = [{**row, "source_row": row.get("at", index)} for index, row in enumerate(rows, 2)]
    return observation_table(
        [{name: value for name, value in row.items() if name != "at"} for row in numbered]
    )


def read(*rows: dict[str, Any], **other: Any) -> Read:
    return Read(figures(*rows), **other)
