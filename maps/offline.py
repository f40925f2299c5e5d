"""A folium map that needs nothing from anywhere: scripts and styles stand in the file itself.

Folium's own pages pull ten files and random ids from outside; here its default assets are empty,
its template is ours, and the names are given.
"""

from __future__ import annotations

import base64
import hashlib

import folium
from branca.element import Element, Figure, MacroElement
from jinja2 import Template

from maps.templating import environment

Bounds = tuple[float, float, float, float]


def _named(element: Element, name: str) -> None:
    element._name, element._id = name, "page"


def digest(code: str) -> str:
    """Return the source expression of a Content-Security-Policy that allows exactly this text."""
    return "'sha256-" + base64.b64encode(hashlib.sha256(code.encode("utf-8")).digest()).decode("ascii") + "'"


def policy(scripts: list[str]) -> str:
    """Return the Content-Security-Policy: no connection at all, and only these scripts."""
    return "; ".join(
        [
            "default-src 'none'",
            "style-src 'unsafe-inline'",
            "script-src " + " ".join(digest(code) for code in scripts),
            "connect-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


class InlineScript(MacroElement):
    """One trusted script of the page, given as a value, never as a template."""

    _template = Template("<script>{{ this.code }}</script>")

    def __init__(self, name: str, code: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        _named(self, name)
        if "</script" in code.lower() or "<!--" in code:
            raise ValueError(f"script {name} would end its own element")
        self.code = code


class InlineStyle(MacroElement):
    """One trusted style sheet of the page."""

    _template = Template("<style>{{ this.code }}</style>")

    def __init__(self, name: str, code: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        _named(self, name)
        if "</style" in code.lower():
            raise ValueError(f"style {name} would end its own element")
        self.code = code


class PageFigure(Figure):
    """The whole document: `maps/templates/page.html.j2` around the elements of the map."""

    def __init__(self, values: dict[str, object]) -> None:
        super().__init__()
        _named(self, "Figure")
        self.values = values

    def render(self, **_: object) -> str:
        template = environment().get_template("page.html.j2")
        return template.render(
            policy=policy(
                [one.code for one in self.script._children.values() if isinstance(one, InlineScript)]
            ),
            styles=[one.code for one in self.header._children.values() if isinstance(one, InlineStyle)],
            scripts=[one.code for one in self.script._children.values() if isinstance(one, InlineScript)],
            map_id="map",
            **self.values,
        )


class OfflineMap(folium.Map):
    """A folium map without tiles and without any default asset; `bounds` is west, south, east, north."""

    default_js = []  # noqa: RUF012  (folium reads lists of its classes)
    default_css = []  # noqa: RUF012

    def __init__(self, figure: PageFigure, bounds: Bounds) -> None:
        west, south, east, north = bounds
        super().__init__(location=((south + north) / 2, (west + east) / 2), tiles=None, control_scale=False)
        _named(self, "map")
        figure.add_child(self, name="map")
        self.figure = figure

    def add_script(self, name: str, code: str) -> None:
        """Put one trusted script at the end of the page; its hash enters the policy."""
        self.figure.script.add_child(InlineScript(name, code), name=name)

    def add_style(self, name: str, code: str) -> None:
        """Put one trusted style sheet in the head of the page."""
        self.figure.header.add_child(InlineStyle(name, code), name=name)
