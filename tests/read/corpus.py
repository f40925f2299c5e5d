"""The corpus of faulty inputs: what TRAPS 4.2 lists, generated, each with the outcome we want.

The truth is always the same six rows and 11,735 people.  Numbers 52, 56 to 60, 72, 74 and 88 have no
description in that list; the inputs under these numbers are our own of the same kind.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tracker.source import Notation, Source

HEADER = [
    "date",
    "admin1Name",
    "admin1Pcode",
    "admin2Name",
    "admin2Pcode",
    "latitude",
    "longitude",
    "IDPs",
    "households",
]
TRUTH = [
    ["2024-03-31", "Mopti", "ML05", "Mopti", "ML0506", "14.49", "-4.19", "2345", "469"],
    ["2024-03-31", "Gao", "ML07", "Gao", "ML0703", "16.27", "-0.0447", "1234", "247"],
    ["2024-03-31", "Tombouctou", "ML06", "Diré", "ML0601", "16.28", "-3.4", "987", "197"],
    ["2024-03-31", "Ségou", "ML04", "Ségou", "ML0406", "13.43", "-6.26", "4321", "864"],
    ["2024-03-31", "Kidal", "ML08", "Kidal", "ML0802", "18.44", "1.41", "1040", "208"],
    ["2024-03-31", "Bamako", "ML09", "Bamako", "ML0901", "12.64", "-8.0", "1808", "361"],
]
PEOPLE = 11_735
CODES = [row[4] for row in TRUTH]
VALUES = {row[4]: int(row[7]) for row in TRUTH}
DATE, ADMIN1, CODE1, ADMIN2, CODE2, LAT, LON, IDPS, HOUSEHOLDS = range(9)

SOURCE = Source(
    id="corpus",
    title="Corpus",
    organisation="tests",
    reader="table",
    numbering="cod-ab-2021",
    edition="cod-ab-2021",
    licence="none",
    credit="none",
)


def declared(**more: object) -> Source:
    """Return the source of the corpus with some declarations more."""
    return SOURCE.model_copy(update=more)


def notation(**more: object) -> Source:
    return declared(notation=Notation(**more))


@dataclass(frozen=True)
class Case:
    """One input: accepted (A), rows set aside (Q), refused whole (F) or read as no figure (N)."""

    number: int
    title: str
    name: str
    outcome: str
    make: Callable[[], bytes]
    bad: tuple[int, ...] = ()
    """Which rows of the truth must not come in without a problem (all others must be right)."""
    code: str = ""
    """Code of the problem, or words of the refusal."""
    source: Source = field(default=SOURCE)


CASES: list[Case] = []


def case(
    number: int,
    title: str,
    name: str,
    outcome: str,
    bad: tuple[int, ...] = (),
    code: str = "",
    source: Source = SOURCE,
) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    def add(make: Callable[[], bytes]) -> Callable[[], bytes]:
        CASES.append(Case(number, title, name, outcome, make, bad, code, source))
        return make

    return add


def rows(**changes: str) -> list[list[str]]:
    """Return header and truth with some cells changed: ``r2c7="ND"`` is row 2 of the truth, column 7."""
    table = [list(HEADER), *[list(row) for row in TRUTH]]
    for place, text in changes.items():
        row, column = place[1:].split("c")
        table[int(row) + 1][int(column)] = text
    return table


def csv_of(table: list[list[str]], delimiter: str = ",", end: str = "\n", encoding: str = "utf-8") -> bytes:
    """Return a table as delimited text, quoting only where it must."""

    def quoted(cell: str) -> str:
        if any(sign in cell for sign in (delimiter, '"', "\n", "\r")):
            return '"' + cell.replace('"', '""') + '"'
        return cell

    return (end.join(delimiter.join(quoted(cell) for cell in row) for row in table) + end).encode(encoding)
