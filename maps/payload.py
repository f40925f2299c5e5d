"""Everything a page knows, as one inert JSON document.  Data is text here, never script or markup."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import shapely

from maps import coverage, encode_geometry, number, palette
from maps.background import record as background
from maps.drawing import HATCHED
from maps.encode import text, zigzag
from maps.kinds import Kind
from maps.payload_indicator import Lists
from maps.payload_indicator import record as indicator_record
from maps.sides import digits
from maps.sources import in_both, sources_of
from maps.words import LANGS, catalogue, word
from tracker.classes import declared
from tracker.typography import french
from tracker.view import View

TOLERANCE = 0.0027  # degrees: half a pixel at zoom 8, where Mali is four screens wide
STEP = 0.00275
PLAIN: str = declared()["unrated"]["fill"]
WORD_SECTIONS = ("status.", "table.", "age.", "unit.", "time.", "total.")


def _geometry(view: View) -> encode_geometry.Arcs:
    shapes = encode_geometry.simplified(view.units.geometry.to_numpy(), TOLERANCE)
    return encode_geometry.encode(shapes, STEP)


def _points(view: View, arcs: encode_geometry.Arcs) -> str:
    lon = pd.to_numeric(view.units["label_lon"]).to_numpy(dtype=float)
    lat = pd.to_numeric(view.units["label_lat"]).to_numpy(dtype=float)
    inner = shapely.point_on_surface(view.units.geometry.to_numpy())
    lon, lat = (
        np.where(np.isnan(lon), shapely.get_x(inner), lon),
        np.where(np.isnan(lat), shapely.get_y(inner), lat),
    )
    grid = np.round((np.column_stack([lon, lat]) - (arcs.west, arcs.south)) / arcs.step).astype(np.int64)
    steps = zigzag(np.diff(grid, axis=0, prepend=np.zeros((1, 2), dtype=np.int64)))
    return text(np.append(len(grid), steps.ravel()))


def _parents(view: View) -> dict[str, object] | None:
    if view.parents is None or view.level <= 1:
        return None
    known = dict(zip(view.parents["pcode"], view.parents["place_name"], strict=True))
    codes = sorted({str(code) for code in view.units["parent_pcode"].dropna()})
    of = [codes.index(str(code)) if pd.notna(code) else len(codes) for code in view.units["parent_pcode"]]
    return {"codes": codes, "names": [str(known.get(code, code)) for code in codes], "of": text(of)}


class PopulationNote(NamedTuple):
    """Who counted the residents, in both languages, and in which years."""

    who: list[str]
    years: str


def population_note(view: View) -> PopulationNote | None:
    """Return who counted the residents that rates are set against; None where nobody did.

    Organisations that a credit line spells out with their acronyms are named by these.
    """
    known = view.units[pd.to_numeric(view.units["population"], errors="coerce") > 0]
    if known.empty:
        return None
    lines = [line for row in view.sources.to_dict("records") if (line := in_both(row, "credit"))]
    by_english = {line[-1]: line for line in lines}
    who = [
        by_english.get(one, [one] * len(LANGS))
        for one in sorted(set(known["population_source"].dropna().astype(str)))
    ]
    return PopulationNote(
        ["; ".join(_by_acronym(line) for line in texts) for texts in zip(*who, strict=True)],
        "/".join(sorted({str(one).removesuffix(".0") for one in known["population_year"].dropna()})),
    )


def _by_acronym(credit: str) -> str:
    return ", ".join(re.findall(r"\(([A-Z]{2,})\)", credit)) or credit


def _groupings(view: View) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for grouping in view.groupings.values():
        sides = digits(view, grouping)
        if sides.strip("-"):
            found.append(
                {
                    "id": grouping.id,
                    "label": [grouping.label_fr, grouping.label_en],
                    "definition": [french(grouping.definition_fr), grouping.definition_en],
                    "groups": [
                        {"id": one.id, "label": [one.label_fr, one.label_en]} for one in grouping.groups
                    ],
                    "sides": sides,
                }
            )
    return found


def _style(kind: Kind, view: View) -> dict[str, object]:
    circles = declared()["circles"]
    return {
        "ramps": {name: palette.RAMPS[name] for name in ramps(kind, view)},
        "circle": palette.BASE["circle"],
        "radius": [circles["largest_radius_px"], circles["smallest_radius_px"]],
        "hatches": hatches(kind, view),
        "plain": PLAIN,
        "zero": palette.STATUS_STYLES["zero"].fill,
        "groups": list(palette.GROUP_INKS),
        "total": palette.TOTAL_INK,
        "printed": palette.PRINTED_INK,
        "town": palette.TOWN_INK,
        "base": palette.BASE,
    }


def hatches(kind: Kind, view: View) -> dict[str, tuple[str, str, str, float, float]]:
    """Return by name what units are hatched with: hatch, ground, ink, spacing and width in pixels."""
    styles = palette.STATUS_STYLES
    grounds = {name: (styles[name], str(styles[name].fill)) for name in HATCHED}
    carried = {"0": str(styles["zero"].fill), "plain": PLAIN}
    for name in ramps(kind, view):
        carried |= {f"{name}-{step}": fill for step, fill in enumerate(palette.RAMPS[name])}
    grounds |= {f"carried-{name}": (styles["carried_forward"], fill) for name, fill in carried.items()}
    return {
        name: (style.hatch, ground, palette.ink_on(style, ground), style.spacing, style.width)
        for name, (style, ground) in grounds.items()
    }


def ramps(kind: Kind, view: View) -> list[str]:
    """Return the names of the ramps that the indicators of the page take."""
    return sorted({palette.ramp_name(one.family) for one in kind.indicators(view)})


def _numbers(lang: str) -> list[str]:
    group = number.people(1000, lang).strip("01")
    decimal = number.rate(1.5, lang).strip("15")
    return [group, decimal]


def _stem(key: str) -> str:
    return key.removesuffix("_one").removesuffix("_other")


def language(wanted: Collection[str], sections: tuple[str, ...]) -> dict[str, Any]:
    """Return words, month names and number signs of both languages, as `static/words.js` reads them.

    `wanted` are keys asked for by name, those of a count without its form; `sections` are the prefixes
    of keys that scripts put together.
    """

    def words(lang: str) -> dict[str, str]:
        return {
            key: sentence
            for key, sentence in catalogue(lang).items()
            if key in wanted or _stem(key) in wanted or key.startswith(sections)
        }

    def months(lang: str) -> list[str]:
        return [number.month_words(f"2001-{month:02d}-01", lang).split(" ")[0] for month in range(1, 13)]

    return {
        "months": {lang: months(lang) for lang in LANGS},
        "numbers": {lang: _numbers(lang) for lang in LANGS},
        "words": {lang: words(lang) for lang in LANGS},
    }


def payload(kind: Kind, view: View) -> dict[str, Any]:
    """Return the page's data, ready for `json.dumps`."""
    arcs = _geometry(view)
    sources = sources_of(kind, view)
    lists = Lists([one["id"] for one in sources], [])
    population = pd.to_numeric(view.units["population"], errors="coerce").fillna(0).to_numpy("int64")
    found: dict[str, Any] = {
        "kind": kind.id,
        "level": view.level,
        "title": [word("page.title", lang, subject=word(f"kind.{kind.id}", lang)) for lang in LANGS],
        "geometry": arcs.record(),
        "points": _points(view, arcs),
        "population": text(population),
        "populationNote": population_note(view),
        "parents": _parents(view),
        "context": background(view),
        "indicators": [indicator_record(view, one, lists) for one in kind.indicators(view)],
        "groupings": _groupings(view),
        "sources": [{"title": one["title"]} for one in sources],
        "style": _style(kind, view),
        "coverage": coverage.for_page(),
        **language(kind.words(), WORD_SECTIONS + kind.word_sections),
    }
    found.update(kind.more(view))
    found["notes"] = lists.notes
    return found


def inert(document: object) -> str:
    """Return JSON that no element end, comment or line separator can break out of.

    Without ``<`` no tag and no comment begins, so ``>`` and ``&`` (digits of the short texts) may stand.
    """
    plain = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<\u2028\u2029":
        plain = plain.replace(character, f"\\u{ord(character):04x}")
    return plain
