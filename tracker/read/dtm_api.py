"""DTM API v3, JSON answers and the CSV on HDX: one row per area, round, reason and origin."""

from __future__ import annotations

import pandas as pd

from tracker.cells.number import parse_counts
from tracker.cells.sheet import Book
from tracker.observation import observation_table
from tracker.read.booked import book
from tracker.read.draft import Draft
from tracker.read.figures import observe
from tracker.read.levels import deepest_only
from tracker.read.table import Layout, Table, find_table, recognises
from tracker.reading import Reading

_HEADERS: dict[str, tuple[str, ...]] = {
    "id": ("id",),
    "operation": ("operation",),
    "country": ("admin0name",),
    "country_code": ("admin0pcode",),
    "admin1": ("admin1name",),
    "admin1_code": ("admin1pcode",),
    "admin2": ("admin2name",),
    "admin2_code": ("admin2pcode",),
    "idps": ("numpresentidpind",),
    "date": ("reportingdate",),
    "round": ("roundnumber",),
    "cause": ("displacementreason",),
    "males": ("numbermales",),
    "females": ("numberfemales",),
    "origin": ("idporiginadmin1name",),
    "origin_code": ("idporiginadmin1pcode",),
    "assessment": ("assessmenttype",),
}
LAYOUT = Layout("dtm-api", _HEADERS, (("operation",), ("country_code",), ("idps",), ("date",), ("round",)))
_AREA = [
    "reported_admin0_name",
    "reported_admin1_name",
    "reported_admin1_code",
    "reported_admin2_name",
    "reported_admin2_code",
    "reference_start",
    "reference_end",
    "round",
    "operation",
    "assessment_type",
]


def recognise(book: Book) -> bool:
    return recognises(book, LAYOUT)


def find(book: Book, source: object = None) -> Table:
    return find_table(book, LAYOUT)


def read(draft: Draft) -> Reading:
    """Return the stock of every area and round, added up over reasons and origins."""
    figures = observe(draft, {"idps": "idp_stock"})
    if figures.empty:
        return draft.finish(figures)
    figures = deepest_only(figures, draft, ["operation", "round", "assessment_type", "reference_end"])
    _compare_sexes(draft)
    flows = _origins(figures)
    reasons = dict(zip(figures["source_row"], figures["cause"].fillna(""), strict=True))
    stock = book(
        figures.assign(cause=None, reported_origin_name=None, reported_origin_code=None), _AREA, draft
    )
    reason = stock["source_row"].map(reasons).fillna("")
    alone = stock["figure_kind"].eq("printed") & reason.ne("")
    stock = stock.assign(note=stock["note"].mask(alone, "reason: " + reason))
    if flows.empty:
        return draft.finish(observation_table(stock.reset_index(drop=True)))
    return draft.finish(observation_table(pd.concat([stock, flows], ignore_index=True)))


def _origins(figures: pd.DataFrame) -> pd.DataFrame:
    """Return people by region of origin in the rounds that name one; the unknown part is kept."""
    known = figures["reported_origin_name"].notna()
    if not known.any():
        return observation_table([])
    when = ["operation", "round", "assessment_type"]
    rounds = figures.groupby(when, dropna=False)["reported_origin_name"].transform("count") > 0
    return figures[rounds].assign(indicator="flow_displacement_by_origin")


def _compare_sexes(draft: Draft) -> None:
    """Say where men and women do not add up to the people of the row; the total stands."""
    body = draft.kept()
    if "males" not in body or "females" not in body:
        return
    read = {
        role: parse_counts(body[role], draft.source.notation)["value"]
        for role in ("males", "females", "idps")
    }
    differs = (read["males"] + read["females"] != read["idps"]).fillna(False)
    for row in body.index[differs]:
        draft.remark(
            "sexes_not_total",
            "men and women do not add up to the people of the row",
            severity="warning",
            row=int(row),
            role="idps",
            expected=f"{read['males'][row] + read['females'][row]:.0f}",
            hint="the total is used",
        )
