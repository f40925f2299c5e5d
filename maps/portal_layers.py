"""What a layer holds, in words: its file name has the indicator, the level and the variant."""

from __future__ import annotations

import re

from maps.words import catalogue, word
from tracker.view import View

SEPARATOR = " – "


def layer_title(view: View, stem: str, lang: str) -> str:
    """Return the title of a layer file: the label of its indicator, then what tells the layer apart.

    A part without words of its own is printed as it stands in the name.
    """
    named = [name for name in view.indicators if stem == name or stem.startswith(name + "_")]
    if named:
        subject = max(named, key=len)
        label, rest = view.indicators[subject].label(lang), stem.removeprefix(subject).strip("_")
    else:
        subject = max((name for name in _subjects() if stem.startswith(name)), key=len, default="")
        if not subject:
            return stem.replace("_", " ").capitalize()
        label, rest = word(f"layer.{subject}", lang), stem.removeprefix(subject).strip("_")
    words = _variants(view, lang)
    known = sorted(words, key=len, reverse=True)
    parts = [part for part in re.split(f"({'|'.join(map(re.escape, known))})", rest) if part.strip("_")]
    said = [words.get(part, part.strip("_").replace("_", " ")) for part in parts]
    return label + (SEPARATOR + ", ".join(said) if said else "")


def _subjects() -> list[str]:
    return _section("layer")


def _variants(view: View, lang: str) -> dict[str, str]:
    """Return what tells layers of one indicator apart, in words; groupings of the user by their label."""
    labels = {
        name.replace("-", "_"): one.label_fr if lang == "fr" else one.label_en
        for name, one in view.groupings.items()
    }
    return labels | {name: word(f"variant.{name}", lang) for name in _section("variant")}


def _section(name: str) -> list[str]:
    return [key.removeprefix(f"{name}.") for key in catalogue("fr") if key.startswith(f"{name}.")]
