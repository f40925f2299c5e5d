"""What changed between two publications: new slices, revised figures, places come and gone, sources.

Both sides are public tables after disclosure; a figure hidden on either side is not compared, so
that no hidden count follows from a change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from tracker.sums import HIDDEN, Tables, reported
from tracker.view import FLOW_COLUMNS, View

FIGURE = ["indicator", "pcode", "slice", "period_start"]
COUNTED = ("value", "zero")
WEIGHT = (
    "silent_source",
    "stale_source",
    "new_slice",
    "gone_silent",
    "newly_reporting",
    "large_change",
    "revised",
    "withdrawn",
    "new_source",
    "recovered_source",
)
Change = dict[str, Any]
Compared = tuple[str, pd.DataFrame, pd.DataFrame, list[str]]
"""An indicator, its figures now and before, and the slices that are new."""


@dataclass(frozen=True, slots=True)
class Limits:
    """From when a change is large (both must hold), and a source stale."""

    large_share: float = 0.5
    large_people: int = 1000
    stale_days: int = 45

    def large(self, old: float, new: float) -> bool:
        """Say whether a change is to be flagged."""
        return abs(new - old) >= max(self.large_people, self.large_share * abs(old))


def changes(
    before: Tables | None,
    view: View,
    sources_before: Iterable[Mapping[str, Any]] = (),
    limits: Limits | None = None,
) -> list[Change]:
    """Return what changed since the last publication, weightiest first; nothing before the first.

    Parameters
    ----------
    before
        Figures, totals and movements of the publication readers see now.
    sources_before
        The entry ``sources`` of the last ``status.json``.

    Each change has ``kind`` (one of `WEIGHT`) and, as they apply, ``indicator``, ``pcode``,
    ``place_name``, ``slice``, ``old``, ``new``, ``source``, ``count`` and ``large``.  The `pcode` of a
    movement is its way: origin and destination, each by P-code or else by name.
    """
    if before is None:
        return []
    limits = limits or Limits()
    names = dict(zip(view.units["pcode"].astype(str), view.units["place_name"].astype(str), strict=True))
    places = _figures(before.figures), _figures(view.figures)
    names |= dict(zip(view.anchors["id"].astype(str), view.anchors["name_fr"].astype(str), strict=True))
    ways = _ways(before.flows, view.flows, names)
    found = [
        *_slices(*places, names, limits),
        *_silent(*places, names),
        *_revised(*places, names, limits),
        *_slices(*ways, names, limits),
        *_revised(*ways, names, limits),
        *_sources(sources_before, view, limits),
    ]
    return sorted(found, key=_order)


def _order(change: Change) -> tuple[Any, ...]:
    weight = WEIGHT.index(change["kind"])
    size = abs((change.get("new") or 0) - (change.get("old") or 0))
    words = [str(change.get(name) or "") for name in ("indicator", "slice", "pcode", "source")]
    return (weight, not change.get("large", False), -size, *words)


def _figures(figures: pd.DataFrame) -> pd.DataFrame:
    """Return the figures that were reported in their slice."""
    return figures[reported(figures)].assign(period_start="")


def _ways(
    before: pd.DataFrame | None, now: pd.DataFrame, names: dict[str, str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return movements before and now like figures, each way as a place, and name the ways.

    Rows of one way, period, unit and source are added; one that is hidden hides the sum.  What is not
    counted in people is a way of its own, and so is each source where several give the same way.
    """
    sides = _movements(before, names).assign(now=False), _movements(now, names).assign(now=True)
    both = pd.concat(sides, ignore_index=True)
    same = ["now", *FIGURE]
    rivals = both.groupby(same)["source"].transform("nunique")
    several = rivals.groupby([both["indicator"], both["pcode"]]).transform("max") > 1
    both["pcode"] = both["pcode"].mask(several, both["pcode"] + " (" + both["source"] + ")")
    names |= dict(zip(both["pcode"], both["words"], strict=True))
    rows = both.groupby([*same, "source"], sort=False)
    added = pd.DataFrame(
        {"value": rows["value"].sum(min_count=1), "hidden": rows["hidden"].any()}
    ).reset_index()
    status = added["value"].eq(0).map({True: "zero", False: "value"})
    added["value_status"] = status.mask(added["value"].isna(), "no_data").mask(added["hidden"], HIDDEN)
    added["round"] = None
    return added[~added["now"]], added[added["now"]]


def _movements(flows: pd.DataFrame | None, names: Mapping[str, str]) -> pd.DataFrame:
    """Return each movement with its way as `pcode` and with its name in words."""
    flows = pd.DataFrame(columns=FLOW_COLUMNS) if flows is None else flows
    text = flows.drop(columns="value").astype("string").fillna("")
    ends = {end: text[end].mask(text[end] == "", text[f"{end}_name"]) for end in ("origin", "destination")}
    called = {end: text[end].map(names).fillna(text[f"{end}_name"]) for end in ends}
    apart = (" (" + text["unit"] + ")").mask(text["unit"].isin(["", "people"]), "")
    return text[["indicator", "slice", "period_start", "source"]].assign(
        pcode=ends["origin"] + ">" + ends["destination"] + apart,
        words=called["origin"] + " → " + called["destination"],
        value=pd.to_numeric(flows["value"]).astype("Float64").astype(float),
        hidden=text["value_status"] == HIDDEN,
    )


def _newest(old: pd.DataFrame, new: pd.DataFrame) -> Iterator[Compared]:
    """Give what is to be compared of each indicator."""
    for indicator, figures in new.groupby("indicator"):
        known = old[old["indicator"] == indicator]
        yield str(indicator), figures, known, sorted(set(figures["slice"]) - set(known["slice"]))


