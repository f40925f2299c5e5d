"""The catalogue of interface words: `fr.toml` and `en.toml` beside this module, same keys."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from babel import Locale

from tracker.typography import french

Lang = Literal["fr", "en"]
LANGS: tuple[Lang, ...] = ("fr", "en")


@cache
def catalogue(lang: str) -> dict[str, str]:
    """Return every word of a language by dotted key, such as ``legend.title``, in file order.

    The files have plain spaces; French gets its no-break spaces here.

    Raises ``KeyError`` for a language that has no file.
    """
    if lang not in LANGS:
        raise KeyError(f"no words in {lang!r}; there are {LANGS}")
    text = (files("maps.words") / f"{lang}.toml").read_text(encoding="utf-8")
    return {
        f"{section}.{name}": french(value) if lang == "fr" else value
        for section, entries in tomllib.loads(text).items()
        for name, value in entries.items()
    }


def word(key: str, lang: str, **values: object) -> str:
    """Return one word or sentence with its ``{name}`` places filled by `values`.

    Without any value the sentence is returned with its places, for a script to fill.  Raises
    ``KeyError`` when the catalogue has no such key, or when some places are filled and one is not.

    >>> word("status.no_data", "fr")
    'Pas de données'
    """
    text = catalogue(lang)[key]
    return text.format_map(values) if values else text


def plural(key: str, number: float, lang: str, /, **values: object) -> str:
    """Return the sentence ``<key>_one`` or ``<key>_other``, as the language counts.

    >>> plural("age.days", 0, "fr", count="0")
    '0 jour'
    """
    form = "one" if Locale.parse(lang).plural_form(number) == "one" else "other"
    return word(f"{key}_{form}", lang, **values)


def colon(lang: str) -> str:
    """Return the colon that follows a word, with the space before it that French wants.

    >>> colon("en")
    ':'
    """
    return word("map.colon", lang)


def group(section: str, lang: str) -> dict[str, str]:
    """Return the words of one section by their short names: what a page hands to its script."""
    prefix = f"{section}."
    return {key.removeprefix(prefix): text for key, text in catalogue(lang).items() if key.startswith(prefix)}
