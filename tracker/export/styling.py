"""Style files beside the layers: QML for QGIS (classes, aliases, temporal settings), SLD for others."""

from __future__ import annotations

from functools import cache
from itertools import groupby

from jinja2 import Environment, PackageLoader, StrictUndefined

from tracker.classes import declared
from tracker.export.fields import fields_of
from tracker.export.layer import Layer
from tracker.export.legend import Lang
from tracker.export.style import circle_classes, rules_of

_SYMBOLS = {"MultiPolygon": ("fill", 2), "LineString": ("line", 1), "Point": ("marker", 0)}


@cache
def _environment() -> Environment:
    return Environment(loader=PackageLoader("tracker.export"), autoescape=True, undefined=StrictUndefined)


def qml(layer: Layer, lang: Lang = "fr") -> str:
    """Return the QGIS style: rules by class and status below their headings, field aliases, time."""
    symbol, number = _SYMBOLS[layer.shape]
    rules = rules_of(layer, lang)
    numbered = groupby(enumerate(rules), key=lambda one: one[1].heading)
    return (
        _environment()
        .get_template("rules.qml.j2")
        .render(
            rules=rules,
            groups=[(heading, list(below)) for heading, below in numbered],
            fields=[(field.name, field.label(lang)) for field in fields_of(layer.kind)],
            symbol_type=symbol,
            geometry_type=number,
            temporal=layer.temporal,
        )
        + "\n"
    )


def sld(layer: Layer, lang: Lang = "fr") -> str:
    """Return the OGC style: the same classes and statuses; circles have one size per class."""
    symbol, _ = _SYMBOLS[layer.shape]
    rules = [rule for rule in rules_of(layer, lang) if not rule.qgis_only]
    return (
        _environment()
        .get_template("rules.sld.j2")
        .render(
            name=layer.name,
            title=layer.title(lang),
            rules=[*rules, *circle_classes(layer, lang)],
            symbol_type=symbol,
            stroke=declared()["lines"]["unit"],
        )
        + "\n"
    )
