"""The rows of a file one figure is made of: named in its note, and listed again from there."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

_NAMED = re.compile(r"(?:sum of|counted over) [0-9]+ [a-z ]+: ([0-9]+(?:–[0-9]+)?(?:, [0-9]+(?:–[0-9]+)?)*)")


def named(rows: Iterable[int]) -> str:
    """Write row numbers, those that follow each other as a span.

    >>> named([2, 3, 6, 7, 8, 9])
    '2, 3, 6–9'
    """
    spans: list[list[int]] = []
    for row in sorted(rows):
        if spans and row == spans[-1][-1] + 1:
            spans[-1][1:] = [row]
        else:
            spans.append([row])
    words = [
        ", ".join(map(str, span)) if span[-1] - span[0] < 2 else f"{span[0]}–{span[-1]}" for span in spans
    ]
    return ", ".join(words)


def rows_of(note: str | None, source_row: int | None) -> list[int] | None:
    """Return every row a figure comes from: those its note names, or the one it stands in.

    >>> rows_of("sum of 6 commune rows: 2, 3, 6–9; 1 of them blank", 2)
    [2, 3, 6, 7, 8, 9]
    """
    if found := _NAMED.search(note or ""):
        spans = [[int(end) for end in span.split("–")] for span in found.group(1).split(", ")]
        return [row for span in spans for row in range(span[0], span[-1] + 1)]
    return None if source_row is None else [source_row]


def with_rows(figures: pd.DataFrame) -> pd.DataFrame:
    """Return the figures with a column `source_rows`: lists of row numbers.

    Sums made after reading (several units moved into one) have none: their parts are figures themselves.
    """
    made_here = figures["match_method"].eq("declared").fillna(False)
    summed = figures["figure_kind"].eq("sum_of_source_rows").fillna(False)
    notes = figures["note"].where(summed).astype("object")
    rows = [
        None if made else rows_of(None if pd.isna(note) else str(note), None if pd.isna(row) else int(row))
        for note, row, made in zip(notes, figures["source_row"], made_here, strict=True)
    ]
    return figures.assign(source_rows=pd.Series(rows, index=figures.index, dtype="object"))
