"""Who counted or published, each by one name however sources write it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

_BETWEEN = re.compile(r"[,/;]")


@cache
def _names() -> dict[str, str]:
    """Return the name of every way of writing one, in lower case; empty for what names nobody."""
    declared = tomllib.loads((files("tracker") / "organisations.toml").read_text(encoding="utf-8"))
    found = {text.casefold(): "" for text in declared["no_organisation"]["written"]}
    for entry in declared["organisation"]:
        found |= {text.casefold(): entry["name"] for text in (entry["name"], *entry["written"])}
    return found


def organisations(told: Iterable[str]) -> list[str]:
    """Return the organisations named in texts such as ``IOM DTM / DNDS``, each once, in alphabetical order.

    A name that ``organisations.toml`` does not have stays as it is written.

    >>> organisations(["CMP, press", "Commission Mouvement de Populations (CMP)"])
    ['Commission Mouvement de Populations (CMP)', 'Press reports']
    """
    parts = {part.strip() for text in told for part in _BETWEEN.split(text)}
    named = {_names().get(part.casefold(), part) for part in parts} - {""}
    once: dict[str, str] = {}
    for name in sorted(named):
        once.setdefault(name.casefold(), name)
    return sorted(once.values(), key=str.casefold)
