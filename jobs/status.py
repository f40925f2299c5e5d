"""status.json: what is published, how old each source is, what is wrong.  No clock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jobs.gather import TROUBLED
from tracker.records import records
from tracker.source import sources
from tracker.store import Store
from tracker.view import View


def status_of(view: View, store: Store, states: Mapping[str, str]) -> dict[str, Any]:
    """Return the machine-readable state of the publication; `states` is how the sources answered."""
    problems = store.problems()
    return {
        "as_of": view.as_of,
        "edition": view.edition.id,
        "level": view.level,
        "sensitivity": view.sensitivity,
        "disclosure_threshold": view.disclosure_threshold,
        "sources": records(view.sources),
        "silent": _silent(view, store, states),
        "problems": problems.groupby(["severity", "code"])
        .size()
        .rename("count")
        .reset_index()
        .to_dict("records"),
        "latest": _latest(view),
    }


def _silent(view: View, store: Store, states: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the sources in trouble that have given no figure yet."""
    declared = sources(store.home)
    given = set(view.sources["source"])
    return [
        {
            "source": name,
            "title": declared[name].title,
            "title_fr": declared[name].title_fr or declared[name].title,
            "title_en": declared[name].title_en or declared[name].title,
            "organisation": declared[name].organisation,
            "state": state,
        }
        for name, state in sorted(states.items())
        if state in TROUBLED and name not in given
    ]


def _latest(view: View) -> list[dict[str, Any]]:
    """Return the newest total of every indicator, with how many places reported it."""
    country = view.totals[view.totals["grouping"] == "country"]
    return records(
        country.sort_values("slice").drop_duplicates("indicator", keep="last").sort_values("indicator")
    )
