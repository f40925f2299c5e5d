"""The names in the record that no place was found for, as a person reviews them."""

from __future__ import annotations

import pandas as pd

from geodata import DEFAULT_EDITION

REVIEWED = ["name", "level", "within", "edition"]


def unplaced_names(observations: pd.DataFrame) -> pd.DataFrame:
    """Return each name without a place once: columns name, level, within, edition, rows, people.

    Origins of flows count too, without a level.  `people` adds up the figures at stake only to
    rank the names by how much hangs on them; it is no figure of displacement.
    """
    missing = observations[observations["pcode"].isna()]
    parts = [_named(missing, level) for level in (1, 2, 3)]
    parts.append(_part(missing[missing["level"].isna()], "reported_place_name", None, None))
    origins = observations[observations["origin_pcode"].isna()]
    parts.append(_part(origins, "reported_origin_name", None, None))
    names = pd.concat(parts, ignore_index=True)
    names = names[names["name"].notna() & names["name"].astype("str").str.strip().ne("")]
    keyed = names.groupby(REVIEWED, dropna=False, as_index=False, sort=True)
    return keyed.agg(rows=("rows", "sum"), people=("people", "sum"))


def names_met(observations: pd.DataFrame) -> set[str]:
    """Return every place name any source printed."""
    columns = [
        name for name in observations if str(name).startswith("reported_") and str(name).endswith("_name")
    ]
    return {str(name) for column in columns for name in observations[column].dropna().unique()}


def _named(missing: pd.DataFrame, level: int) -> pd.DataFrame:
    parent = f"reported_admin{level - 1}_name" if level > 1 else None
    return _part(missing[missing["level"] == level], f"reported_admin{level}_name", parent, level)


def _part(rows: pd.DataFrame, column: str, parent: str | None, level: int | None) -> pd.DataFrame:
    people = rows["value"].where(rows["unit"] == "people").fillna(0).astype("float64")
    return pd.DataFrame(
        {
            "name": rows[column].astype("str"),
            "level": pd.Series(level, index=rows.index, dtype="Int64"),
            "within": rows[parent].astype("str")
            if parent
            else pd.Series(pd.NA, index=rows.index, dtype="str"),
            "edition": rows["edition"].astype("str").fillna(DEFAULT_EDITION),
            "rows": 1,
            "people": people,
        }
    )
