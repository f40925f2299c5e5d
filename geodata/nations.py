"""Countries by name: ISO 3166-1 alpha-3 codes from the Unicode CLDR tables that Babel ships."""

from __future__ import annotations

import unicodedata
from functools import cache

from babel import Locale
from babel.core import get_global

MALI = "MLI"

# Spellings met in the sources that CLDR does not list.
_ALSO = {"cote divoire": "CIV", "ivory coast": "CIV", "drc": "COD", "usa": "USA", "uk": "GBR"}


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    letters = (" " if char in "-–_" else char for char in decomposed if not unicodedata.combining(char))
    return " ".join("".join(char for char in letters if char.isalnum() or char == " ").split())


@cache
def _alpha3_by_alpha2() -> dict[str, str]:
    aliases = get_global("territory_aliases")
    return {
        two[0]: three
        for three, two in aliases.items()
        if len(three) == 3 and three.isalpha() and len(two) == 1
    }


@cache
def _by_name() -> dict[str, str]:
    names = dict(_ALSO)
    for lang in ("en", "fr"):
        for alpha2, name in Locale(lang).territories.items():
            if alpha2 in _alpha3_by_alpha2():
                names.setdefault(_plain(name), _alpha3_by_alpha2()[alpha2])
    return names


def country_code(name: str) -> str | None:
    """Return the ISO alpha-3 code of a country named in French or English, or of a code itself."""
    if name.strip().upper() in _alpha3_by_alpha2().values():
        return name.strip().upper()
    return _by_name().get(_plain(name))


def country_name(alpha3: str, lang: str = "fr") -> str:
    """Return the name of a country in French or English; the code itself when CLDR has none."""
    alpha2 = {three: two for two, three in _alpha3_by_alpha2().items()}.get(alpha3)
    return str(Locale(lang).territories.get(alpha2, alpha3)) if alpha2 else alpha3
