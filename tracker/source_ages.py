"""How old each source is: the newest date any of its figures is valid for."""

from __future__ import annotations

import pandas as pd

from tracker.slices import age_in_days
from tracker.source import sources
from tracker.view import SOURCE_COLUMNS


def source_table(record: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Return one row per source that has figures, with credit line, newest date and age in days.

    Columns: SOURCE_COLUMNS.
    """
    newest = record.groupby("source").agg(
        latest_reference=("reference_end", "max"), figures=("indicator", "size")
    )
    declared = sources()
    rows = []
    for name, row in newest.iterrows():
        entry = declared.get(str(name))
        rows.append(
            {
                "source": name,
                "title": entry.title if entry else name,
                "organisation": entry.organisation if entry else "",
                "credit": entry.credit if entry else "",
                "licence": entry.licence if entry else "",
                "url": entry.url if entry else "",
                "latest_reference": row["latest_reference"],
                "age_days": age_in_days(str(row["latest_reference"]), as_of),
                "figures": int(row["figures"]),
                "state": "embedded" if str(name).startswith("embedded-") else "file",
            }
        )
    return pd.DataFrame(rows, columns=SOURCE_COLUMNS)
