"""Figures by question: what the command line lists, selected as the pages select them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from geodata.editions import all_units, editions
from geodata.groupings import groupings, sides_of
from geodata.nations import country_code
from tracker.embedded.load import ensure_embedded
from tracker.errors import DeclarationError
from tracker.indicators import indicator as declared_indicator
from tracker.observation import KEY
from tracker.reframe import in_edition
from tracker.rollup import rolled_up
from tracker.select import standing
from tracker.source import sources
from tracker.source_rows import with_rows
from tracker.store import open_store


@dataclass(frozen=True)
class Query:
    """Which figures are asked for; everything optional.  Dates are ISO 8601 text."""

    indicator: str | None = None
    place: str | None = None
    level: int | None = None
    edition: str | None = None
    start: str | None = None
    end: str | None = None
    group: str | None = None
    source: str | None = None
    as_of: str | None = None
    sex: str | None = None
    all_sources: bool = False
    roll_up: bool = False


def listed(query: Query, home: Path | None = None) -> pd.DataFrame:
    """Return the figures asked for, newest last: every column of the record, `crosswalk`, `source_rows`.

    Raises
    ------
    TrackerError
        When the question names an indicator, source, place, edition, grouping or date that does not exist.
    """
    _check(query, home)
    with open_store(home) as store:
        ensure_embedded(store, home)
        record = store.observations(
            indicator=query.indicator,
            source=query.source,
            start=query.start,
            end=query.end,
            as_of=query.as_of,
        )
    figures = _figures(record, query, home)
    if query.place:
        figures = figures[(figures["pcode"] == query.place) | (figures["origin_pcode"] == query.place)]
        if figures.empty:
            _refuse_unknown_place(query.place, record, home)
    if query.group:
        return by_group(figures, query.group, home)
    order = ["indicator", "reference_end", "level", "pcode", "source"]
    return with_rows(figures.sort_values(order, kind="stable", ignore_index=True))


def _figures(record: pd.DataFrame, query: Query, home: Path | None) -> pd.DataFrame:
    level = 1 if query.group and query.level is None else query.level
    figures = _of_sex(record, query)
    if level is not None:
        figures = (
            rolled_up(figures, level, home, query.edition)
            if query.roll_up
            else figures[figures["level"] == level]
        )
    if query.edition is not None:
        figures = _reframed(figures, query.edition, home)
    else:
        figures = figures.assign(crosswalk="exact")
    return figures if query.all_sources else standing(figures, home)


def _of_sex(record: pd.DataFrame, query: Query) -> pd.DataFrame:
    """Return the figures of the sex asked for; otherwise none of one sex beside its total."""
    if query.sex is not None:
        return record[record["sex"] == query.sex]
    split = record["sex"].notna()
    if query.all_sources or not split.any():
        return record
    same = [name for name in KEY if name != "sex"]
    totals = record.loc[~split, same].drop_duplicates()
    parts = record.loc[split, same].reset_index(names="row").merge(totals, on=same)
    return record[~record.index.isin(parts["row"])]


def _refuse_unknown_place(place: str, record: pd.DataFrame, home: Path | None) -> None:
    """Tell a place that exists and has no figure from a code that is none."""
    if (record["pcode"] == place).any() or (record["origin_pcode"] == place).any() or country_code(place):
        return
    if not any(place in set(all_units(name, home)["pcode"]) for name in editions(home)):
        raise DeclarationError(
            f"no place has the code {place!r} in any edition; "
            "`tracker places match NAME` shows the code of a name"
        )


def _reframed(figures: pd.DataFrame, edition: str, home: Path | None) -> pd.DataFrame:
    parts = [
        in_edition(part, edition, level, home) if level > 0 else part.assign(crosswalk="exact")
        for level, part in ((at, figures[figures["level"] == at]) for at in (0, 1, 2, 3))
        if len(part)
    ]
    parts.append(figures[figures["level"].isna()].assign(crosswalk="not_expressible"))
    return pd.concat(parts, ignore_index=True)


def by_group(figures: pd.DataFrame, grouping: str, home: Path | None = None) -> pd.DataFrame:
    """Return sums by the sides of a grouping, one row per indicator, period and side."""
    placed = figures[figures["pcode"].notna() & figures["edition"].notna()]
    declared = groupings(home)[grouping]
    pairs = placed[["pcode", "edition"]].drop_duplicates()
    sides_in = {edition: sides_of(declared, edition, home) for edition in pairs["edition"].unique()}
    groups = [sides_in[edition].get(pcode) for pcode, edition in pairs.itertuples(index=False)]
    sides = pairs.assign(group=pd.Series(groups, index=pairs.index, dtype="object"))
    keyed = placed.merge(sides, on=["pcode", "edition"], how="left", validate="m:1")
    keys = ["indicator", "unit", "level", "reference_start", "reference_end", "group"]
    sums = keyed.groupby(keys, dropna=False, as_index=False).agg(
        value=("value", lambda values: values.sum(min_count=1)),
        places=("pcode", "nunique"),
        source=("source", _one),
        edition=("edition", _one),
        round=("round", _one),
        snapshot_sha256=("snapshot_sha256", _one),
    )
    labels = {entry.id: entry.label_fr for entry in declared.groups}
    sums["place_name"] = sums["group"].map(labels)
    sums["pcode"] = "group:" + sums["group"]
    sums["value_status"] = ["no_data" if pd.isna(v) else "zero" if v == 0 else "value" for v in sums["value"]]
    sums["match_method"] = "declared"
    sums["source_row"] = None
    return sums.sort_values(["indicator", "reference_end", "group"], ignore_index=True)


def _one(values: pd.Series) -> str | None:
    found = sorted({str(value) for value in values if not pd.isna(value)})
    return ", ".join(found) or None


def _check(query: Query, home: Path | None) -> None:
    if query.indicator is not None:
        declared_indicator(query.indicator)
    if query.edition is not None and query.edition not in editions(home):
        raise DeclarationError(f"no edition {query.edition!r}; known are: {', '.join(editions(home))}")
    if query.source is not None and query.source not in sources(home):
        raise DeclarationError(f"no source {query.source!r}; declared are: {', '.join(sources(home))}")
    if query.group is not None and query.group not in groupings(home):
        raise DeclarationError(f"no grouping {query.group!r}; known are: {', '.join(groupings(home))}")
    if query.sex not in (None, "f", "m"):
        raise DeclarationError(f"--sex {query.sex!r} is neither f nor m")
    for name, day in (("--from", query.start), ("--to", query.end)):
        if day is not None:
            try:
                date.fromisoformat(day)
            except ValueError:
                raise DeclarationError(f"{name} {day!r} is no date; write YYYY-MM-DD") from None
    if query.as_of is not None:
        try:
            datetime.fromisoformat(query.as_of)
        except ValueError:
            words = "is no date; write YYYY-MM-DD, or a moment such as 2024-05-01T09:30 in UTC"
            raise DeclarationError(f"--as-of {query.as_of!r} {words}") from None
    if query.start and query.end and query.start > query.end:
        raise DeclarationError(f"--from {query.start} is later than --to {query.end}; nothing lies between")
