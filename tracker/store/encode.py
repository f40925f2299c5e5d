"""Find the distinct descriptions in a table of figures and the natural key of each figure.

All work is done on whole columns; only distinct combinations are ever looked at one by one.

What identifies a figure stands in four descriptions: series, place, origin and period.  The
natural key is the exclusive or of a digest of each (128 bits of the sha256 over the name of the
description and its key columns), so a million keys are three operations on whole columns.  Names
of places below the level a figure is true for are no part of it: a cercle's figures booked on
another commune are still that cercle's figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import numpy.typing as npt
import pandas as pd

from tracker.distinct import Codes, distinct_rows
from tracker.observation import BY_NAME, KEY
from tracker.store.tables import GROUPS

Keys = npt.NDArray[np.void]
Value = str | int | float | None

_SEPARATOR = "\x1f"


@dataclass(frozen=True)
class Distinct:
    """The distinct combinations in some columns: one code per row, one record per code."""

    columns: list[str]
    codes: Codes
    records: list[tuple[Value, ...]]

    def digests(self) -> list[bytes]:
        """Return the sha256 of each record, stable over runs and machines."""
        return [sha256(_text(record)).digest() for record in self.records]


@dataclass(frozen=True)
class Encoded:
    """A table of figures taken apart: one `Distinct` per group, and the natural keys."""

    groups: dict[str, Distinct]
    keys: Keys
    """16 bytes per figure, dtype ``V16``."""


def encode(figures: pd.DataFrame) -> Encoded:
    """Take a table of figures apart into distinct descriptions and natural keys."""
    groups = {name: distinct(figures, columns) for name, columns in GROUPS.items()}
    lanes = np.zeros((len(figures), 2), dtype=np.uint64)
    for name, group in groups.items():
        parts = b"".join(_identity(name, group.columns, record) for record in group.records)
        lanes ^= np.frombuffer(parts, dtype=np.uint64).reshape(-1, 2)[group.codes]
    return Encoded(groups, lanes.view("V16").reshape(-1))


def natural_keys(figures: pd.DataFrame) -> list[str]:
    """Return the natural key of each figure as 32 hexadecimal digits."""
    return [key.hex() for key in slices(encode(figures).keys)]


def slices(keys: Keys) -> list[bytes]:
    """Return keys as plain bytes, one per figure."""
    buffer = keys.tobytes()
    return [buffer[start : start + 16] for start in range(0, len(buffer), 16)]


def distinct(table: pd.DataFrame, columns: list[str]) -> Distinct:
    """Return the distinct combinations of `columns`, in order of first appearance."""
    codes, rows = distinct_rows(table, columns)
    lists = [plain(rows[name], BY_NAME[name].kind) for name in columns]
    return Distinct(columns, codes, list(zip(*lists, strict=True)))


def plain(column: pd.Series, kind: str) -> list[Value]:
    """Return a column as plain Python values for a database driver; missing becomes None."""
    if kind in ("integer", "number"):
        cast = int if kind == "integer" else float
        known = column.notna()
        if not known.any():
            return [None] * len(column)
        if known.all():
            return list(column.to_numpy("int64" if kind == "integer" else "float64").tolist())
        return [None if value is pd.NA or value != value else cast(value) for value in column.astype(object)]
    if column.isna().all():
        return [None] * len(column)
    missing = column.isna().to_numpy()
    texts = column.to_numpy(dtype=object)
    texts[missing | (texts == "")] = None
    return list(texts.tolist())


def _text(record: tuple[Value, ...]) -> bytes:
    return _SEPARATOR.join("" if value is None else str(value) for value in record).encode()


def _identity(name: str, columns: list[str], record: tuple[Value, ...]) -> bytes:
    """Return 16 bytes for what identifies a figure in one description; missing and empty alike."""
    cells = dict(zip(columns, record, strict=True))
    if isinstance(level := cells.get("level"), int):
        cells |= {f"reported_admin{deeper}_name": None for deeper in range(level + 1, 4)}
    return sha256(_text((name, *(cells[column] for column in columns if column in KEY)))).digest()[:16]
