"""Latitudes and longitudes, with the ways they go wrong: swapped, unsigned, in degrees and minutes."""

from __future__ import annotations

import re

import pandas as pd

from tracker.cells.number import clean
from tracker.read.draft import Draft

# Mali with a margin of a twentieth of a degree.
SOUTH, NORTH, WEST, EAST = 10.1, 25.05, -12.3, 4.3
_DECIMAL = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]+)?")
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]+)?")
_DMS = re.compile(
    r"([0-9]{1,3})\s*°\s*([0-9]{1,2})\s*['’′]\s*(?:([0-9]{1,2}(?:\.[0-9]+)?)\s*(?:\"|''|″|”))?\s*([NSEWO])",
    re.IGNORECASE,
)


def check_positions(draft: Draft) -> pd.DataFrame:
    """Return lon and lat of the kept rows (WGS 84, degrees); impossible ones are quarantined."""
    body = draft.kept()
    if "latitude" not in body or "longitude" not in body:
        return pd.DataFrame({"lon": pd.NA, "lat": pd.NA}, index=body.index, dtype="Float64")
    lat = _angles(draft, body["latitude"], "latitude")
    lon = _angles(draft, body["longitude"], "longitude")
    _unsigned_west(draft, lat, lon)
    inside = lat.between(SOUTH, NORTH) & lon.between(WEST, EAST)
    swapped = lon.between(SOUTH, NORTH) & lat.between(WEST, EAST) & ~inside.fillna(False)
    draft.quarantine(
        swapped.index[swapped.fillna(False)],
        "swapped_position",
        "latitude and longitude are exchanged",
        role="latitude",
    )
    outside = (~inside).fillna(False) & ~swapped.fillna(False)
    draft.quarantine(
        outside.index[outside],
        "position_outside",
        "the point is not in Mali",
        role="longitude",
        expected=f"latitude {SOUTH} to {NORTH}, longitude {WEST} to {EAST}",
    )
    return pd.DataFrame({"lon": lon, "lat": lat})


def _unsigned_west(draft: Draft, lat: pd.Series, lon: pd.Series) -> None:
    """Quarantine every positive longitude of a file that lost its minus signs.

    Most of Mali lies west of Greenwich.  Where no longitude of a file is negative and some would
    lie in Mali only if they were, the sign is gone for all, those near the meridian included.
    """
    if (lon < 0).any():
        return
    lost = lat.between(SOUTH, NORTH) & ~lon.between(WEST, EAST) & (-lon).between(WEST, EAST)
    if lost.fillna(False).any():
        draft.quarantine(
            lon.index[(lon > 0).fillna(False)],
            "unsigned_longitude",
            "the longitudes of this file have lost their minus sign",
            role="longitude",
            expected="negative west of Greenwich",
        )


def _angles(draft: Draft, column: pd.Series, role: str) -> pd.Series:
    read = {text: _angle(text, draft) for text in column.unique()}
    bad = [text for text, value in read.items() if value is None and clean(text)]
    draft.quarantine(
        column.index[column.isin(bad)],
        "malformed_position",
        "not a position in decimal degrees",
        role=role,
        hint='degrees and minutes are read where the source declares notation.angles = "dms"',
    )
    return column.map({text: value for text, value in read.items() if value is not None}).astype("Float64")


def _angle(text: str, draft: Draft) -> float | None:
    plain = clean(text).replace("−", "-")
    if _DECIMAL.fullmatch(plain):
        return float(plain)
    if draft.table.book.delimiter == ";" and _DECIMAL_COMMA.fullmatch(plain):
        return float(plain.replace(",", "."))
    if draft.source.notation.angles == "dms" and (parts := _DMS.fullmatch(plain)):
        degrees, minutes, seconds, side = parts.groups()
        value = int(degrees) + int(minutes) / 60 + float(seconds or 0) / 3600
        return -value if side.upper() in "SWO" else value
    return None
