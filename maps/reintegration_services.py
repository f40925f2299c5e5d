"""Service points by type and state, and who is within reach of a working one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from maps import number
from maps.reintegration_numbers import share
from maps.reintegration_words import remark_words, say, text_of, translated
from tracker.solutions.declared import declared
from tracker.view import View

SHAPES = {
    "reception_centre": "M-7-7H7V7H-7Z",
    "reintegration_office": "M0-8 8 6H-8Z",
    "microfinance_institution": "M0-9 9 0 0 9-9 0Z",
    "savings_group": "M-3-8H3V-3H8V3H3V8H-3V3H-8V-3H-3Z",
    "psychosocial": "M-7 0A7 7 0 1 1 7 0 7 7 0 1 1-7 0Z",
    "training": "M0 8-8-6H8Z",
    "return_area": "M-8-3 0-9 8-3 5 7H-5Z",
    "reintegration_site": "M-4-8H4L8 0 4 8H-4L-8 0Z",
    "service_point": "M-5-5H5V5H-5Z",
}


@dataclass(frozen=True)
class Point:
    """One service point as the table and the map say it."""

    name: str
    kind: str
    place: str
    status: str
    when: str
    operator: str
    conditions: str
    note: str


@dataclass(frozen=True)
class Reach:
    """One unit: the share within each distance, and whether nothing works near it."""

    place: str
    shares: list[str]
    remote: bool
    points: str


def words_of(section: dict[str, tuple[str, str]], key: object, lang: str) -> str:
    """Return the declared words of a type or state, else the key itself."""
    pair = section.get(str(key))
    return pair[0 if lang == "fr" else 1] if pair else str(key)


def points(view: View, lang: str) -> list[Point]:
    """Return the published service points by place and type."""
    known = declared()
    found = []
    for row in view.sites.sort_values(["place_name", "site_type", "site_id"]).to_dict("records"):
        found.append(
            Point(
                name=text_of(row["name"]),
                kind=words_of(known.site_types, row["site_type"], lang),
                place=text_of(row["place_name"]),
                status=words_of(known.site_statuses, row["status"], lang),
                when=since(row, lang),
                operator=translated("category", text_of(row["operator"]), lang),
                conditions=remark_words(text_of(row["conditions"]), lang),
                note=remark_words(text_of(row["note"]), lang),
            )
        )
    return found


def since(row: Mapping[Any, Any], lang: str) -> str:
    """Return the date a state is printed for, and its end where there is one."""
    start, end = text_of(row["valid_from"]), text_of(row["valid_to"])
    if not start:
        return say("mark.undated", lang)
    words = number.date_words(start, lang)
    return f"{words} – {number.date_words(end, lang)}" if end else words


def reaches(view: View, lang: str, kind: str = "") -> list[Reach]:
    """Return, for units with displaced people, the share within each declared distance."""
    distances = [f"reach_{km}_km" for km in declared().reach_km]
    own = view.surveys[view.surveys["indicator"].isin(distances) & (view.surveys["category"] == kind)]
    found = []
    for (place, _), rows in own.groupby(["place_name", "pcode"], sort=True):
        values = rows.drop_duplicates("indicator").set_index("indicator")["value"].astype("float64")
        shares = [share(float(values[name]), lang) if name in values else "" for name in distances]
        note = str(rows["note"].iloc[0])
        found.append(Reach(str(place), shares, note.startswith("remote"), _points_used(note, lang)))
    return found


def _points_used(note: str, lang: str) -> str:
    """Return in words which points stand for the people of a unit, as its note names them."""
    found = []
    for part in note.partition("people at: ")[2].split(", "):
        basis, _, day = part.rstrip(")").partition(" (")
        if basis:
            words = say(f"basis.{basis}", lang)
            found.append(f"{words} ({number.date_words(day, lang)})" if day else words)
    return ", ".join(found)


def kinds_with_reach(view: View) -> list[str]:
    """Return the service types that have a working point."""
    own = view.surveys[view.surveys["indicator"] == f"reach_{declared().reach_km[0]}_km"]
    return sorted(str(kind) for kind in own["category"].unique() if kind)