def _slices(old: pd.DataFrame, new: pd.DataFrame, names: Mapping[str, str], limits: Limits) -> list[Change]:
    """Tell the new slices, and in each the places whose figure moved far."""
    found: list[Change] = []
    for indicator, figures, _, fresh in _newest(old, new):
        for day in fresh:
            rows = figures[figures["slice"] == day]
            first = rows.iloc[0]
            entry = {
                "kind": "new_slice",
                "indicator": indicator,
                "slice": day,
                "source": _text(first["source"]),
            }
            found.append({**entry, "round": _text(first["round"]), "count": int(rows["pcode"].nunique())})
            found += _large(figures, rows, day, names, limits)
    return found


def _silent(old: pd.DataFrame, new: pd.DataFrame, names: Mapping[str, str]) -> list[Change]:
    """Compare the newest slices: who reports in them, and who no longer does."""
    found: list[Change] = []
    for indicator, figures, known, fresh in _newest(old, new):
        if known.empty or not fresh or fresh[-1] != figures["slice"].max():
            continue
        now = set(figures.loc[figures["slice"] == fresh[-1], "pcode"])
        last = set(known.loc[known["slice"] == known["slice"].max(), "pcode"])
        for kind, pcodes in (("gone_silent", last - now), ("newly_reporting", now - last)):
            for pcode in sorted(pcodes):
                place = {"pcode": pcode, "place_name": names.get(pcode, pcode)}
                found.append({"kind": kind, "indicator": indicator, "slice": fresh[-1], **place})
    return found


def _large(
    figures: pd.DataFrame, rows: pd.DataFrame, day: str, names: Mapping[str, str], limits: Limits
) -> list[Change]:
    """Flag the places whose figure moved far from the one before."""
    earlier = figures[(figures["slice"] < day) & figures["value_status"].isin(COUNTED)]
    last = earlier.sort_values("slice").drop_duplicates("pcode", keep="last").set_index("pcode")["value"]
    found: list[Change] = []
    for row in _rows(rows[rows["value_status"].isin(COUNTED)]):
        old = last.get(row["pcode"])
        if (
            old is None
            or pd.isna(old)
            or pd.isna(row["value"])
            or not limits.large(float(old), float(row["value"]))
        ):
            continue
        place = {"pcode": row["pcode"], "place_name": names.get(str(row["pcode"]), str(row["pcode"]))}
        values = {"old": _number(old), "new": _number(row["value"]), "large": True}
        source = _text(row["source"])
        found.append(
            {
                "kind": "large_change",
                "indicator": row["indicator"],
                "slice": day,
                **place,
                **values,
                "source": source,
            }
        )
    return found


def _revised(old: pd.DataFrame, new: pd.DataFrame, names: Mapping[str, str], limits: Limits) -> list[Change]:
    """Compare figure by figure what both publications say of the same place and slice."""
    columns = [*FIGURE, "value", "value_status", "source"]
    both = old[columns].merge(
        new[columns], on=FIGURE, how="left", suffixes=("_old", "_new"), indicator="side", validate="m:1"
    )
    both = both[both["value_status_old"].isin(COUNTED)]
    gone = both[both["side"] == "left_only"]
    kept = both[(both["side"] == "both") & both["value_status_new"].isin(COUNTED)]
    moved = kept[kept["value_old"] != kept["value_new"]]
    found: list[Change] = []
    for row in [*_rows(moved), *_rows(gone)]:
        withdrawn = row["side"] == "left_only"
        values: Change = {"old": _number(row["value_old"])}
        if not withdrawn:
            values["new"] = _number(row["value_new"])
            values["large"] = limits.large(float(row["value_old"]), float(row["value_new"]))
        found.append(
            {
                "kind": "withdrawn" if withdrawn else "revised",
                "indicator": row["indicator"],
                "slice": row["slice"],
                "pcode": row["pcode"],
                "place_name": names.get(str(row["pcode"]), str(row["pcode"])),
                **values,
                "source": _text(row["source_old"] if withdrawn else row["source_new"]),
            }
        )
    return found


def _sources(before: Iterable[Mapping[str, Any]], view: View, limits: Limits) -> list[Change]:
    """Compare the sources: new ones, those that fell silent or grew stale, those fresh again."""
    known = {str(row["source"]): row for row in before}
    found: list[Change] = []
    for row in view.sources.to_dict("records"):
        source = str(row["source"])
        if source not in known:
            found += [{"kind": "new_source", "source": source}] if known else []
            continue
        if row.get("state") == "skipped":
            continue  # not asked: neither well nor in trouble
        now, last = _trouble(row, limits), _trouble(known[source], limits)
        if now != last and (kind := now or (last and "recovered_source")):
            found.append({"kind": kind, "source": source})
    return found


def _trouble(row: Mapping[Any, Any], limits: Limits) -> str:
    """Say whether a live source is silent or stale; what ships with the program only grows old."""
    if row.get("state") in ("failed", "empty"):
        return "silent_source"
    age = row.get("age_days")
    live = row.get("state") in ("fetched", "unchanged")
    old = live and age is not None and not pd.isna(age) and float(age) > limits.stale_days
    return "stale_source" if old else ""


def _rows(table: pd.DataFrame) -> list[dict[Any, Any]]:
    return table.to_dict("records")


def _number(value: Any) -> int | float:
    number = float(value)
    return int(number) if number.is_integer() else number


def _text(value: Any) -> str | None:
    return None if value is None or pd.isna(value) else str(value)
