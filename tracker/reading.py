"""What comes out of reading one file: figures, sites, problems, and an account of every row."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from tracker.observation import observation_table
from tracker.problem import Problem
from tracker.source import Source

# Those of `tracker.view.SITE_COLUMNS`, what the source wrote about the place, and where it stands.
SITE_COLUMNS = [
    "site_id",
    "name",
    "site_type",
    "pcode",
    "place_name",
    "lon",
    "lat",
    "position",
    "operator",
    "status",
    "conditions",
    "valid_from",
    "valid_to",
    "source",
    "note",
    "reported_admin1_name",
    "reported_admin2_name",
    "reported_admin3_name",
    "reported_code",
    "sensitivity",
    "source_file",
    "source_sheet",
    "source_row",
]


def empty_sites() -> pd.DataFrame:
    return pd.DataFrame(columns=SITE_COLUMNS)


@dataclass
class Reading:
    """One file read.  ``rows_in == rows_kept + rows_quarantined + rows_ignored`` always holds."""

    source: Source
    path: Path
    sha256: str
    observations: pd.DataFrame = field(default_factory=lambda: observation_table([]))
    sites: pd.DataFrame = field(default_factory=empty_sites)
    problems: list[Problem] = field(default_factory=list)
    rows_in: int = 0
    rows_kept: int = 0
    rows_quarantined: int = 0
    rows_ignored: int = 0
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        accounted = self.rows_kept + self.rows_quarantined + self.rows_ignored
        if self.rows_in != accounted:
            raise AssertionError(
                f"{self.path.name}: rows in {self.rows_in}, but {self.rows_kept} kept, "
                f"{self.rows_quarantined} quarantined and {self.rows_ignored} ignored"
            )
