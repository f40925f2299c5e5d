"""status.json: what is published, how old each source is, what is wrong.  No clock."""

from __future__ import annotations

from typing import Any

from tracker.records import records
from tracker.store import Store
from tracker.view import View


def status_of(view: View, store: Store) -> dict[str, Any]:
    """Return the machine-readable state of the publication."""
    problems = store.problems()
    return {
        "as_of": view.as_of,
        "edition": view.edition.id,
        "level": view.level,
        "sensitivity": view.sensitivity,
        "disclosure_threshold": view.disclosure_threshold,
        "sources": records(view.sources),
        "problems": problems.groupby(["severity", "code"])
        .size()
        .rename("count")
        .reset_index()
        .to_dict("records"),
        "latest": _latest(view),
    }


def _latest(view: View) -> list[dict[str, Any]]:
    """Return the newest total of every indicator, with how many places reported it."""
    country = view.totals[view.totals["grouping"] == "country"]
    return records(
        country.sort_values("slice").drop_duplicates("indicator", keep="last").sort_values("indicator")
    )
