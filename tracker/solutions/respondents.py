"""A file of respondents, read for counting and let go: nothing of it is kept anywhere."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from tracker.cells.number import clean
from tracker.cells.opening import open_cells
from tracker.errors import UnreadableFile
from tracker.solutions.templates import templates

_LANG = "en"


def respondents(path: Path) -> pd.DataFrame:
    """Return the rows of the first visible sheet as text, the first row being the header.

    Raises
    ------
    UnreadableFile
        When the file is none, has no rows, or names a column twice.
    """
    sheets = open_cells(path).visible()
    if not sheets or sheets[0].cells.empty:
        raise UnreadableFile(f"{path.name}: the file holds no table")
    cells = sheets[0].cells
    names = [clean(str(name)) for name in cells.iloc[0]]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise UnreadableFile(f"{path.name}: the column {twice[0]!r} stands twice; rename one of them")
    table = cells.iloc[1:].copy()
    table.columns = pd.Index(names)
    return table.loc[(table != "").any(axis=1), [name for name in names if name]].reset_index(drop=True)


def as_table(observations: pd.DataFrame) -> pd.DataFrame:
    """Return the printable results in the columns of the template for survey results, English headers.

    Suppressed results are left out: the table that leaves the house holds no trace of them.
    """
    printed = observations[observations["value"].notna()]
    roles = {
        "date_start": printed["reference_start"],
        "date_end": printed["reference_end"],
        "admin1": printed["reported_admin1_name"],
        "admin2": printed["reported_admin2_name"],
        "indicator": printed["indicator"],
        "category": printed["category"],
        "value": printed["value"].astype("float64").round(2),
        "asked": printed["sample_size"],
        "denominator": printed["denominator"],
        "population": printed["population_group"],
        "weighting": printed["note"],
        "organisation": printed["source_org"],
        "note": printed["source_title"],
    }
    columns = templates()["survey"].column
    return pd.DataFrame({column.header[_LANG == "en"]: roles[column.role] for column in columns}).reset_index(
        drop=True
    )
