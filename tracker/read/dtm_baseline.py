"""IOM DTM Mali baseline workbooks: rows of communes, booked per cercle."""

from __future__ import annotations

import pandas as pd

from geodata.editions import units
from geodata.how_many import how_many
from tracker.cells.sheet import Book
from tracker.observation import observation_table
from tracker.read.booked import book, leave_incomplete
from tracker.read.draft import Draft
from tracker.read.figures import observe
from tracker.read.headers import fold, known
from tracker.read.table import Layout, recognises
from tracker.read.verification import compare_totals, find_rows
from tracker.reading import Reading

_HEADERS: dict[str, tuple[str, ...]] = {
    **{
        role: known()[role]
        for role in ("country", "country_code", "admin1", "admin1_code", "admin2", "admin2_code")
    },
    "admin3": known()["admin3"],
    "admin3_code": known()["admin3_code"],
    "date": ("snapshot date", "reporting date"),
    "survey_date": ("survey date",),
    "round": ("roundno", "round number", "round", fold("#round+code")),
    "cause": ("type of displacement", "displacement reason"),
    "origin": ("admin 1 area of origin of idp", "admin 1 origin of idp"),
    "origin_code": ("admin 1 pcode origin majority present idp", "admin 1 pcode area of origin of idp"),
    "idps": ("total no of idps ind", "total number of idps ind", "idps ind", fold("#affected+idps+ind")),
    "idp_households": (
        "total no of idps hh",
        "total number of idps hh",
        "idps hh",
        fold("#affected+idps+hh"),
    ),
    "total_returnees": ("total no of returnees ind", "total number of returnees ind"),
    "total_returnee_households": ("total no of returnees hh", "total number of returnees hh"),
    "idp_returnees": ("num ret idp ind",),
    "idp_returnee_households": ("num ret idp hh",),
    "returnees_from_abroad": ("num ret from abroad ind",),
    "returnee_from_abroad_households": ("num ret from abroad hh",),
}
LAYOUT = Layout(
    "dtm-baseline",
    _HEADERS,
    (
        ("date", "survey_date"),
        ("admin1",),
        ("admin2",),
        ("idps",),
        ("idp_households", "round", "survey_date", "admin3_code"),
    ),
)
_MEASURES = {
    "idps": "idp_stock",
    "idp_households": "idp_households",
    "idp_returnees": "idp_returnees_cumulative",
    "idp_returnee_households": "idp_returnee_households_cumulative",
    "returnees_from_abroad": "returnees_from_abroad",
    "returnee_from_abroad_households": "returnee_from_abroad_households",
}
_CERCLE = ["reported_admin1_name", "reported_admin2_name", "reference_end"]


def recognise(book: Book) -> bool:
    return recognises(book, LAYOUT)


def read(draft: Draft) -> Reading:
    """Return the figures of the cercles; communes stay in the note and beside the reported names."""
    table = draft.table
    if "date" not in table.columns:
        table.columns["date"] = table.columns["survey_date"]
        table.labels["date"] = table.labels["survey_date"]
        table.body = table.body.assign(date=table.body["survey_date"])
    measures = _measures(draft)
    figures = observe(draft, measures)
    body = table.body
    lost = body.loc[sorted(draft.quarantined), ["admin1", "admin2"]].set_axis(_CERCLE[:2], axis=1)
    figures = leave_incomplete(figures, _CERCLE[:2], lost, draft)
    _compare_returnees(draft)
    compare_totals(draft, LAYOUT.known_headers(draft.source), list(measures))
    origins = _origins(figures, draft)
    causes = figures["cause"]
    figures = figures.assign(
        cause=None,
        reported_origin_name=None,
        reported_origin_code=None,
        note=_commune_notes(figures, causes),
    )
    booked = book(figures, [*_CERCLE, "reference_start", "round"], draft, "commune row")
    # The first rounds name regions only.
    level = booked["reported_admin2_name"].notna().map({True: 2, False: 1})
    booked = booked.assign(level=level, assessment_type=booked["assessment_type"].fillna("BA"))
    summed = booked["figure_kind"] == "sum_of_source_rows"
    for name in ("reported_admin3_name", "reported_admin3_code"):
        booked[name] = booked[name].mask(summed)
    booked = _second_home(booked, draft)
    draft.source = draft.source.model_copy(update={"edition": frame_of(booked["reported_admin2_name"])})
    return draft.finish(observation_table(pd.concat([booked, origins], ignore_index=True)))


def find(book: Book, source: object = None) -> object:
    return find_rows(book, LAYOUT)


