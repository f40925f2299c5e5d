"""The sites on the map: return areas, centres and service points, their types and states."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from maps.reintegration_measures import series
from maps.reintegration_services import SHAPES, since, words_of
from maps.reintegration_words import remark_words, text_of, translated
from maps.words import LANGS
from tracker.solutions.declared import declared
from tracker.view import View


def sites(view: View) -> dict[str, Any]:
    """Return the sites of the view, and how each type and state that occurs is drawn and called."""
    known = declared()
    types, statuses = (sorted({str(one) for one in view.sites[name]}) for name in ("site_type", "status"))
    return {
        "sites": [_site(view, row) for row in view.sites.to_dict("records")],
        "types": {
            kind: {
                "label": [words_of(known.site_types, kind, lang) for lang in LANGS],
                "shape": SHAPES.get(kind, SHAPES["service_point"]),
                "ink": known.site_inks.get(kind, known.site_inks["service_point"]),
            }
            for kind in types
        },
        "statuses": {status: list(known.site_statuses[status]) for status in statuses},
    }


def _site(view: View, row: Mapping[Any, Any]) -> dict[str, Any]:
    placed = pd.notna(row["lon"]) and pd.notna(row["lat"])
    return {
        "id": str(row["site_id"]),
        "name": text_of(row["name"]),
        "type": str(row["site_type"]),
        "at": [round(float(row["lat"]), 4), round(float(row["lon"]), 4)] if placed else None,
        "pcode": text_of(row["pcode"]),
        "status": str(row["status"]),
        "since": [since(row, lang) for lang in LANGS],
        "operator": [translated("category", text_of(row["operator"]), lang) for lang in LANGS],
        "conditions": [remark_words(text_of(row["conditions"]), lang) for lang in LANGS],
        "measures": series(view, str(row["site_id"])),
    }
