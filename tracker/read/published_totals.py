"""Published totals: a date and a number, checked against the sum of the parts before they count."""

from __future__ import annotations

import pandas as pd

from tracker.cells.sheet import Book
from tracker.problem import Problem
from tracker.read.draft import Draft
from tracker.read.figures import observe
from tracker.read.headers import fold
from tracker.read.monthly import month_of
from tracker.read.table import Layout, find_table
from tracker.reading import Reading

LAYOUT = Layout(
    "published-totals",
    {"date": ("date", "mois", "month"), "total": ("total", "total pdi", "total idps", "idps total")},
    (("date",), ("total",)),
    {"total": "idp_stock"},
    header_within=1,
)
MESSAGE = "published total differs from the sum of its parts"


def recognise(book: Book) -> bool:
    for sheet in book.visible():
        header = [fold(cell) for cell in sheet.cells.iloc[0] if cell.strip()]
        if len(header) == 2 and header[0] in LAYOUT.headers["date"] and header[1] in LAYOUT.headers["total"]:
            return True
    return False


def find(book: Book, source: object = None) -> object:
    return find_table(book, LAYOUT)


def read(draft: Draft) -> Reading:
    """Return national totals as printed; `check_totals` says which of them to believe."""
    figures = observe(draft, {"total": "idp_stock"})
    months = figures["reported_value"].index.map(
        lambda place: month_of(str(draft.table.body.at[int(str(figures.at[place, "source_row"])), "date"]))
    )
    figures["reference_start"] = [
        month[0] if month else start for month, start in zip(months, figures["reference_start"], strict=True)
    ]
    figures["reference_end"] = [
        month[1] if month else end for month, end in zip(months, figures["reference_end"], strict=True)
    ]
    return draft.finish(figures.assign(level=0, figure_kind="printed"))


def check_totals(totals: pd.DataFrame, parts: pd.DataFrame) -> list[Problem]:
    """Return a problem for every total that is not the sum of its parts.

    Parameters
    ----------
    totals
        Observations of level 0: indicator, value, reference_end, source, source_file, source_row, …
    parts
        Observations of one lower level and one series: indicator, value, reference_end, source.
        Dates are compared by month, since totals of a month are dated at its first or last day.
    """
    sums = (
        parts.assign(month=parts["reference_end"].str[:7])
        .groupby(["indicator", "month"])["value"]
        .sum(min_count=1)
    )
    problems = []
    for _, total in totals.iterrows():
        month = str(total["reference_end"])[:7]
        expected = sums.get((total["indicator"], month))
        if expected is None or pd.isna(expected) or pd.isna(total["value"]) or total["value"] == expected:
            continue
        difference = int(total["value"] - expected)
        side = "high" if difference > 0 else "low"
        problems.append(
            Problem(
                "total_not_sum_of_parts",
                f"{MESSAGE}: {abs(difference):,} too {side} in {month}",
                "quarantined",
                file=_text(total, "source_file"),
                sheet=_text(total, "source_sheet"),
                row=int(total["source_row"]) if pd.notna(total["source_row"]) else None,
                column=_text(total, "source_column"),
                value=f"{total['value']:.0f}",
                expected=f"{expected:.0f}",
                hint="the total is not used; totals are recomputed from the parts",
                source=_text(total, "source"),
                indicator=str(total["indicator"]),
                people=float(total["value"]),
            )
        )
    return problems


def leave_wrong_totals(reading: Reading, parts: pd.DataFrame) -> Reading:
    """Return the reading without the totals that are not the sum of their parts; each is a problem."""
    wrong = check_totals(reading.observations, parts)
    rows = {problem.row for problem in wrong}
    kept = reading.observations[~reading.observations["source_row"].isin(rows)]
    return Reading(
        source=reading.source,
        path=reading.path,
        sha256=reading.sha256,
        observations=kept.reset_index(drop=True),
        sites=reading.sites,
        problems=[*reading.problems, *wrong],
        rows_in=reading.rows_in,
        rows_kept=reading.rows_kept - len(rows),
        rows_quarantined=reading.rows_quarantined + len(rows),
        rows_ignored=reading.rows_ignored,
        notes=reading.notes,
    )


def _text(row: pd.Series, column: str) -> str | None:
    return None if pd.isna(row[column]) else str(row[column])
