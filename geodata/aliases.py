"""Other spellings of place names: the shipped table, and the user's own, which wins over it."""

from __future__ import annotations

import csv
import os
import tempfile
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from geodata.editions import COUNTRY
from geodata.errors import PlaceError
from geodata.names import name_key


@dataclass(frozen=True)
class Alias:
    """One other spelling: `name` is the standard name, `level` and `within` narrow it where given.

    `within` is the name of the parent the place lies in.  `source` says where the spelling was met
    or who accepted it.
    """

    alias: str
    level: int | None
    name: str
    within: str
    source: str


COLUMNS = [item.name for item in fields(Alias)]


def aliases(home: Path | None = None) -> list[Alias]:
    """Return the user's aliases, then the shipped ones they do not replace.

    Raises ``PlaceError`` when a row lacks its alias, name or source.
    """
    own = _read(own_file(home)) if home and own_file(home).is_file() else []
    replaced = {_place(alias) for alias in own}
    return own + [alias for alias in _read(COUNTRY / "aliases.csv") if _place(alias) not in replaced]


def own_file(home: Path) -> Path:
    """Return the path of the user's alias table."""
    return home / "aliases.csv"


def accept(home: Path, alias: Alias) -> None:
    """Write one alias into the user's table, in place of an older decision about the same spelling."""
    path = own_file(home)
    kept = [old for old in _read(path) if _place(old) != _place(alias)] if path.is_file() else []
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", newline="", dir=home, prefix="aliases.", delete=False
    ) as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(_row(each) for each in [*kept, alias])
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)


def _row(alias: Alias) -> dict[str, object]:
    return {key: "" if value is None else value for key, value in asdict(alias).items()}


def _place(alias: Alias) -> tuple[str, int | None, str]:
    return name_key(alias.alias), alias.level, name_key(alias.within)


def _read(path: Path) -> list[Alias]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    found = []
    for number, row in enumerate(rows, start=2):
        if missing := [key for key in ("alias", "name", "source") if not (row.get(key) or "").strip()]:
            raise PlaceError(f"{path}, row {number}: {missing} empty; an alias table has columns {COLUMNS}")
        level = (row.get("level") or "").strip()
        if level not in {"", "0", "1", "2", "3"}:
            raise PlaceError(f"{path}, row {number}: level is {level!r}, expected 1, 2, 3 or nothing")
        found.append(
            Alias(
                row["alias"],
                int(level) if level else None,
                row["name"],
                row.get("within") or "",
                row["source"],
            )
        )
    return found
