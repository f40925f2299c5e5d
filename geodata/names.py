"""Place names made comparable, whatever the spelling, case, punctuation or script.

Latin letters lose their accents; Arabic, Tifinagh, N'Ko and every other script keep their letters,
and no name that held a letter or digit ever becomes empty.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Bambara, Fulfulde and Tamasheq letters beyond Latin-1, as French texts spell them.
_LETTERS = str.maketrans(
    {
        "ɔ": "o",
        "ɛ": "e",
        "ŋ": "ng",
        "ɲ": "ny",
        "ɓ": "b",
        "ɗ": "d",
        "ƴ": "y",
        "ǝ": "e",
        "œ": "oe",
        "æ": "ae",
        "ß": "ss",
    }
)
# Words that say what kind of place it is, not which one.
_KINDS = "commune|cercle|region|regions|district|arrondissement|prefecture|ville|city|town|province"
_KIND = re.compile(rf"\b(?:{_KINDS})\b(?:\s+(?:de|du|des|d|of|urbaine|rurale|capital)\b)*")
_APART = re.compile(r"[\W_]+")
_BRACKETS = re.compile(r"\([^)]*\)")


@lru_cache(maxsize=65_536)
def folded(name: str) -> str:
    """Return the name in lower case without accents, formatting marks or punctuation.

    >>> folded("  Gourma-Rharous ")
    'gourma rharous'
    >>> folded("Tin\\u2011Essako") == folded("TIN ESSAKO")
    True
    """
    text = unicodedata.normalize("NFKC", name).casefold().translate(_LETTERS)
    text = _without_latin_accents(text)
    text = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return _APART.sub(" ", text).strip()


@lru_cache(maxsize=65_536)
def name_key(name: str) -> str:
    """Return the key two spellings of one name share: folded, without kind words and spaces.

    A name that is nothing but a kind word keeps it.

    >>> name_key("Cercle de Macina"), name_key("KaYes Commune"), name_key("GourmaRharous")
    ('macina', 'kayes', 'gourmarharous')
    """
    text = folded(name)
    bare = " ".join(_KIND.sub(" ", text).split())
    return (bare or text).replace(" ", "")


def outside_brackets(name: str) -> str:
    """Return the name without what stands in brackets, or the name itself when nothing is left.

    >>> outside_brackets("Niono (région de Ségou)")
    'Niono'
    """
    return _BRACKETS.sub(" ", name).strip() or name


def _without_latin_accents(text: str) -> str:
    kept = []
    latin = False
    for char in unicodedata.normalize("NFKD", text):
        if unicodedata.combining(char):
            if latin:
                continue
        else:
            latin = unicodedata.name(char, "").startswith("LATIN")
        kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept))
