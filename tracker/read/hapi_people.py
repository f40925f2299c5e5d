"""HDX HAPI: refugees and returnees, by country of origin, country of asylum and population group."""

from __future__ import annotations

from tracker.cells.sheet import Book
from tracker.observation import observation_table
from tracker.read.draft import Draft
from tracker.read.figures import observe
from tracker.read.provider_marks import set_aside_marked
from tracker.read.table import Layout, Table, find_table, recognises
from tracker.reading import Reading

_HEADERS: dict[str, tuple[str, ...]] = {
    "origin_code": ("origin location code",),
    "country_code_of_asylum": ("asylum location code",),
    "group": ("population group",),
    "sex": ("gender",),
    "age": ("age range",),
    "people": ("population",),
    "date_start": ("reference period start",),
    "date_end": ("reference period end",),
    "warning": ("warning",),
    "error": ("error",),
}
LAYOUT = Layout(
    "hapi-people",
    _HEADERS,
    (("origin_code",), ("country_code_of_asylum",), ("group",), ("people",), ("date_end",)),
)
# UNHCR's groups: RDP and RET are returns during the year, REF and ASY stocks at its end.
_INDICATORS = {
    "RDP": "idp_returnees_year",
    "RET": "repatriated_refugees_year",
    "REF": "refugees_abroad",
    "ROC": "refugees_abroad",
    "ASY": "asylum_seekers_abroad",
    "IDP": "idp_stock_unhcr_year_end",
}
_STOCKS = ("refugees_abroad", "asylum_seekers_abroad", "idp_stock_unhcr_year_end")


def recognise(book: Book) -> bool:
    return recognises(book, LAYOUT)


def find(book: Book, source: object = None) -> Table:
    return find_table(book, LAYOUT)


def read(draft: Draft) -> Reading:
    """Return the yearly figures about people of the source's country; ages and sexes are parts, not read."""
    body = draft.table.body
    set_aside_marked(draft)
    draft.ignore(
        body.index[body["origin_code"].str.strip() != draft.source.country], "another country of origin"
    )
    parts = body["sex"].str.strip().ne("all") | body["age"].str.strip().ne("all")
    draft.ignore(
        body.index[parts & ~body.index.isin([*draft.ignored])], "part of a total: an age group or one sex"
    )
    known = body["group"].str.strip().isin(_INDICATORS)
    draft.ignore(
        body.index[~known & ~body.index.isin([*draft.ignored])], "population group not kept in the record"
    )
    figures = observe(draft, {"people": "refugees_abroad"})
    if figures.empty:
        return draft.finish(figures)
    rows = figures["source_row"].astype(int)
    group = body.loc[rows, "group"].str.strip().to_numpy()
    asylum = body.loc[rows, "country_code_of_asylum"].str.strip().to_numpy()
    origin = body.loc[rows, "origin_code"].str.strip().to_numpy()
    figures = figures.assign(indicator=[_INDICATORS[name] for name in group], reported_origin_code=None)
    stock = figures["indicator"].isin(_STOCKS)
    abroad = figures["indicator"].isin(["refugees_abroad", "asylum_seekers_abroad"])
    figures["reference_start"] = figures["reference_start"].mask(stock, figures["reference_end"])
    figures["reported_admin0_name"] = figures["reported_admin0_name"].mask(abroad.to_numpy(), asylum)
    returned = (figures["indicator"] == "repatriated_refugees_year").to_numpy() & (asylum != origin)
    figures["reported_origin_name"] = figures["reported_origin_name"].mask(returned, asylum)
    return draft.finish(observation_table(figures.assign(level=0, sex=None)))
