"""Stored figures re-expressed in another edition of the boundaries."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geodata.crosswalk import reexpress
from geodata.crosswalk import table as links_between
from geodata.editions import units

# One figure, apart from the unit it is about.
_SAME = [
    "indicator", "unit", "population_group", "category", "cause", "sex", "figure_kind", "reference_start",
    "reference_end", "round", "operation", "assessment_type", "source", "origin_pcode", "origin_name",
]  # fmt: skip


def in_edition(figures: pd.DataFrame, edition: str, level: int, home: Path | None = None) -> pd.DataFrame:
    """Return the figures of one level re-expressed in `edition`, with a `crosswalk` column.

    Values: exact; shared (a declared share was used); partial (a unit some part of which did not
    report, or lies in a unit that cannot be split: `lacks_parts`); not_expressible (kept under its
    own P-code and edition).  People are conserved.
    """
    if "lacks_parts" in figures:
        table = in_edition(figures.drop(columns="lacks_parts"), edition, level, home)
        short = _keys(figures[figures["lacks_parts"].fillna(False).astype(bool)])
        table.loc[_keys(table).isin(short) & (table["crosswalk"] == "exact"), "crosswalk"] = "partial"
        return table
    parts = []
    for source_edition, part in figures.groupby("edition", dropna=False):
        if pd.isna(source_edition) or source_edition == edition:
            parts.append(part.assign(crosswalk="exact"))
        else:
            parts += _moved(part, str(source_edition), edition, level, home)
    if not parts:
        return figures.assign(crosswalk=pd.Series(dtype="str"))
    return pd.concat(parts, ignore_index=True)


def _keys(figures: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(figures[[*_SAME, "edition", "pcode"]].fillna(""))


def _moved(part: pd.DataFrame, old: str, new: str, level: int, home: Path | None) -> list[pd.DataFrame]:
    links = links_between(old, new, level, home=home)
    sources_of = links.groupby("to_pcode")["from_pcode"].nunique()
    whole = links[(links["kind"] == "exact") & (links["to_pcode"].map(sources_of) == 1)]
    renamed = whole.set_index("from_pcode")["to_pcode"]
    is_whole = part["pcode"].isin(renamed.index)
    kept = part[is_whole].copy()
    kept["pcode"] = kept["pcode"].map(renamed)
    kept["place_name"] = kept["pcode"].map(units(new, level, home).set_index("pcode")["name"])
    kept = kept.assign(edition=new, crosswalk="exact")
    unplaced = part[part["pcode"].isna()].assign(crosswalk="not_expressible")
    rest = part[~is_whole & part["pcode"].notna()]
    return [kept, unplaced, *([_merged(rest, links, old, new, level, home)] if len(rest) else [])]


def _merged(
    rest: pd.DataFrame, links: pd.DataFrame, old: str, new: str, level: int, home: Path | None
) -> pd.DataFrame:
    moved = reexpress(rest[[*_SAME, "pcode", "value"]], old, new, level, by=_SAME, home=home)
    placed = moved["crosswalk"] != "not_expressible"
    moved["edition"] = [new if is_placed else old for is_placed in placed]
    moved.loc[_partial(moved, rest, links), "crosswalk"] = "partial"
    names = pd.concat([units(name, level, home).assign(edition=name) for name in (old, new)])
    moved = moved.merge(
        names[["edition", "pcode", "name"]].rename(columns={"name": "place_name"}),
        on=["edition", "pcode"], how="left", validate="m:1",
    )  # fmt: skip
    moved["level"] = level
    moved["match_method"] = "declared"
    moved["value_status"] = [
        "no_data" if pd.isna(value) else "zero" if value == 0 else "value" for value in moved["value"]
    ]
    carried = [
        name for name in rest.columns if name not in moved.columns and not name.startswith("reported_")
    ]
    first = rest.drop_duplicates(_SAME)[[*_SAME, *carried]]
    moved = moved.merge(first, on=_SAME, how="left", validate="m:1")
    return moved.reindex(columns=[*rest.columns, "crosswalk"]).astype(rest.dtypes.to_dict())


def _partial(moved: pd.DataFrame, rest: pd.DataFrame, links: pd.DataFrame) -> pd.Series:
    """Tell which merged units lack the figure of one of their parts."""
    needed = links.groupby("to_pcode")["from_pcode"].nunique()
    targets = links.set_index("from_pcode")["to_pcode"]
    targets = targets[~targets.index.duplicated(keep=False)]
    counted = rest[rest["value"].notna()]
    target = counted["pcode"].map(targets)
    if target.isna().all():
        return pd.Series(False, index=moved.index)
    target = target.astype("str").rename("pcode")
    have = counted.groupby([target, *_SAME], dropna=False)["pcode"].nunique().rename("have")
    joined = (
        moved[[*_SAME, "pcode"]]
        .astype({"pcode": "str"})
        .merge(have.reset_index(), on=["pcode", *_SAME], how="left")
    )
    short = joined["have"].to_numpy() < joined["pcode"].map(needed).to_numpy()
    return pd.Series(short, index=moved.index) & (moved["crosswalk"] == "exact")
