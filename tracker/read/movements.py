"""Origin-destination tables: people who went from one place to another during a period."""

from __future__ import annotations

import pandas as pd

from tracker.cells.sheet import Book
from tracker.errors import DeclarationError
from tracker.indicators import indicator
from tracker.observation import observation_table
from tracker.read.booked import book as add_up
from tracker.read.draft import Draft
from tracker.read.figures import observe
from tracker.read.headers import fold, known
from tracker.read.movement_kinds import KINDS
from tracker.read.periods import week_period
from tracker.read.table import Layout, Table, find_table, recognises
from tracker.reading import Reading

_HEADERS: dict[str, tuple[str, ...]] = {
    "date_start": known()["date_start"],
    "date_end": known()["date_end"],
    "cause": known()["cause"],
    **known("movements"),
}
LAYOUT = Layout("movements", _HEADERS, (("date", "date_end", "week"), ("admin1",), ("origin",), ("people",)))


def recognise(book: Book) -> bool:
    return recognises(book, LAYOUT)


def find(book: Book, source: object = None) -> Table:
    return find_table(book, LAYOUT)


def read(draft: Draft) -> Reading:
    """Return movements by period, origin, destination and reason; needs are added up."""
    table = draft.table
    if "week" in table.columns:
        _weeks(draft)
    by_month = fold(table.labels.get("date", "")) == "month end"
    figures = observe(draft, {"people": "flow_displacement"}, check_duplicates="need" not in table.columns)
    if figures.empty:
        return draft.finish(figures)
    if by_month:
        figures["reference_start"] = figures["reference_end"].str[:8] + "01"
    rows = figures["source_row"].astype(int)
    body = table.body
    if "origin2" in body:
        finer = body.loc[rows, "origin2"].str.strip().to_numpy()
        coarse = figures["reported_origin_name"]
        figures["note"] = [
            f"origin {place}, {region}" if place else None
            for place, region in zip(finer, coarse, strict=True)
        ]
    figures = figures.assign(indicator=_kinds(draft, rows))
    figures = figures.assign(unit=[indicator(name).unit for name in figures["indicator"]])
    keys = [
        "reported_admin1_name",
        "reported_admin2_name",
        "reported_place_name",
        "reported_origin_name",
        "cause",
    ]
    return draft.finish(
        observation_table(add_up(figures, [*keys, "reference_start", "reference_end"], draft))
    )


def _kinds(draft: Draft, rows: pd.Series) -> list[str]:
    """Return the indicator of each row by its kind of movement, or the one the source declares."""
    default = draft.source.indicators.get("people", "flow_displacement")
    if "kind" not in draft.table.columns:
        return [default] * len(rows)
    words = draft.table.body.loc[rows, "kind"].map(fold)
    unknown = sorted({word for word in words if word and word not in KINDS})
    if unknown:
        raise DeclarationError(
            f"{draft.path.name}: unknown kinds of movement {', '.join(unknown)}; "
            f"known are {', '.join(sorted(KINDS))}"
        )
    return [KINDS.get(word, default) for word in words]


def _weeks(draft: Draft) -> None:
    """Take the week as the period, where the file gives both a week and the month it belongs to."""
    body = draft.table.body
    read = {text: week_period(text) for text in body["week"].unique()}
    if any(period is None for period in read.values()):
        return
    table = draft.table
    spans = {text: period for text, period in read.items() if period is not None}
    start = body["week"].map({text: period[0] for text, period in spans.items()})
    end = body["week"].map({text: period[1] for text, period in spans.items()})
    table.columns |= {"date_start": table.columns["week"], "date_end": table.columns["week"]}
    table.labels |= {"date_start": table.labels["week"], "date_end": table.labels["week"]}
    table.columns.pop("date", None)
    table.body = body.drop(columns="date", errors="ignore").assign(date_start=start, date_end=end)
    draft.notes.append("the period of a movement is its ISO week")
