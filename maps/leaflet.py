"""Leaflet 1.9.4 from its own package, cut down to what the pages use.

The package `django-js-lib-leaflet` carries Leaflet's source module.  Its top-level statements are
kept when the page needs them, directly or through one another, so that no page carries tiles,
markers, popups, canvas or GeoJSON: about a third of the usual size.  Nothing inside a statement is
changed.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import minify

from tracker.errors import TrackerError

DIGESTS = {
    "leaflet-src.esm.js": "39ee93464f11fe3847137e50c0dc8189f706c460e36989ea7871bf7d540f3306",
    "leaflet.css": "a7837102824184820dfa198d1ebcd109ff6d0ff9a2672a074b9a1b4d147d04c6",
}
"""sha256 of the files of Leaflet 1.9.4 as django-js-lib-leaflet 1.9.4.1 carries them."""

NOTICE = (
    "/*! Leaflet 1.9.4, in parts; (c) 2010-2023 Volodymyr Agafonkin, (c) 2010-2011 CloudMade; BSD-2-Clause */"
)

USED = {
    "map": "createMap",
    "svg": "svg",
    "polygon": "polygon",
    "polyline": "polyline",
    "layerGroup": "layerGroup",
    "Renderer": "Renderer",
    "latLng": "toLatLng",
    "latLngBounds": "toLatLngBounds",
    "control": "control",
    "Browser": "Browser",
}
"""What the page's scripts call as ``L.…``, and what Leaflet's source names it."""

UNUSED = frozenset(
    {
        *(
            "Layers",
            "layers",
            "Attribution",
            "attribution",
            "Popup",
            "popup",
            "Tooltip",
            "tooltip",
            "DivOverlay",
        ),
        *(
            "GridLayer",
            "TileLayer",
            "Marker",
            "Icon",
            "ImageOverlay",
            "Canvas",
            "canvas",
            "CircleMarker",
            "Circle",
        ),
        *("Rectangle", "BoxZoom", "GeoJSON", "PointToGeoJSON", "latLngsToCoords", "vmlMixin"),
        *("EPSG3395", "EPSG4326", "Simple"),
    }
)
"""Names of Leaflet whose statements are left out, with every statement that only serves them."""

UNUSED_STYLES = (
    *("popup", "tooltip", "layers", "oldie", "vml", "div-icon", "attribution", "icon-path", "tile", "marker"),
    *("crosshair", "zoom-box", "shadow"),
)


class ForeignLeaflet(TrackerError):
    """The installed Leaflet is not the one the pages were tested with."""


def _source(name: str) -> str:
    content = (files("js_lib_leaflet") / "static" / "js_lib_leaflet" / name).read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != DIGESTS[name]:
        raise ForeignLeaflet(
            f"{name} of django-js-lib-leaflet has sha256 {found[:12]}…, expected {DIGESTS[name][:12]}…; "
            "nothing was drawn. Install django-js-lib-leaflet==1.9.4.1"
        )
    return content.decode("utf-8")


@dataclass(frozen=True)
class Statement:
    """One top-level statement: what it declares, or whose property it sets, and what it mentions."""

    code: str
    declares: frozenset[str]
    serves: str | None
    mentions: frozenset[str]

    def serves_unused(self) -> bool:
        """Return whether the statement only hangs an unused part on a used one.

        In a block, words in lower case are its own variables: only the names of classes count.
        """
        unused = self.mentions & UNUSED
        return not self.declares and any(
            "\n" not in self.code.strip() or name[0].isupper() for name in unused
        )


def _statements(source: str) -> list[Statement]:
    body = re.sub(r"^\s*/\*.*?\*/|^\s*//[^\n]*$", "", source, flags=re.S | re.M).split("\nexport {")[0]
    found = []
    for code in re.split(r"\n(?=[A-Za-z_$])", body):
        names = re.match(r"(?:var|function)\s+([\w$]+(?:\s*,\s*[\w$]+)*)", code)
        owner = re.match(r"([\w$]+)\.", code)
        found.append(
            Statement(
                code,
                frozenset(re.split(r"\s*,\s*", names[1])) if names else frozenset(),
                owner[1] if owner else None,
                frozenset(re.findall(r"(?<![\w$.'])[A-Za-z_$][\w$]*", code)),
            )
        )
    return found


def _kept(statements: list[Statement]) -> list[Statement]:
    """Return, in order, the statements that the used names need, directly or through others."""
    wanted = set(USED.values())
    chosen: set[int] = set()
    grew = True
    while grew:
        grew = False
        for place, one in enumerate(statements):
            serves = one.serves in wanted or (one.serves is None and not one.declares)
            if place in chosen or not (one.declares & wanted or serves):
                continue
            if one.declares & UNUSED or one.serves_unused():
                continue
            chosen.add(place)
            wanted |= one.mentions
            grew = True
    return [statements[place] for place in sorted(chosen)]


@cache
def script() -> str:
    """Return Leaflet as one classic script that sets ``window.L``.

    Raises ``ForeignLeaflet`` when the package carries other bytes than the tested ones.
    """
    code = "\n".join(one.code for one in _kept(_statements(_source("leaflet-src.esm.js"))))
    names = ",".join(f"{public}:{internal}" for public, internal in USED.items())
    closed = f"(function(){{\n{code}\nwindow.L={{{names}}};\n}})();"
    return NOTICE + "\n" + str(minify.string("application/javascript", closed))


@cache
def style() -> str:
    """Return Leaflet's styles without those of controls the pages do not have (they need images)."""
    rules = re.findall(r"([^{}@]+)(\{[^{}]*\})", minify.string("text/css", _source("leaflet.css")))
    kept = []
    for selectors, body in rules:
        used = [one for one in selectors.split(",") if not any(name in one for name in UNUSED_STYLES)]
        if used:
            kept.append(",".join(used) + body)
    return "".join(kept)
