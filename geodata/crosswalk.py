"""Figures moved from one edition to another: whole units, declared shares, or not at all.

Two editions are compared through the communes of 2021, the finest units whose history is known:
a unit that lies whole in one unit of the other edition moves exactly.  What would have to be split
moves only by a share somebody declared; otherwise it stays under its own P-code.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from geodata.editions import COUNTRY, LEVEL_NAMES, all_units, edition, units
from geodata.errors import PlaceError

LINK_COLUMNS = ["from_pcode", "to_pcode", "share", "kind", "basis"]
_OWN_COLUMNS = ["from_edition", "from_pcode", "to_edition", "to_pcode", "share", "basis"]
_COMMUNES = "cod-ab-2021"


def table(
    from_edition: str, to_edition: str, level: int, *, to_level: int | None = None, home: Path | None = None
) -> pd.DataFrame:
    """Return how units of `level` move: columns from_pcode, to_pcode, share, kind, basis.

    `kind` is ``exact`` (the unit lies whole in the other, share 1) or ``shared`` (a declared
    share).  A unit that cannot be moved has no row.  `to_level` defaults to `level`; figures may
    move up (cercles of one edition to regions of the other), never down.  Raises ``PlaceError``
    for an undeclared edition or a downward move.
    """
    to_level = level if to_level is None else to_level
    if to_level > level:
        raise PlaceError(
            f"figures by {LEVEL_NAMES[level]} cannot be moved down to {LEVEL_NAMES[to_level]}: "
            "nobody counted the parts"
        )
    links = _links(from_edition, to_edition, level, to_level, home)
    for folder in (COUNTRY, home):  # the user has the last word
        own = _declared(folder, from_edition, to_edition, level, to_level, home)
        if own is not None:
            links = pd.concat([links[~links["from_pcode"].isin(own["from_pcode"])], own], ignore_index=True)
    return links.copy()


def straddled(from_edition: str, to_edition: str, level: int, to_level: int) -> pd.DataFrame:
    """Return which units of `to_edition` a unit lies in several of: columns from_pcode, to_pcode.

    Known through the communes of 2021; empty where an edition's communes are not known.
    """
    old, new = unit_of_commune(from_edition, level), unit_of_commune(to_edition, to_level)
    if old is None or new is None:
        return pd.DataFrame({"from_pcode": pd.Series(dtype="str"), "to_pcode": pd.Series(dtype="str")})
    pairs = pd.DataFrame({"from_pcode": old, "to_pcode": new}).dropna().drop_duplicates()
    return pairs[pairs["from_pcode"].duplicated(keep=False)].reset_index(drop=True)


def reexpress(
    figures: pd.DataFrame,
    from_edition: str,
    to_edition: str,
    level: int,
    by: list[str],
    home: Path | None = None,
    to_level: int | None = None,
) -> pd.DataFrame:
    """Return the figures (columns pcode, value and `by`) in another edition, conserving people.

    Columns: `by`, pcode, value, crosswalk.  ``exact`` and ``shared`` rows carry P-codes of
    `to_edition`; ``not_expressible`` rows keep their own.  Whole numbers are split into whole
    numbers (largest remainder), so that the parts add up to the figure to the person.
    """
    links = table(from_edition, to_edition, level, to_level=to_level, home=home)
    figures = figures[[*by, "pcode", "value"]].reset_index(drop=True)
    figures["_row"] = np.arange(len(figures))
    joined = figures.merge(links, left_on="pcode", right_on="from_pcode", how="left")
    joined["pcode"] = joined["to_pcode"].fillna(joined["pcode"])
    joined["crosswalk"] = joined["kind"].fillna("not_expressible")
    value = joined["value"].astype("Float64")
    joined["value"] = value
    shared = joined["crosswalk"] == "shared"
    if shared.any():
        joined.loc[shared, "value"] = _split(joined[shared])
    moved = joined[joined["crosswalk"] != "not_expressible"]
    summed = _summed(moved, by)
    stayed = joined.loc[joined["crosswalk"] == "not_expressible", [*by, "pcode", "value", "crosswalk"]]
    return pd.concat([summed, stayed], ignore_index=True) if len(stayed) else summed


def _summed(moved: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    keys = [*by, "pcode"]
    groups = moved.groupby(keys, dropna=False, sort=False)
    summed = groups["value"].sum(min_count=1).reset_index()
    kinds = groups["crosswalk"].agg(lambda kinds: "shared" if (kinds == "shared").any() else "exact")
    summed["crosswalk"] = kinds.to_numpy() if len(summed) else pd.Series(dtype="str")
    return summed[[*keys, "value", "crosswalk"]]


def _split(rows: pd.DataFrame) -> pd.Series:
    """Return each row's part of its figure; a whole figure is split into whole parts."""
    exact = rows["value"] * rows["share"]
    value = rows["value"].fillna(0).to_numpy(dtype="float64")
    whole = np.equal(value, np.floor(value))
    parts = exact.fillna(0).to_numpy(dtype="float64")
    floor = np.where(whole, np.floor(parts + 1e-9), parts)
    frame = pd.DataFrame(
        {"row": rows["_row"].to_numpy(), "rest": parts - floor, "to": rows["to_pcode"].to_numpy()}
    )
    missing = value - pd.Series(floor).groupby(frame["row"]).transform("sum").to_numpy()
    order = frame.sort_values(["row", "rest", "to"], ascending=[True, False, True]).index
    rank = frame.loc[order].groupby("row").cumcount().reindex(frame.index).to_numpy()
    filled = floor + np.where(whole & (rank < np.round(missing)), 1.0, 0.0)
    # A fraction of a person is a rate, not people: the last part takes what rounding left.
    left = value - pd.Series(filled).groupby(frame["row"]).transform("sum").to_numpy()
    filled = filled + np.where(~whole & (rank == 0), left, 0.0)
    return pd.Series(filled, index=rows.index, dtype="Float64").mask(rows["value"].isna())


