"""DTM API v3, JSON answers and the CSV on HDX: one row per area, round, reason and origin."""

from __future__ import annotations

import pandas as pd

from geodata.how_many import how_many
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
# The sexes of a file larger than this are compared but not kept: they would treble the record.
SEXES_WITHIN_ROWS = 200_000
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
    """Return the stock of every area and round, added up over reasons and origins, and its sexes."""
    figures = observe(draft, {"idps": "idp_stock"})
    if figures.empty:
        return draft.finish(figures)
    figures = deepest_only(figures, draft, ["operation", "round", "assessment_type", "reference_end"])
    sexes = _sexes(figures, _compare_sexes(draft), draft)
    flows = _origins(figures)
    reasons = figures.set_index(figures["source_row"].astype("int64"))["cause"].fillna("")
    stock = book(
        figures.assign(cause=None, reported_origin_name=None, reported_origin_code=None), _AREA, draft
    )
    reason = stock["source_row"].astype("int64").map(reasons)
    alone = stock["figure_kind"].eq("printed") & reason.ne("")
    stock = stock.assign(note=stock["note"].mask(alone, "reason: " + reason))
    parts = [part for part in (stock, sexes, flows) if len(part)]
    return draft.finish(observation_table(pd.concat(parts, ignore_index=True) if parts[1:] else stock))


def _origins(figures: pd.DataFrame) -> pd.DataFrame:
    """Return people by region of origin in the rounds that name one; the unknown part is kept."""
    known = figures["reported_origin_name"].notna()
    if not known.any():
        return observation_table([])
    when = ["operation", "round", "assessment_type"]
    rounds = figures.groupby(when, dropna=False)["reported_origin_name"].transform("count") > 0
    return figures[rounds].assign(indicator="flow_displacement_by_origin")


def _compare_sexes(draft: Draft) -> dict[str, pd.DataFrame]:
    """Return men and women of each row; say where they do not add up to its people, whose total stands."""
    body = draft.kept()
    if "males" not in body or "females" not in body:
        return {}
    read = {role: parse_counts(body[role], draft.source.notation) for role in ("males", "females", "idps")}
    for role in ("males", "females"):
        faulty = read[role].loc[read[role]["fault"] != "", "message"]
        for row, message in zip(faulty.index, faulty, strict=True):
            draft.remark(
                "sexes_not_read",
                f"the number of {role} is not read: {message}",
                severity="warning",
                row=int(row),
                role=role,
                hint="the total is used",
            )
    both = read["males"]["value"] + read["females"]["value"]
    for row in body.index[(both != read["idps"]["value"]).fillna(False)]:
        draft.remark(
            "sexes_not_total",
            "men and women do not add up to the people of the row",
            severity="warning",
            row=int(row),
            role="idps",
            expected=f"{both[row]:.0f}",
            hint="the total is used",
        )
    return read


def _sexes(figures: pd.DataFrame, read: dict[str, pd.DataFrame], draft: Draft) -> pd.DataFrame:
    """Return men and women of every area whose rows all give both; parts of the stock, never added to it."""
    rows = figures["source_row"].astype("int64")
    if not read or not (read["males"]["value"].notna() & read["females"]["value"].notna()).any():
        return observation_table([])
    if len(figures) > SEXES_WITHIN_ROWS:
        draft.notes.append(f"the sexes of more than {SEXES_WITHIN_ROWS:,} rows are compared, not kept")
        return observation_table([])
    given = read["males"]["value"].notna() & read["females"]["value"].notna()
    whole = given.reindex(rows).groupby([figures[name].to_numpy() for name in _AREA], dropna=False)
    complete = whole.transform("all").to_numpy()
    if incomplete := int((given.reindex(rows).to_numpy() & ~complete).sum()):
        draft.notes.append(
            f"the sexes of {how_many(incomplete, 'row')} are not kept: other rows of their area give none"
        )
    chosen, rows = figures[complete], rows[complete]
    parts = []
    for role, sex in (("males", "m"), ("females", "f")):
        value = read[role]["value"].reindex(rows).to_numpy()
        part = chosen.assign(
            sex=sex,
            value=value,
            value_status=["zero" if people == 0 else "value" for people in value],
            reported_value=draft.table.body.loc[rows, role].to_numpy(),
            source_column=draft.table.column_name(role),
            cause=None,
            reported_origin_name=None,
            reported_origin_code=None,
        )
        parts.append(book(observation_table(part), _AREA, draft))
    return pd.concat(parts, ignore_index=True)
