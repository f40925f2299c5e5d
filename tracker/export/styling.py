"""Style files beside the layers: QML for QGIS (classes, aliases, temporal settings), SLD for others."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from tracker.classes import declared
from tracker.export.fields import fields_of
from tracker.export.layer import Layer
from tracker.export.style import circle_classes, rules_of

_SYMBOLS = {"MultiPolygon": ("fill", 2), "LineString": ("line", 1), "Point": ("marker", 0)}


@cache
def _environment() -> Environment:
    return Environment(loader=PackageLoader("tracker.export"), autoescape=True, undefined=StrictUndefined)


def qml(layer: Layer) -> str:
    """Return the QGIS style: rules by status and class, field aliases, temporal properties."""
    symbol, number = _SYMBOLS[layer.shape]
    return (
        _environment()
        .get_template("rules.qml.j2")
        .render(
            rules=rules_of(layer),
            fields=fields_of(layer.kind),
            symbol_type=symbol,
            geometry_type=number,
            temporal=layer.temporal,
        )
        + "\n"
    )


def sld(layer: Layer) -> str:
    """Return the OGC style: the same classes and statuses; circles have one size per class."""
    symbol, _ = _SYMBOLS[layer.shape]
    return (
        _environment()
        .get_template("rules.sld.j2")
        .render(
            name=layer.name,
            title=layer.title_fr,
            rules=[*(rule for rule in rules_of(layer) if not rule.qgis_only), *circle_classes(layer)],
            symbol_type=symbol,
            stroke=declared()["lines"]["unit"],
        )
        + "\n"
    )