@lru_cache(maxsize=64)
def _links(from_edition: str, to_edition: str, level: int, to_level: int, home: Path | None) -> pd.DataFrame:
    edition(from_edition, home), edition(to_edition, home)
    if from_edition == to_edition:
        return _upward(from_edition, level, to_level, home)
    old, new = unit_of_commune(from_edition, level), unit_of_commune(to_edition, to_level)
    if old is None or new is None:
        return _by_seat(from_edition, to_edition, level, to_level)
    pairs = pd.DataFrame({"from_pcode": old, "to_pcode": new}).dropna().drop_duplicates()
    whole = pairs[~pairs["from_pcode"].duplicated(keep=False)]
    basis = "all its communes of 2021 lie in the one unit"
    return whole.assign(share=1.0, kind="exact", basis=basis).reset_index(drop=True)[LINK_COLUMNS]


def _upward(edition_id: str, level: int, to_level: int, home: Path | None) -> pd.DataFrame:
    every = all_units(edition_id, home)
    parents = dict(zip(every["pcode"], every["parent_pcode"], strict=True))
    own = units(edition_id, level, home)["pcode"]
    target = own
    for _ in range(level - to_level):
        target = target.map(parents)
    links = pd.DataFrame({"from_pcode": own, "to_pcode": target})
    return links.assign(share=1.0, kind="exact", basis="lies in it in the same edition")[LINK_COLUMNS]


@lru_cache(maxsize=1)
def lineage() -> pd.DataFrame:
    """Return, per commune of 2021 (index), its cercle of 2012 and region of 2023, with the basis."""
    declared = pd.read_csv(COUNTRY / "lineage.csv", dtype="str").set_index("pcode_2021")
    communes = units(_COMMUNES, 3)
    place = communes["pcode"].where(communes["pcode"].isin(declared.index), communes["parent_pcode"])
    found = declared.loc[place, ["cod_2012", "reform_2023", "basis"]]
    return found.set_axis(communes["pcode"])


