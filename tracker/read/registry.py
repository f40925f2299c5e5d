"""Every format that is read, in the order in which a file is tried against them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from tracker.cells.sheet import Book
from tracker.errors import DeclarationError
from tracker.read.draft import Draft
from tracker.reading import Reading

# The particular before the general.
_MODULES = {
    "dtm-baseline": ("dtm_baseline", "IOM DTM Mali baseline workbook"),
    "published-totals": ("published_totals", "published totals: date and total"),
    "dtm-api": ("dtm_api", "DTM API v3, JSON or the CSV on HDX"),
    "hapi-idps": ("hapi_idps", "HDX HAPI: IDPs"),
    "hapi-people": ("hapi_people", "HDX HAPI: refugees and returnees"),
    "idmc": ("idmc", "IDMC GIDD, by country and year"),
    "unhcr-population": ("unhcr", "UNHCR population data"),
    "population": ("population", "subnational population"),
    "wide-monthly": ("monthly", "wide table of months"),
    "undated-regions": ("undated", "regions under HXL tags only, without a date"),
    "solutions": ("solutions", "templates: programmes, assistance, surveys, site measures"),
    "movements": ("movements", "movements from place to place"),
    "sites": ("sites", "sites and services"),
    "presence-5w": ("presence", "OCHA 5W: organisations by cercle"),
    "table": ("generic", "table with recognisable headers or tags"),
}


@dataclass(frozen=True)
class Reader:
    """One format: how it is recognised, where its table stands, how its rows become figures."""

    id: str
    title: str
    recognise: Callable[[Book], bool]
    find: Callable[..., Any]
    read: Callable[[Draft], Reading]


def reader(identifier: str) -> Reader:
    """Return one reader.

    Raises
    ------
    DeclarationError
        When there is none of this id.
    """
    if identifier not in _MODULES:
        raise DeclarationError(f"no reader {identifier!r}; there are: {', '.join(_MODULES)}")
    module_name, title = _MODULES[identifier]
    module = import_module(f"tracker.read.{module_name}")
    return Reader(identifier, title, module.recognise, module.find, module.read)


def reader_ids() -> tuple[str, ...]:
    return tuple(_MODULES)


def recognised(book: Book) -> Reader | None:
    """Return the first reader that knows the file, or nothing."""
    return next((found for found in map(reader, _MODULES) if found.recognise(book)), None)
