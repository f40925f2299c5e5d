"""P-codes, always with their numbering: the same string names different places in different lists."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from geodata.crosswalk import unit_of_commune
from geodata.editions import COUNTRY, all_units, edition, editions
from geodata.errors import PlaceError

BY_NAME = "by-name"
_MALIAN = re.compile(r"(MLI|ML)(-?)(\d+|BKO)")
_FOREIGN = re.compile(r"(?!ML)[A-Z]{2,3}-?\d+")


@dataclass(frozen=True)
class Code:
    """A code as written, taken apart: its level and its digits in groups of two."""

    text: str
    level: int | None
    key: str
    grouped_by_three: bool = False
    foreign: bool = False


@dataclass(frozen=True)
class Meaning:
    """What a code means in an edition under one numbering.

    `pcodes` are the units it may be: one, or several when the numbering's unit was divided since or
    when only the cercle of a commune code can be relied upon (`parent_only`).  `fault` is one of
    pcode_malformed, pcode_foreign, pcode_unknown, place_not_in_edition, or None.
    """

    code: Code
    pcodes: tuple[str, ...] = ()
    parent_only: bool = False
    fault: str | None = None
    message: str = ""


def parse(text: str) -> Code:
    """Take a code apart, whatever its prefix (ML, MLI), grouping, case or stray spaces.

    >>> parse(" mli0701 ").key, parse("MLI007001").key, parse("MLI00100112").key
    ('0701', '0701', '010112')
    """
    clean = "".join(c for c in unicodedata.normalize("NFKC", text).upper() if not c.isspace())
    clean = "".join(char for char in clean if unicodedata.category(char) != "Cf")
    found = _MALIAN.fullmatch(clean)
    if not found:
        return Code(clean, None, clean, foreign=_FOREIGN.fullmatch(clean) is not None)
    digits = found[3]
    by_three = {3: 1, 8: 3} | ({6: 2} if digits.startswith("00") else {})
    if len(digits) in by_three and digits.isdigit():
        groups = [digits[0:3], digits[3:6], digits[6:8]][: by_three[len(digits)]]
        if all(group.startswith("0") for group in groups[:2]):
            return Code(clean, len(groups), "".join(group[-2:] for group in groups), grouped_by_three=True)
    levels = {2: 1, 4: 2, 6: 3} | ({1: 1, 3: 1} if found[2] else {})
    return Code(clean, levels.get(len(digits)), digits)


@lru_cache(maxsize=4)
def numberings() -> dict[str, dict[str, Any]]:
    """Return the declared numberings by id: title, forms, the edition whose own codes they are."""
    return tomllib.loads((COUNTRY / "numberings.toml").read_text(encoding="utf-8"))


def numbering_of(name: str, home: Path | None = None) -> str:
    """Return the numbering meant by a numbering id, an edition id or ``by-name``.

    Raises ``PlaceError`` naming the known ones.
    """
    if name == BY_NAME or name in numberings():
        return name
    if name in editions(home):
        return edition(name, home).numbering
    known = ", ".join([BY_NAME, *numberings()])
    raise PlaceError(f"numbering {name!r} is not declared; known are: {known}")


def meaning(text: str, numbering: str, edition_id: str, home: Path | None = None) -> Meaning:
    """Return what a code of the numbering means in the edition, or what is wrong with it."""
    code = parse(text)
    if code.foreign:
        return Meaning(code, fault="pcode_foreign", message=f"PCode unknown {code.text} (not a code of Mali)")
    entry = numberings().get(numbering, {})
    if code.level is None and numbering != "instat":
        expected = " or ".join(entry.get("forms", ["ML0101"]))
        message = f"PCode length {code.text} (expected a form like {expected})"
        return Meaning(code, fault="pcode_malformed", message=message)
    if code.level == 3 and code.grouped_by_three:
        return _by_cercle(code, str(entry.get("long_codes", numbering)), edition_id, home)
    own = _codes(numbering, home).get((code.key, code.level) if numbering != "instat" else (code.key, None))
    if own is None:
        return Meaning(code, fault="pcode_unknown", message=f"PCode unknown {code.text} ({numbering})")
    there = _in_edition(own[0], own[1], edition_id, home)
    if not there:
        message = f"{code.text} is {own[1]} of {own[0]}, which is no unit of {edition_id}"
        return Meaning(code, fault="place_not_in_edition", message=message)
    return Meaning(code, there)


def meanings(text: str, edition_id: str, home: Path | None = None) -> dict[str, Meaning]:
    """Return what a code means in the edition under every numbering that has it."""
    found = {name: meaning(text, name, edition_id, home) for name in numberings()}
    return {name: reading for name, reading in found.items() if not reading.fault}


def known_anywhere(text: str, edition_id: str, home: Path | None = None) -> bool:
    """Whether any numbering has this code, be its place in the edition or not."""
    readings = (meaning(text, name, edition_id, home) for name in numberings())
    return any(reading.fault in (None, "place_not_in_edition") for reading in readings)


def _by_cercle(code: Code, numbering: str, edition_id: str, home: Path | None) -> Meaning:
    own = _codes(numbering, home).get((code.key[:4], 2))
    cercles = _in_edition(own[0], own[1], edition_id, home) if own else ()
    table = all_units(edition_id, home)
    inside = tuple(table.loc[table["parent_pcode"].isin(cercles), "pcode"])
    if not inside:
        return Meaning(code, fault="pcode_unknown", message=f"PCode unknown {code.text} ({numbering})")
    return Meaning(code, inside, parent_only=True)


@lru_cache(maxsize=32)
def _codes(numbering: str, home: Path | None) -> dict[tuple[str, int | None], tuple[str, str]]:
    """Return (digits, level) -> (edition, P-code) of one numbering."""
    entry = numberings().get(numbering, {})
    if "edition" in entry:
        table = all_units(str(entry["edition"]), home)
        return {
            (parse(pcode).key, int(level)): (str(entry["edition"]), pcode)
            for pcode, level in zip(table["pcode"], table["level"], strict=True)
        }
    table = _foreign_lists()
    table = table[table["numbering"] == numbering]
    codes: dict[tuple[str, int | None], tuple[str, str]] = {}
    for row in table.to_dict("records"):
        key = (row["code"], None) if numbering == "instat" else (parse(row["code"]).key, int(row["level"]))
        codes[key] = (row["edition"], row["pcode"])
    return codes


@lru_cache(maxsize=1)
def _foreign_lists() -> pd.DataFrame:
    return pd.read_csv(COUNTRY / "numberings.csv", dtype="str", keep_default_na=False)


def _in_edition(own_edition: str, pcode: str, edition_id: str, home: Path | None) -> tuple[str, ...]:
    """Return the unit of the edition that is the same place, or the units that make it up."""
    if own_edition == edition_id:
        return (pcode,)
    level = len(pcode) // 2 - 1
    own, there = unit_of_commune(own_edition, level), unit_of_commune(edition_id, level)
    if own is None or there is None:
        return ()
    communes = own.index[own == pcode]
    inside = there.loc[communes].dropna().unique()
    whole = there.index[there.isin(inside)]
    return tuple(sorted(inside)) if len(whole) == len(communes) else ()
