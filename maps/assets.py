"""The trusted sources of a page: our own scripts and styles, as `maps/static` holds them.

Only what this module and `maps.leaflet` return is ever hashed into a page's Content-Security-Policy.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import minify


def _static(name: str) -> str:
    return (files("maps") / "static" / name).read_text(encoding="utf-8")


@cache
def script(*names: str) -> str:
    """Return the named modules of `maps/static` in one closure, minified."""
    body = "\n".join(_static(name) for name in names)
    return str(minify.string("application/javascript", f"(function(){{'use strict';\n{body}\n}})();"))


@cache
def style(*names: str) -> str:
    """Return the named style sheets of `maps/static`, minified."""
    return str(minify.string("text/css", "\n".join(_static(name) for name in names)))


@cache
def words_in(*names: str) -> frozenset[str]:
    """Return every quoted text of the named modules: which words of the catalogue they may ask for."""
    body = "\n".join(_static(name) for name in names)
    return frozenset(re.findall(r"'([a-z_]+\.[a-z_]*)'", body))
