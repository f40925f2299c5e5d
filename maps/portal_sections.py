"""The lists of the portal in plain words: maps, changes, problems, sources, downloads, history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from maps import number, still, still_overview
from maps.portal_data import PageLink, PortalData
from maps.portal_headlines import Both, both, counted
from maps.portal_layers import SEPARATOR
from maps.sources import in_both, source_titles
from maps.still_slice import representative_slice
from maps.words import LANGS, catalogue
from tracker.view import View

MOST_CHANGES = 12
LIVE = ("fetched", "unchanged")
"""States of a source that can be marked as old: what ships with the program only grows older."""
PICTURED = {
    "displacement": ("idp_stock", "idp_households"),
    "returns": ("idp_returnees_cumulative", "returnees_from_abroad", "idp_returnee_households_cumulative"),
}
"""Which indicator a card shows, the first that has a slice."""


def dates(iso: str) -> Both:
    """Return an ISO date in words."""
    return {lang: number.date_words(iso, lang) for lang in LANGS}


def short_dates(iso: str) -> Both:
    """Return an ISO date with a short month."""
    return {lang: number.date_short(iso, lang) for lang in LANGS}


def sizes(count: int) -> Both:
    """Return a number of bytes as a size."""
    return {lang: number.size_words(count, lang) for lang in LANGS}


def ages(days: float) -> Both:
    """Return a number of days as an age."""
    return {lang: number.age_words(days, lang) for lang in LANGS}


def _picture(view: View, kind: str) -> tuple[str, Both]:
    """Return the thumbnail of a page and what it shows; empty when there is nothing to draw."""
    for indicator in PICTURED.get(kind, ()):
        day = representative_slice(view, indicator)
        if day:
            return (
                still.svg(view, indicator, day, compact=True, identifier=f"card-{kind}"),
                both("portal.picture_date", date=dates(day)),
            )
    table = still_overview.largest_flows(view) if kind == "flows" else None
    if table is not None and len(table):
        days = view.flows["slice"].dropna().astype(str)
        told = counted("portal.picture_period", len(table), period=f"{days.min()[:4]}–{days.max()[:4]}")
        name = both("kind.flows")["fr"]
        return still_overview.flows(view, title=name, description=told["fr"], identifier="card-flows"), told
    placed = view.sites.dropna(subset=["lon", "lat"]) if kind == "reintegration" else view.sites[:0]
    if len(placed):
        told = counted("portal.picture_sites", len(placed))
        name = both("kind.reintegration")["fr"]
        return still_overview.sites(view, title=name, description=told["fr"], identifier="card-sites"), told
    return "", both("portal.no_picture")


def cards(data: PortalData) -> list[dict[str, Any]]:
    """Return one card per map page."""
    return [_card(data.view, page) for page in data.pages]


def _card(view: View, page: PageLink) -> dict[str, Any]:
    picture, told = _picture(view, page.kind)
    lite = both("portal.lite", size=sizes(page.lite_size_bytes)) if page.lite_href else None
    return {
        "href": page.href,
        "title": {lang: text[:1].upper() + text[1:] for lang, text in both(f"kind.{page.kind}").items()},
        "picture": picture,
        "told": told,
        "size": sizes(page.size_bytes) if page.size_bytes else None,
        "deeper_href": page.deeper_href,
        "deeper": both("portal.deeper", size=sizes(page.deeper_size_bytes)),
        "lite_href": page.lite_href,
        "lite": lite,
    }


def changes(data: PortalData) -> tuple[list[dict[str, Any]], Both | None]:
    """Return the first changes in words, and how many more there are; new dates of an indicator in one."""
    together = _together(data.changes)
    shown = [_change(data.view, change) for change in together[:MOST_CHANGES]]
    rest = len(together) - len(shown)
    return shown, counted("portal.changes_more", rest) if rest > 0 else None


def _together(every: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the changes with the new slices of an indicator as one, which says from when to when."""
    dates: dict[str, list[str]] = {}
    for change in every:
        if change.get("kind") == "new_slice":
            dates.setdefault(str(change.get("indicator")), []).append(str(change["slice"]))
    found: list[Mapping[str, Any]] = []
    for change in every:
        own = dates.get(str(change.get("indicator")), []) if change.get("kind") == "new_slice" else []
        if len(own) < 2:
            found.append(change)
        elif str(change["slice"]) == own[0]:
            span = {"count": len(own), "first": min(own), "slice": max(own)}
            found.append({**change, "kind": "new_slices", **span})
    return found