def unit_of_commune(edition_id: str, level: int) -> pd.Series | None:
    """Return which unit of the edition each commune of 2021 lies in; None where nobody knows."""
    history = lineage()
    if edition_id == _COMMUNES:
        return pd.Series(history.index.str[: 2 + 2 * level], index=history.index)
    if edition_id == "cod-2012" and level in (1, 2):
        return history["cod_2012"].str[: 2 + 2 * level]
    if edition_id == "ne-2013" and level == 1:
        return history["cod_2012"].str[:4]
    if edition_id == "reform-2023" and level == 1:
        return history["reform_2023"]
    return None


def _by_seat(from_edition: str, to_edition: str, level: int, to_level: int) -> pd.DataFrame:
    """Return cercles of 2023 by the cercle of 2021 their seat lies in: declared, not measured."""
    empty = pd.DataFrame({name: pd.Series(dtype="object") for name in LINK_COLUMNS})
    new = unit_of_commune(to_edition, to_level)
    if from_edition != "reform-2023" or level != 2 or new is None:
        return empty
    cercles = pd.read_csv(COUNTRY / "reform-2023" / "units.csv", dtype="str", keep_default_na=False)
    cercles = cercles[cercles["level"] == "2"]
    places = pd.DataFrame({"cercle": new.index.str[:6], "place": new.to_numpy()}).drop_duplicates()
    target = places[~places["cercle"].duplicated(keep=False)].set_index("cercle")["place"]
    links = cercles.assign(
        from_pcode=cercles["pcode"],
        to_pcode=cercles["predecessor_2021"].map(target),
        basis="its seat lies there; the limits of 2023 are not known",
    )
    if to_level == 1:  # nine seats are not found, but the region they are in lies whole in one
        regions = _links(from_edition, to_edition, 1, 1, None).set_index("from_pcode")["to_pcode"]
        links["to_pcode"] = links["to_pcode"].fillna(cercles["parent_pcode"].map(regions))
    links = links.dropna(subset=["to_pcode"])
    return links.assign(share=1.0, kind="shared")[LINK_COLUMNS].reset_index(drop=True)


def _declared(
    folder: Path | None, from_edition: str, to_edition: str, level: int, to_level: int, home: Path | None
) -> pd.DataFrame | None:
    """Return the shares declared in the ``crosswalk.csv`` of `folder`; refuse what does not add up to 1."""
    path = folder / "crosswalk.csv" if folder else None
    if path is None or not path.is_file():
        return None
    own = _shares(path, path.stat().st_mtime_ns)
    own = own[(own["from_edition"] == from_edition) & (own["to_edition"] == to_edition)]
    if own.empty:
        return None
    own = own[own["from_pcode"].isin(units(from_edition, level, home)["pcode"])]
    own = own[own["to_pcode"].isin(units(to_edition, to_level, home)["pcode"])]
    sums = own.groupby("from_pcode")["share"].sum(min_count=1)
    wrong = sums[sums.isna() | ((sums - 1).abs() > 1e-6)]
    if len(wrong) or (own["share"] < 0).any():
        raise PlaceError(f"{path}: the shares of {sorted(wrong.index)} must be positive and add up to 1")
    return own.assign(kind="shared")[LINK_COLUMNS]


@lru_cache(maxsize=8)
def _shares(path: Path, changed: int) -> pd.DataFrame:
    table = pd.read_csv(path, dtype="str", keep_default_na=False)
    if missing := [name for name in _OWN_COLUMNS if name not in table]:
        raise PlaceError(f"{path}: columns {missing} are missing; a crosswalk has {_OWN_COLUMNS}")
    return table.assign(share=pd.to_numeric(table["share"], errors="coerce"))
