"""Who is credited, in both languages: sources with title, credit line, licence; the boundary edition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from maps.kinds import Kind
from maps.words import LANGS
from tracker.typography import french
from tracker.view import View


def sources_of(kind: Kind, view: View) -> list[dict[str, Any]]:
    """Return the sources that the page's figures come from, in the view's order."""
    used = kind.sources(view)
    rows = []
    for row in view.sources.to_dict("records"):
        if row["source"] not in used:
            continue
        name = [str(row["source"])] * len(LANGS)
        rows.append(
            {
                "id": str(row["source"]),
                "title": in_both(row, "title") or name,
                "credit": in_both(row, "credit") or in_both(row, "organisation") or name,
                "licence": in_both(row, "licence"),
                "latest": _words(row["latest_reference"]),
                "age": int(row["age_days"]) if pd.notna(row["age_days"]) else 0,
            }
        )
    return rows


def source_titles(view: View, lang: str) -> dict[str, str]:
    """Return the title of each source of the view by its id."""
    place = LANGS.index(lang)
    rows = view.sources.to_dict("records")
    return {str(row["source"]): (in_both(row, "title") or [str(row["source"])] * 2)[place] for row in rows}


def edition_titles(view: View) -> dict[str, str]:
    """Return the title of the boundary edition in each language."""
    return {"fr": french(view.edition.title_fr), "en": view.edition.title_en}


def in_both(row: Mapping[Any, Any], name: str) -> list[str]:
    """Return a text of a source in both languages; said once, the same twice; empty without."""
    texts = [_words(row.get(f"{name}_{lang}")) or _words(row.get(name)) for lang in LANGS]
    texts[LANGS.index("fr")] = french(texts[LANGS.index("fr")])
    return texts if any(texts) else []


def _words(cell: object) -> str:
    return "" if cell is None or cell is pd.NA or cell != cell else str(cell)