def _change(view: View, change: Mapping[str, Any]) -> dict[str, Any]:
    kind = str(change.get("kind", ""))
    large = bool(change.get("large"))
    if f"change.{kind}" not in catalogue("fr"):
        return {"text": dict.fromkeys(LANGS, str(change.get("text") or kind)), "large": large}
    name = str(change.get("indicator") or "")
    known = view.indicators.get(name)
    day, first = str(change.get("slice") or ""), str(change.get("first") or "")
    titles = {lang: source_titles(view, lang) for lang in LANGS}
    source = str(change.get("source") or "")
    text = both(
        f"change.{kind}",
        indicator={lang: known.label(lang) if known else name for lang in LANGS},
        place=str(change.get("place_name") or change.get("pcode") or ""),
        when={lang: number.month_words(day, lang) if day else "" for lang in LANGS},
        first={lang: number.month_words(first, lang) if first else "" for lang in LANGS},
        count=int(change.get("count") or 0),
        old=_people(change.get("old")),
        new=_people(change.get("new")),
        source={lang: titles[lang].get(source, source) for lang in LANGS},
    )
    return {"text": text, "large": large}


def _people(value: Any) -> Both:
    if isinstance(value, int | float) and value == value:
        return {lang: number.people(value, lang) for lang in LANGS}
    return dict.fromkeys(LANGS, "–" if value is None or value != value else str(value))


def problems(entries: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the problems by severity, then by number, each sentence once with its count."""
    order = {"quarantined": 0, "warning": 1, "note": 2}
    counts: Counter[tuple[str, str, str]] = Counter()
    for entry in entries:
        text = _problem_words(str(entry["code"]))
        counts[str(entry["severity"]), text["fr"], text["en"]] += int(entry["count"])
    ranked = sorted(counts.items(), key=lambda one: (order.get(one[0][0], 3), -one[1], one[0]))
    return [
        {
            "severity": severity,
            "severity_words": both(f"severity.{severity}"),
            "text": {"fr": french, "en": english},
            "count": counted("problem.count", count),
        }
        for (severity, french, english), count in ranked
    ]


def _problem_words(code: str) -> Both:
    known = f"problem.{code}" in catalogue("fr")
    return both(f"problem.{code}") if known else both("problem.other", code=code)


def sources(data: PortalData) -> list[dict[str, Any]]:
    """Return every source with its newest date, age, state and whether it is old, newest first.

    Those that were asked and have given nothing yet come last.
    """
    table = data.view.sources.sort_values(["age_days", "source"])
    rows = []
    for row in table.to_dict("records"):
        day = str(row["latest_reference"])
        dated = len(day) == 10
        days = int(row["age_days"]) if dated else 0
        rows.append(
            {
                "title": dict(zip(LANGS, in_both(row, "title"), strict=True)),
                "organisation": str(row["organisation"]),
                "day": day if dated else "",
                "latest": short_dates(day) if dated else dict.fromkeys(LANGS, "–"),
                "age": ages(days) if dated else dict.fromkeys(LANGS, "–"),
                "live": str(row["state"]) in LIVE,
                "stale": dated and data.stale_days is not None and days > data.stale_days,
                "broken": str(row["state"]) in ("failed", "empty"),
                "state": both(f"state.{row['state']}"),
            }
        )
    return rows + [_silent(row) for row in data.silent]


def _silent(row: Mapping[str, Any]) -> dict[str, Any]:
    nothing = dict.fromkeys(LANGS, "–")
    return {
        "title": dict(zip(LANGS, in_both(row, "title"), strict=True)),
        "organisation": str(row["organisation"]),
        "day": "",
        "latest": nothing,
        "age": nothing,
        "live": False,
        "stale": False,
        "broken": True,
        "state": both(f"state.never_{row['state']}"),
    }


def credits(view: View) -> dict[str, list[str]]:
    """Return every credit line once, in both languages, and that of the background."""
    lines = {lang: set[str]() for lang in LANGS}
    for row in view.sources.to_dict("records"):
        for lang, line in zip(LANGS, in_both(row, "credit"), strict=False):
            lines[lang].add(line)
    ends = list(dict.fromkeys([view.edition.credit, view.context.credit]))
    return {lang: [*sorted(lines[lang]), *ends] for lang in LANGS}


def downloads(data: PortalData) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return one row per layer with its formats: first the layer of each subject, then its variants."""
    rows: dict[str, dict[str, Any]] = {}
    for one in data.downloads:
        stem = one.href.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        row = rows.setdefault(
            stem, {"name": stem, "title": {"fr": one.title_fr, "en": one.title_en}, "files": []}
        )
        row["files"].append({"href": one.href, "format": one.format, "size": sizes(one.size_bytes)})
    first: dict[str, str] = {}
    for stem in sorted(rows, key=lambda stem: (len(stem), stem)):
        first.setdefault(rows[stem]["title"]["fr"].split(SEPARATOR, 1)[0], stem)
    main = set(first.values())
    return [rows[stem] for stem in rows if stem in main], [rows[stem] for stem in rows if stem not in main]


def history(data: PortalData) -> list[dict[str, Any]]:
    """Return the publications that are kept, each with its date and whether it is the one shown."""
    return [
        {"release": one.release, "when": dates(one.as_of), "current": one.current, "href": one.href}
        for one in data.publications
    ]
