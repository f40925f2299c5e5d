"""How old each source is: the newest date any of its figures is valid for."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from tracker.slices import age_in_days
from tracker.source import sources
from tracker.view import SOURCE_COLUMNS


def source_table(
    record: pd.DataFrame, as_of: str, sites: pd.DataFrame | None = None, home: Path | None = None
) -> pd.DataFrame:
    """Return one row per source of figures or sites, with credit line, newest date and age in days.

    Columns: SOURCE_COLUMNS.
    """
    newest = record.groupby("source").agg(
        latest_reference=("reference_end", "max"), figures=("indicator", "size")
    )
    if sites is not None and len(sites):
        listed = sites.groupby("source").agg(
            latest_reference=("valid_from", "max"), figures=("site_id", "size")
        )
        newest = pd.concat([newest, listed[~listed.index.isin(newest.index)]]).sort_index()
    declared = sources(home)
    rows = []
    for name, row in newest.iterrows():
        entry = declared.get(str(name))
        rows.append(
            {
                "source": name,
                "title": entry.title if entry else name,
                "title_fr": (entry.title_fr or entry.title) if entry else name,
                "title_en": (entry.title_en or entry.title) if entry else name,
                "organisation": entry.organisation if entry else "",
                "credit": entry.credit if entry else "",
                "credit_fr": (entry.credit_fr or entry.credit) if entry else "",
                "licence": entry.licence if entry else "",
                "licence_fr": (entry.licence_fr or entry.licence) if entry else "",
                "url": entry.url if entry else "",
                "latest_reference": row["latest_reference"],
                "age_days": _age(row["latest_reference"], as_of),
                "figures": int(row["figures"]),
                "state": "embedded" if str(name).startswith("embedded-") else "file",
            }
        )
    return pd.DataFrame(rows, columns=SOURCE_COLUMNS)


def _age(latest: object, as_of: str) -> int | None:
    return None if pd.isna(latest) else age_in_days(str(latest), as_of)  # type: ignore[call-overload]
