"""UNHCR population data: one row per year, country of origin and country of asylum."""

from __future__ import annotations

import pandas as pd

from tracker.cells.sheet import Book
from tracker.observation import observation_table
from tracker.read.draft import Draft
from tracker.read.figures import observe
from tracker.read.table import Layout, Table, find_table, recognises
from tracker.reading import Reading

_HEADERS: dict[str, tuple[str, ...]] = {
    "date": ("year",),
    "origin": ("coo iso", "iso of origin", "country of origin iso"),
    "asylum": ("coa iso", "iso of asylum", "country of asylum iso"),
    "refugees": ("refugees", "refugees under unhcr s mandate"),
    "asylum_seekers": ("asylum seekers",),
    "returned_refugees": ("returned refugees",),
    "idps": ("idps", "idps of concern to unhcr"),
    "returned_idps": ("returned idps", "returned idpss"),
}
LAYOUT = Layout(
    "unhcr-population", _HEADERS, (("date",), ("origin",), ("asylum",), ("refugees", "returned_refugees"))
)
_MEASURES = {
    "refugees": "refugees_abroad",
    "asylum_seekers": "asylum_seekers_abroad",
    "returned_refugees": "repatriated_refugees_year",
    "idps": "idp_stock_unhcr_year_end",
    "returned_idps": "idp_returnees_year",
}
_AT_HOME = ("idp_stock_unhcr_year_end", "idp_returnees_year")
_DURING_YEAR = ("repatriated_refugees_year", "idp_returnees_year")


def recognise(book: Book) -> bool:
    return recognises(book, LAYOUT)


def find(book: Book, source: object = None) -> Table:
    return find_table(book, LAYOUT)


def read(draft: Draft) -> Reading:
    """Return refugees and asylum seekers by country of asylum, returns of the year, IDPs at year end."""
    body = draft.table.body
    draft.ignore(body.index[body["origin"].str.strip() != draft.source.country], "another country of origin")
    measures = {role: name for role, name in _MEASURES.items() if role in body}
    figures = observe(draft, measures)
    if figures.empty:
        return draft.finish(figures)
    asylum = body.loc[figures["source_row"].astype(int), "asylum"].str.strip().to_numpy()
    home = asylum == draft.source.country
    inside = figures["indicator"].isin(_AT_HOME).to_numpy()
    # A count about Mali itself stands on the row Mali-Mali; a count abroad on every other one.
    figures = figures[
        (home == inside) & figures["value"].notna().to_numpy() & (figures["value"] > 0).to_numpy()
    ]
    asylum = body.loc[figures["source_row"].astype(int), "asylum"].str.strip().to_numpy()
    abroad = figures["indicator"].isin(["refugees_abroad", "asylum_seekers_abroad"]).to_numpy()
    returned = (figures["indicator"] == "repatriated_refugees_year").to_numpy()
    year_end = ~figures["indicator"].isin(_DURING_YEAR)
    figures = figures.assign(
        level=0,
        reported_admin0_name=figures["reported_admin0_name"].mask(abroad, asylum),
        reported_origin_name=pd.Series(asylum, index=figures.index).where(returned),
        reference_start=figures["reference_start"].mask(year_end, figures["reference_end"]),
        note="UNHCR rounds numbers below 5 to 5",
    )
    return draft.finish(observation_table(figures.reset_index(drop=True)))
