"""Which column holds what: headers and HXL tags to roles."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from tracker.cells.number import clean

_TAG = re.compile(r"#[a-z][a-z0-9_]*(\s*\+\s*[a-z][a-z0-9_]*)*", re.IGNORECASE)
_PERSONAL = re.compile(
    r"updated ?by|created ?by|entered ?by|saisi par|enqueteur|enumerator|enqueteurs?|informateur|informant|"
    r"point focal|focal point|contact|telephone|phone|tel|e ?mail|courriel|nom et prenom|prenom|"
    r"superviseur|supervisor|chef de village|responsable"
)


@cache
def fold(header: str) -> str:
    """Return a header as it is compared: no accents, no case, no punctuation; a tag in one order."""
    text = clean(header)
    if is_tag(text):
        tag, *attributes = re.split(r"\s*\+\s*", text.casefold())
        return "+".join([tag, *sorted(attributes)])
    bare = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", bare).split())


@cache
def loosely(header: str) -> str:
    """Return a header without filling words, in any order of words and any of their usual spellings.

    >>> loosely("Total Number of IDPs Individuals") == loosely("IDP_Ind")
    True
    """
    folded = fold(header)
    if folded.startswith("#"):
        return folded
    joined = re.sub(r"\badm(?:in)? ?([0-3])(?:name)?\b", r"admin\1", folded)
    same = {word: kind for kind in ("idps", "returnees", "households", "people") for word in words(kind)}
    return " ".join(sorted({same.get(word, word) for word in joined.split()} - words("empty")))


def in_french(labels: Iterable[str]) -> bool:
    """Whether headers are French: a word of theirs, or an accent, that no English header has."""
    return any(
        words("french") & set(fold(label).split()) or any(ord(sign) > 127 for sign in clean(label))
        for label in labels
    )


@cache
def words(kind: str) -> frozenset[str]:
    """Return the single words of a kind, from `headers.toml`."""
    text = (files("tracker.read") / "headers.toml").read_text("utf-8")
    return frozenset(tomllib.loads(text)["words"][kind])


def is_tag(text: str) -> bool:
    return bool(_TAG.fullmatch(text.strip()))


def is_tag_row(cells: Iterable[str]) -> bool:
    """Whether a row holds HXL tags: at least one, and nothing else."""
    filled = [cell for cell in cells if cell.strip()]
    return bool(filled) and all(is_tag(cell) for cell in filled)


def is_personal(header: str) -> bool:
    """Whether a column names a person or how to reach one; such columns are never read in."""
    return bool(_PERSONAL.fullmatch(fold(header)))


@cache
def known(*parts: str) -> dict[str, tuple[str, ...]]:
    """Return the folded headers and tags by role, of the named parts of `headers.toml`."""
    text = (files("tracker.read") / "headers.toml").read_text("utf-8")
    declared = tomllib.loads(text)
    return {
        role: tuple(fold(header) for header in headers)
        for part in parts or ("roles", "measures")
        for role, headers in declared[part].items()
    }


@cache
def measures() -> tuple[str, ...]:
    text = (files("tracker.read") / "headers.toml").read_text("utf-8")
    return tuple(tomllib.loads(text)["measures"])
