"""The look of a layer as rules: the classes, colours and statuses of the pages, for QGIS and SLD."""

from __future__ import annotations

from dataclasses import dataclass, field

from tracker.classes import Classes, declared, ramp
from tracker.export.layer import Layer

SHOWN = ("value", "carried_forward")
_HATCH = {"diagonal": "45", "back_diagonal": "135", "cross": "45", "dots": "0"}
_MARKS = {"diagonal": "shape://slash", "back_diagonal": "shape://backslash", "cross": "shape://times"} | {
    "dots": "shape://dot"
}


@dataclass(frozen=True)
class Part:
    """One symbol layer of QGIS: its class, fixed options, and options driven by an expression."""

    class_name: str
    options: dict[str, str]
    driven: dict[str, str] = field(default_factory=dict)
    inner: Part | None = None
    inner_type: str = "line"


@dataclass(frozen=True)
class Rule:
    """What to draw for which features; `statuses`, `field`, `low`, `high` say the filter for SLD."""

    label: str
    filter: str
    parts: list[Part]
    fill: str = "#000000"
    statuses: tuple[str, ...] = ()
    field: str = ""
    low: str = ""
    high: str = ""
    mark: str = ""
    ink: str = ""
    width: str = "1"
    alpha: str = "1"
    level: int = 0
    qgis_only: bool = False


def rules_of(layer: Layer) -> list[Rule]:
    """Return the rules of a layer: statuses and classes of polygons, kinds of flows, sites."""
    if layer.kind == "flows":
        return _flow_rules(layer)
    if layer.kind == "sites":
        dot = Part(
            "SimpleMarker", {"name": "circle", "color": _rgba("#2a6cab"), "size": "2.4", "size_unit": "MM"}
        )
        return [Rule("Site", "", [dot], fill="#2a6cab")]
    return [*_class_rules(layer), *_status_rules(), *_circle_rules(layer)]


def painted_by(layer: Layer) -> tuple[str, Classes]:
    """Return the field the polygons are painted by, and its classes: the rate where it is known."""
    if layer.rate_classes is not None and layer.rate_classes.limits:
        return "rate_per_1000", layer.rate_classes
    return "value", layer.classes or Classes("quantile", ())


def _class_rules(layer: Layer) -> list[Rule]:
    name, classes = painted_by(layer)
    if layer.indicator is None:
        return []
    unit = "pour 1 000 habitants" if name == "rate_per_1000" else layer.indicator.unit
    found = []
    colours = ramp(layer.indicator, len(classes.limits))
    edges = classes.thresholds() if name == "rate_per_1000" else classes.intervals()
    for (low, high), printed, colour in zip(edges, classes.printed(), colours, strict=True):
        statuses = " OR ".join(f"\"value_status\" = '{status}'" for status in SHOWN)
        found.append(
            Rule(
                label=f"{_number(printed[0])} – {_number(printed[1])} {unit}",
                filter=f'({statuses}) AND "{name}" > {_exact(low)} AND "{name}" <= {_exact(high)}',
                parts=[_fill(colour)],
                fill=colour,
                statuses=SHOWN,
                field=name,
                low=_exact(low),
                high=_exact(high),
            )
        )
    return found


def _status_rules() -> list[Rule]:
    found = []
    for status, style in declared()["statuses"].items():
        parts = [_fill(style["fill"])] if style["fill"] else []
        if style["hatch"] != "none":
            parts.append(_hatch(style["hatch"], style["ink"]))
        found.append(
            Rule(
                label=style["label_fr"],
                filter=f"\"value_status\" = '{status}'",
                parts=parts,
                fill=style["fill"] or "#ffffff",
                statuses=(status,),
                mark=_MARKS.get(style["hatch"], "") if not style["fill"] or style["hatch"] != "none" else "",
                ink=style["ink"],
                level=1 if not style["fill"] else 0,
            )
        )
    return found


def _circle_rules(layer: Layer) -> list[Rule]:
    """Counts as circles: area in proportion to people, one scale over all slices."""
    if layer.largest <= 0 or layer.indicator is None or layer.indicator.unit not in {"people", "households"}:
        return []
    circles = declared()["circles"]
    diameter = (
        f"2 * max({circles['smallest_radius_px']}, {circles['largest_radius_px']}"
        f' * sqrt("value" / {_exact(layer.largest)}))'
    )
    marker = Part(
        "SimpleMarker",
        {
            "name": "circle",
            "color": _rgba(circles["fill"], 40),
            "outline_color": _rgba(circles["fill"]),
            "size": "4",
            "size_unit": "Pixel",
        },
        {"size": diameter},
    )
    fill = Part(
        "CentroidFill",
        {"point_on_surface": "1", "point_on_all_parts": "0"},
        inner=marker,
        inner_type="marker",
    )
    label = f"Cercle : {layer.indicator.label_fr}"
    return [Rule(label, '"value" > 0', [fill], level=2, qgis_only=True)]


def _flow_rules(layer: Layer) -> list[Rule]:
    kind = layer.indicator.flow_kind if layer.indicator else None
    colour = declared()["flows"].get(kind or "displacement", "#4a4a4a")
    width = f'max(0.3, 6 * "value" / {_exact(layer.largest or 1)})'
    line = Part(
        "SimpleLine",
        {"line_color": _rgba(colour, 190), "line_width": "0.6", "line_width_unit": "MM", "capstyle": "flat"},
        {"outlineWidth": width},
    )
    head = Part(
        "SimpleMarker",
        {
            "name": "filled_arrowhead",
            "color": _rgba(colour),
            "outline_style": "no",
            "size": "3",
            "size_unit": "MM",
        },
        {"size": f"2 + {width}"},
    )
    arrow = Part("MarkerLine", {"placements": "LastVertex", "rotate": "1"}, inner=head, inner_type="marker")
    label = layer.title_fr
    return [Rule(label, '"value" > 0', [line, arrow], fill=colour, statuses=SHOWN, width="1.5")]


def _fill(colour: str) -> Part:
    border = declared()["lines"]["unit"]
    options = {
        "color": _rgba(colour),
        "style": "solid",
        "outline_color": _rgba(border),
        "outline_width": "0.2",
    }
    return Part("SimpleFill", options | {"outline_width_unit": "MM"})


def _hatch(hatch: str, ink: str) -> Part:
    if hatch == "dots":
        dot = Part(
            "SimpleMarker", {"name": "circle", "color": _rgba(ink), "outline_style": "no", "size": "0.5"}
        )
        return Part(
            "PointPatternFill", {"distance_x": "1.8", "distance_y": "1.8"}, inner=dot, inner_type="marker"
        )
    line = Part("SimpleLine", {"line_color": _rgba(ink), "line_width": "0.2", "line_width_unit": "MM"})
    return Part(
        "LinePatternFill", {"angle": _HATCH[hatch], "distance": "1.8", "distance_unit": "MM"}, inner=line
    )


def _rgba(colour: str, opacity: int = 255) -> str:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"{red},{green},{blue},{opacity}"


def _number(value: float) -> str:
    return (
        f"{value:,.0f}".replace(",", " ") if float(value).is_integer() else f"{value:.1f}".replace(".", ",")
    )


def _exact(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(float(value))
