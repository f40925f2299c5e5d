"""A source: who publishes, under what terms, how its files are read.  One TOML file each.

Adding a source in a known format touches one file of `tracker/sources/`.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from tracker.cells.bomb import UNPACKED_BYTES
from tracker.declaration import parse_declaration
from tracker.errors import DeclarationError

Sensitivity = Literal["public", "internal", "restricted"]


class Limits(BaseModel):
    """How much of a file is taken before it is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    bytes: int = Field(default=50_000_000, gt=0)
    unpacked_bytes: int = Field(default=UNPACKED_BYTES, gt=0)
    rows: int = Field(default=200_000, gt=0)


class Notation(BaseModel):
    """How the source writes numbers, dates and missing figures, where that is not self-evident."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    dates: tuple[str, ...] = ()
    """strptime formats beyond ISO 8601; ``month-name`` admits "4 mars 2024" and "mars 2024"."""
    french_dates: tuple[str, ...] = ()
    """Those among `dates` that hold only where the headers are French: 03/04/2024 is April there."""
    thousands: Literal["", ".", ","] = ""
    """The sign that separates thousands where a number alone leaves it open: 1.234 or 1,234."""
    missing: tuple[str, ...] = ()
    not_assessed: tuple[str, ...] = ()
    suppressed: tuple[str, ...] = ()
    angles: Literal["decimal", "dms"] = "decimal"

    def without_french(self) -> Notation:
        """Return the notation for a table whose headers are not French."""
        kept = tuple(form for form in self.dates if form not in self.french_dates)
        return self.model_copy(update={"dates": kept})


class Live(BaseModel):
    """How a source is asked over the network."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    connector: str
    url: str
    hosts: tuple[str, ...]
    key_env: str = ""
    key_header: str = ""
    parameters: dict[str, str] = Field(default_factory=dict)
    max_bytes: int = Field(default=100_000_000, gt=0)
    every_days: int = Field(default=7, gt=0)
    timeout_seconds: float = Field(default=30, gt=0)
    attempts: int = Field(default=4, ge=1)
    """How often 429, 5xx and time-outs are tried in one run."""
    within_reach: bool = False
    """Admit plain http and private addresses: a mirror on this machine or in the house."""


class Source(BaseModel):
    """One declared source."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: str
    title_fr: str = ""
    title_en: str = ""
    """The title in a language that `title` is not in."""
    organisation: str
    url: str = ""
    reader: str
    default_for_reader: bool = True
    """False when a file of this format belongs to the source only if the user says so."""
    country: str = Field(default="MLI", pattern=r"^[A-Z]{3}$")
    numbering: str = "by-name"
    """Which code numbering the source uses (an edition id), or by-name: codes are evidence only."""
    edition: str = ""
    licence: str
    licence_fr: str = ""
    credit: str
    credit_fr: str = ""
    """The credit line for French readers, where the provider does not prescribe the English one."""
    precedence: int = 50
    """The lower wins where several sources give the same indicator for the same place and date."""
    sensitivity: Sensitivity = "public"
    """Of the source's own rows.  A restricted source is in no page or layer; of the others these show
    what passes disclosure."""
    redistribution: bool = True
    """False when the terms forbid publishing the source's own rows; a word to the keeper."""
    indicators: dict[str, str] = Field(default_factory=dict)
    """Role of a column (idps, households, …) to indicator of the catalogue, beyond the reader's own."""
    columns: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Role of a column to the headers it may carry, beyond those every reader knows."""
    fixed: dict[str, str] = Field(default_factory=dict)
    """Observation columns the file leaves out and the publication states, e.g. reference_end."""
    covers: tuple[str, str] | None = None
    """First and last day the publication is about; figures of other days are not of this source."""
    expect: dict[str, int] = Field(default_factory=dict)
    """Sum of a role's column in the file the fixed values were stated for; another file is refused."""
    fill_down: tuple[str, ...] = ()
    """Roles of merged cells: a blank takes the value above it."""
    dropped_columns: tuple[str, ...] = ()
    """Headers of columns never read in, beyond those that name people."""
    notation: Notation = Notation()
    limits: Limits = Limits()
    live: Live | None = None
    notes: str = ""


def parse_source(text: str, name: str) -> Source:
    """Return the source declared in one TOML text.

    Raises
    ------
    DeclarationError
        Naming the file, the field and what was expected of it.
    """
    return parse_declaration(Source, text, f"source file {name}")


@cache
def sources(home: Path | None = None) -> dict[str, Source]:
    """Return every declared source by id: those shipped, and those of `home`/sources.

    Raises
    ------
    DeclarationError
        When a file does not declare a source, or an id is declared twice.
    """
    entries = [(path.name, path.read_text("utf-8")) for path in (files("tracker") / "sources").iterdir()]
    if home is not None and (home / "sources").is_dir():
        entries += [(path.name, path.read_text("utf-8")) for path in (home / "sources").glob("*.toml")]
    found: dict[str, Source] = {}
    for name, text in sorted(entries):
        if not name.endswith(".toml"):
            continue
        source = parse_source(text, name)
        if source.id in found:
            raise DeclarationError(f"source {source.id!r} is declared twice, the second time in {name}")
        found[source.id] = source
    return found


def source(identifier: str, home: Path | None = None) -> Source:
    """Return one declared source.

    Raises
    ------
    DeclarationError
        When no file declares it; the message lists the ids that exist.
    """
    try:
        return sources(home)[identifier]
    except KeyError:
        known = ", ".join(sources(home))
        raise DeclarationError(f"no source {identifier!r}; declared are: {known}") from None


def default_source(reader: str, home: Path | None = None) -> Source:
    """Return the source a file belongs to when its format is recognised and nothing else is said.

    Raises
    ------
    DeclarationError
        When no declared source uses the reader.
    """
    fitting = [
        entry for entry in sources(home).values() if entry.reader == reader and entry.default_for_reader
    ]
    if not fitting:
        raise DeclarationError(f"no declared source uses the reader {reader!r}; add one in tracker/sources/")
    return min(fitting, key=lambda entry: (entry.precedence, entry.id))
