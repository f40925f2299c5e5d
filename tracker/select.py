"""Which figure stands when several do: declared precedence.

Everything that shows figures (the listing, the pages, the layers) selects them here, so they agree.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from tracker.observation import SUMMABLE_KINDS
from tracker.source import sources

UNDECLARED = 1000  # a source whose declaration was removed: last in precedence
_PUBLICATION = ["source_title", "operation", "assessment_type", "round"]
_SERIES = ["indicator", "unit", "level", "place_key", "origin_key", "period"]


def standing(figures: pd.DataFrame, home: Path | None = None) -> pd.DataFrame:
    """Return the figures that maps and sums use, one source per place, indicator and period.

    Figures that must never be summed (approximate, by another method, totals printed beside their
    parts) are left out.  Where two sources speak of the same place, indicator and month (for a
    flow: the same period), the source with the lower declared precedence number stands, of equals the
    one with the newer figure, then the first by id; where one source prints a figure of one day in
    several publications, one of them does.  Precedence is declared by what ships and in `home`.  The
    index is renewed.
    """
    kept = figures[figures["figure_kind"].isin(SUMMABLE_KINDS)].reset_index(drop=True)
    if kept.empty:
        return kept
    keyed = _with_series_key(kept)
    return _one_publication(kept, keyed, _of_first_source(keyed, kept["reference_end"], home))


def _of_first_source(keyed: pd.DataFrame, days: pd.Series, home: Path | None) -> npt.NDArray[np.bool_]:
    """Tell which figures are of the source that stands in their series and month."""
    precedence = {name: entry.precedence for name, entry in sources(home).items()}
    series = [keyed[name] for name in _SERIES]
    ranked = pd.DataFrame(
        {
            "precedence": keyed["source"].map(precedence).fillna(UNDECLARED),
            "newest": days.groupby([*series, keyed["source"]], dropna=False).transform("max"),
            "source": keyed["source"],
        }
    ).sort_values(["precedence", "newest", "source"], ascending=[True, False, True], kind="stable")
    first = ranked["source"].groupby([key.reindex(ranked.index) for key in series], dropna=False)
    return (first.transform("first").reindex(keyed.index) == keyed["source"]).to_numpy()


def _one_publication(kept: pd.DataFrame, keyed: pd.DataFrame, chosen: npt.NDArray[np.bool_]) -> pd.DataFrame:
    """Keep one publication where a source prints the figure of one day several times.

    The one that stands first in the source's file; its parts (by cause, by status) stay together.
    """
    standing, keys = kept[chosen], keyed[chosen]
    publication = standing[_PUBLICATION].fillna("").agg("|".join, axis=1)
    order = standing["source_row"].fillna(0).sort_values(kind="stable").index
    day = [keys[name].reindex(order) for name in [*_SERIES, "source"]]
    first = publication.reindex(order).groupby([*day, standing["reference_end"].reindex(order)], dropna=False)
    return standing[(publication == first.transform("first").reindex(standing.index)).to_numpy()]


def _with_series_key(figures: pd.DataFrame) -> pd.DataFrame:
    keyed = figures[["indicator", "unit", "level", "source"]].copy()
    reported = figures[[f"reported_admin{n}_name" for n in range(4)] + ["reported_place_name"]].fillna("")
    keyed["place_key"] = figures["pcode"].where(figures["pcode"].notna(), reported.agg("|".join, axis=1))
    is_flow = figures["origin_pcode"].notna() | figures["reported_origin_name"].notna()
    keyed["origin_key"] = figures["origin_pcode"].fillna(figures["reported_origin_name"]).where(is_flow, "")
    starts = figures["reference_start"].fillna(figures["reference_end"])
    long = starts.str[:7] != figures["reference_end"].str[:7]
    keyed["period"] = figures["reference_end"].str[:7].mask(long, starts + "/" + figures["reference_end"])
    return keyed
