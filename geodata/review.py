"""Names no rule could place: what a person may decide, and which aliases nobody needs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from geodata.aliases import Alias, accept, aliases
from geodata.editions import units
from geodata.errors import PlaceError
from geodata.match import Match, PlaceIndex
from geodata.names import name_key

COLUMNS = ["name", "level", "within", "edition", "rows", "people", "method", "suggestion"]
COLUMNS += ["suggestion_pcode", "score", "rivals", "message"]


def review(names: pd.DataFrame, home: Path | None = None) -> pd.DataFrame:
    """Return the names still unplaced, with the suggestion and the rivals of each.

    `names` has columns name, level (may be missing), within, edition, rows, people.  Names an
    alias has settled since they were read are left out.  Most people first.
    """
    rows = []
    for record in names.to_dict("records"):
        level = None if pd.isna(record["level"]) else int(record["level"])
        within = None if pd.isna(record["within"]) else str(record["within"])
        match = _decision(record["name"], level, within, record["edition"], home)
        if match.pcode is not None:
            continue
        best = match.suggestions[0] if match.suggestions else None
        rows.append(
            {
                **record,
                "method": match.method,
                "suggestion": best.name if best else None,
                "suggestion_pcode": best.pcode if best else None,
                "score": match.score,
                "rivals": ", ".join(match.rivals),
                "message": match.message,
            }
        )
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.sort_values(["people", "rows", "name"], ascending=[False, False, True], ignore_index=True)


def accept_suggestion(
    name: str,
    home: Path,
    reviewed: pd.DataFrame,
    *,
    pcode: str | None = None,
    decided_by: str = "accepted in review",
) -> Alias:
    """Write the alias that settles one reviewed name, and return it.

    `pcode` overrules the suggestion.  Raises ``PlaceError`` when the name is not in review, has no
    suggestion, or the P-code is no unit of its edition.
    """
    rows = reviewed[reviewed["name"].map(name_key) == name_key(name)]
    if rows.empty:
        raise PlaceError(f"{name!r} is not waiting for review; see `tracker places review`")
    row = rows.iloc[0]
    chosen = pcode or row["suggestion_pcode"]
    if chosen is None or pd.isna(chosen):
        raise PlaceError(f"{name!r} has no suggestion; name the place with --pcode")
    level = len(str(chosen)) // 2 - 1
    known = units(str(row["edition"]), level, home).set_index("pcode")
    if chosen not in known.index:
        raise PlaceError(f"{chosen} is no unit of edition {row['edition']}")
    unit = known.loc[chosen]
    # A commune's name is unique only inside its cercle.
    within = str(unit["parent_name"]) if level == 3 else ""
    alias = Alias(str(row["name"]), level, str(unit["name"]), within, decided_by)
    accept(home, alias)
    return alias


def unused_aliases(met: Iterable[str], home: Path | None = None) -> list[Alias]:
    """Return the aliases that no name met (as printed by any source) is spelt like."""
    keys = {name_key(name) for name in met}
    return [alias for alias in aliases(home) if name_key(alias.alias) not in keys]


def _decision(name: str, level: int | None, within: str | None, edition: str, home: Path | None) -> Match:
    index = PlaceIndex(edition, home)
    match = index.match(name, level=level, within=within)
    if match.problem == "place_unknown" and within is not None and not match.rivals:
        return index.match(name, level=level)
    return match
