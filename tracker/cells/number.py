"""A text cell to a count of people, or why not.  Nothing is guessed.

Blank is not zero; what is not plainly a whole number of people is a fault, not a figure.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import pandas as pd

from tracker.source import Notation

# No figure about Mali exceeds its population.
MOST_PEOPLE = 30_000_000

_PLAIN = re.compile(r"[0-9]+(\.0+)?")
_SPACED = re.compile(r"[0-9]{1,3}( [0-9]{3})+")
_GROUPED = {",": re.compile(r"[0-9]{1,3}(,[0-9]{3})+"), ".": re.compile(r"[0-9]{1,3}(\.[0-9]{3})+")}
_DECIMAL = re.compile(r"[0-9]+[.,][0-9]+")
_APPROXIMATE = re.compile(
    r"(?:plus d[e'’]|près d[e'’]|pres de|environ|quelques?|au moins|moins de|about|around|over|more than|"
    r"nearly|at least|less than|~|≈|±)\s*([0-9][0-9 .,]*)",
    re.IGNORECASE,
)
_MISSING = {
    "nd", "n.d.", "n/d", "na", "n/a", "n.a.", "-", "--", "–", "—", "…", "...", "null", "none", "nil",
    "not available", "non disponible", "indisponible", "no data", "pas de données", "inconnu", "unknown",
}  # fmt: skip
_NOT_ASSESSED = {
    "not assessed", "non évalué", "non evalue", "non évaluée", "not covered", "non couvert",
    "inaccessible", "non accessible", "ne",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Count:
    """What one cell says: a status, a value, and the fault that keeps it out of the figures."""

    status: str
    value: float | None = None
    fault: str = ""  # code of the problem, empty when sound
    message: str = ""
    approximate: bool = False


def clean(text: str) -> str:
    """Return the text composed, without invisible signs, every kind of space as one plain space."""
    composed = unicodedata.normalize("NFC", text)
    visible = "".join(sign for sign in composed if unicodedata.category(sign) != "Cf")
    return " ".join(visible.split())


def parse_count(text: str, notation: Notation, delimiter: str = "") -> Count:
    """Return what a cell of people (or households, or figures of any whole kind) says."""
    plain = clean(text)
    if not plain:
        return Count("no_data")
    lower = plain.casefold()
    if lower in {word.casefold() for word in notation.suppressed}:
        return Count("suppressed")
    if lower in _NOT_ASSESSED or lower in {word.casefold() for word in notation.not_assessed}:
        return Count("not_assessed")
    if lower in _MISSING or lower in {word.casefold() for word in notation.missing}:
        return Count("no_data")
    if about := _APPROXIMATE.fullmatch(plain):
        inner = parse_count(about.group(1).strip(), notation, delimiter)
        return Count(inner.status, inner.value, inner.fault, inner.message, approximate=True)
    digits = _digits(plain, notation, delimiter)
    if digits is None:
        code, message = _fault(plain, delimiter)
        return Count("no_data", None, code, message)
    value = float(digits)
    if value > MOST_PEOPLE:
        return Count(
            "no_data", None, "implausible_number", f"{plain} is more than the people of any one country area"
        )
    return Count("zero" if value == 0 else "value", value)


def _digits(plain: str, notation: Notation, delimiter: str) -> str | None:
    """Return the digits of a number that can be read in one way only, else nothing."""
    if _PLAIN.fullmatch(plain):
        return plain.split(".")[0] if "." in plain else plain
    if _SPACED.fullmatch(plain):
        return plain.replace(" ", "")
    for sign, pattern in _GROUPED.items():
        if not pattern.fullmatch(plain):
            continue
        # One comma group reads as thousands where the file does not use the comma for decimals;
        # one dot group is open unless the source says; two groups can only be thousands.
        told = notation.thousands == sign or plain.count(sign) > 1
        if told or (sign == "," and delimiter != ";" and not notation.thousands):
            return plain.replace(sign, "")
    return None


def _fault(plain: str, delimiter: str) -> tuple[str, str]:
    if plain.startswith(("#", "=formula without")):
        return "error_cell", "the cell holds an error or a formula without a saved value"
    if plain[0] in "=@+":
        return "formula_text", "the cell holds the text of a formula"
    if re.fullmatch(r"-\s?[0-9][0-9 .,]*", plain):
        return "negative_number", "a count cannot be negative"
    if plain.casefold() in ("true", "false", "vrai", "faux", "yes", "no", "oui", "non"):
        return "not_a_number", "a yes/no value stands where a count is expected"
    if plain.endswith("%"):
        return "percent", "a percentage stands where a count is expected"
    if any(sign.isdigit() and sign not in "0123456789" for sign in plain):
        return "foreign_digits", "the number is not written in the digits 0 to 9"
    if re.fullmatch(r"[<>≤≥].*", plain) or plain in ("*", "**"):
        return (
            "masked_number",
            "the figure is masked; declare the mark in the source's notation to read it as suppressed",
        )
    if re.fullmatch(r"[0-9]{1,3}([ ,.][0-9]{3})*[ ,.][0-9]{4,}", plain):
        return "glued_mark", "a footnote mark seems to be glued to the number"
    if _GROUPED["."].fullmatch(plain) or _GROUPED[","].fullmatch(plain):
        return "ambiguous_number", "the sign may separate thousands or decimals; declare notation.thousands"
    if _DECIMAL.fullmatch(plain):
        return "not_whole", "people and households are whole numbers"
    if re.fullmatch(r"[0-9.]+[eE][+-]?[0-9]+", plain):
        return "scientific_number", "the number was rounded to scientific notation when the file was saved"
    return "not_a_number", "no number can be read"


def parse_counts(column: pd.Series, notation: Notation, delimiter: str = "") -> pd.DataFrame:
    """Return value, status, fault, message and approximate for each cell of a column.

    Each distinct text is read once, those of plain digits all together.
    """
    codes, texts = pd.factorize(column.fillna(""))
    distinct = _parse_distinct(pd.Series(texts, dtype="str"), notation, delimiter)
    return distinct.take(codes).set_axis(column.index)


def _parse_distinct(column: pd.Series, notation: Notation, delimiter: str) -> pd.DataFrame:
    size = len(column)
    plain = column.str.fullmatch(r"[0-9]{1,7}").fillna(False).astype(bool).to_numpy()
    value = pd.Series(pd.NA, index=column.index, dtype="Float64")
    value[plain] = pd.to_numeric(column[plain]).astype("Float64")
    status = pd.Series("value", index=column.index, dtype="object").mask((value == 0).fillna(False), "zero")
    found = pd.DataFrame(
        {
            "value": value,
            "status": status,
            "fault": pd.Series([""] * size, index=column.index, dtype="object"),
            "message": pd.Series([""] * size, index=column.index, dtype="object"),
            "approximate": pd.Series([False] * size, index=column.index, dtype=bool),
        }
    )
    rest = column[~plain]
    if len(rest):
        read = {text: parse_count(text, notation, delimiter) for text in rest.unique()}
        found.loc[~plain, "value"] = rest.map({text: count.value for text, count in read.items()}).astype(
            "Float64"
        )
        for name in ("status", "fault", "message", "approximate"):
            found.loc[~plain, name] = [getattr(read[text], name) for text in rest]
    return found
