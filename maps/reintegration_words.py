"""The words of the reintegration page, in French and English."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import pandas as pd

from maps.words import LANGS
from tracker.typography import french


@cache
def sections() -> dict[str, dict[str, tuple[str, str]]]:
    """Return every section of words; each entry is (French, English), French with its no-break spaces."""
    text = (files("maps") / "reintegration_words.toml").read_text(encoding="utf-8")
    return {
        section: {key: (french(pair[0]), pair[1]) for key, pair in entries.items()}
        for section, entries in tomllib.loads(text).items()
    }


def say(key: str, lang: str, **values: object) -> str:
    """Return one word or sentence, its places filled; ``KeyError`` for a key nobody wrote."""
    section, _, name = key.partition(".")
    text = sections()[section][name][LANGS.index(lang)]
    return text.format(**values) if values else text


def translated(section: str, text: str, lang: str) -> str:
    """Return a text of the data in the language where it is known, else as the data have it."""
    pair = sections()[section].get(text)
    return pair[LANGS.index(lang)] if pair else text


def text_of(cell: object) -> str:
    """Return what a cell of the data says; nothing where it is empty."""
    return "" if pd.isna(cell) else str(cell)  # type: ignore[call-overload]


def remark_words(note: str, lang: str) -> str:
    """Return a remark with its usual parts in the language, those about this project left out."""
    parts = dict.fromkeys(translated("remark", part.rstrip(), lang) for part in note.split("; "))
    joint = french(" ; ") if lang == "fr" else "; "
    return joint.join(part for part in parts if part)