def _measures(draft: Draft) -> dict[str, str]:
    """Return which columns are which indicator: the total of returnees is one only without its parts."""
    columns = draft.table.columns
    measures = {role: name for role, name in _MEASURES.items() if role in columns}
    split = "idp_returnees" in columns and "returnees_from_abroad" in columns
    if split and "total_returnees" in columns:
        measures["total_returnees"] = "idp_and_abroad_returnees"
        draft.notes.append(
            "the total of returnees adds IDP returnees and returnees from abroad; it is never added to them"
        )
    elif "total_returnees" in columns:
        measures["total_returnees"] = "idp_returnees_cumulative"
        if "total_returnee_households" in columns:
            measures["total_returnee_households"] = "idp_returnee_households_cumulative"
    return measures


def _compare_returnees(draft: Draft) -> None:
    parts = ("idp_returnees", "returnees_from_abroad")
    body = draft.kept()
    if not all(role in body for role in (*parts, "total_returnees")):
        return
    numbers = {
        role: pd.to_numeric(body[role].str.strip(), errors="coerce") for role in (*parts, "total_returnees")
    }
    total, known_sum = numbers["total_returnees"], numbers[parts[0]].fillna(0) + numbers[parts[1]].fillna(0)
    for row in body.index[total.notna() & (total != known_sum)]:
        draft.remark(
            "total_mismatch",
            "the total of returnees differs from IDP returnees plus returnees from abroad",
            severity="warning",
            row=int(row),
            role="total_returnees",
            expected=f"{known_sum[row]:.0f}",
        )


def _commune_notes(figures: pd.DataFrame, causes: pd.Series) -> pd.Series:
    """Return where the source books the cercle and the type of displacement it gives."""
    commune = figures["reported_admin3_name"].fillna("no commune")
    note = "booked on the commune " + commune + " as reported"
    return note.where(causes.isna(), note + "; type of displacement: " + causes.fillna(""))


def _origins(figures: pd.DataFrame, draft: Draft) -> pd.DataFrame:
    """Return people by majority origin, where the column says more than the host region itself."""
    people = figures[(figures["indicator"] == "idp_stock") & figures["reported_origin_name"].notna()]
    people = people[people["value"].fillna(0) > 0]
    host, origin = people["reported_admin1_name"].map(fold), people["reported_origin_name"].map(fold)
    if people.empty or (host == origin).all():
        if len(people):
            draft.notes.append("the majority origin equals the host region on every row: it is no origin")
        return observation_table([])
    itself = host == origin
    people = people.assign(
        indicator="flow_displacement_by_origin",
        reported_origin_name=people["reported_origin_name"].mask(itself),
        reported_origin_code=people["reported_origin_code"].mask(itself),
        cause=None,
        note=people["note"]
        .fillna("")
        .mask(itself, "majority origin given as the host region: origin not known"),
    )
    if itself.any():
        draft.notes.append(
            f"the host region is given as origin in {how_many(int(itself.sum()), 'row')}: origin not known"
        )
    flows = book(people, [*_CERCLE, "reference_start", "round", "reported_origin_name"], draft, "commune row")
    return flows.assign(level=flows["reported_admin2_name"].notna().map({True: 2, False: 1}))


def _second_home(booked: pd.DataFrame, draft: Draft) -> pd.DataFrame:
    """Mark the zero of a cercle that the same file counts under another region.

    Round 64 has people of Ménaka under Gao and a second row for Ménaka, as its own region, with 0.
    """
    stock = booked["indicator"].isin(["idp_stock", "idp_households"])
    name = booked["reported_admin2_name"].fillna("").map(fold)
    counted = {
        (indicator, cercle)
        for indicator, cercle, value in zip(booked["indicator"], name, booked["value"].fillna(0), strict=True)
        if value > 0
    }
    empty = (
        stock
        & (booked["value_status"] == "zero")
        & pd.Series(
            [
                (indicator, cercle) in counted
                for indicator, cercle in zip(booked["indicator"], name, strict=True)
            ],
            index=booked.index,
        )
    )
    for row in booked.index[empty]:
        draft.remark(
            "not_a_true_zero",
            f"{booked.at[row, 'reported_admin2_name']!s} stands under two regions; this 0 counts nobody",
            severity="warning",
            row=int(str(booked.at[row, "source_row"])),
            role="idps",
            place=str(booked.at[row, "reported_admin2_name"]),
            indicator=str(booked.at[row, "indicator"]),
        )
    return booked.assign(
        figure_kind=booked["figure_kind"].mask(empty, "printed_other_method"),
        note=booked["note"].mask(
            empty, "not a true zero: the same file counts this cercle under another region"
        ),
    )


def frame_of(cercles: pd.Series) -> str:
    """Return the oldest edition that knows most of the cercles: DTM keeps Ménaka in Gao to 2020."""
    names = {fold(str(name)) for name in cercles.dropna().unique()}
    known_in = {
        edition: len(names & {fold(name) for name in units(edition, 2)["name"]})
        for edition in ("cod-2012", "cod-ab-2021", "reform-2023")
    }
    return max(known_in, key=lambda edition: known_in[edition])
