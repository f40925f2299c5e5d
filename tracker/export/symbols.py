"""Symbols of map styles: what a rule draws, as QGIS and SLD both can say it."""

from __future__ import annotations

from dataclasses import dataclass, field

from tracker.classes import declared

_HATCH = {"diagonal": "45", "back_diagonal": "135", "cross": "45", "dots": "0"}
HATCH_MARKS = {
    "diagonal": "shape://slash",
    "back_diagonal": "shape://backslash",
    "cross": "shape://times",
} | {"dots": "shape://dot"}


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
    """What to draw for which features.

    `label` stands below the `heading` in a legend that has headings, `alone` says all of it in one that has
    none.  `statuses`, `field`, `low`, `high`, `equals`, `missing` (a field without a number) and `blank` (a
    text that is empty or absent) say the filter for SLD, `filter` for QGIS.
    """

    label: str
    filter: str
    parts: list[Part]
    heading: str = ""
    alone: str = ""
    fill: str = "#000000"
    statuses: tuple[str, ...] = ()
    field: str = ""
    low: str = ""
    high: str = ""
    mark: str = ""
    ink: str = ""
    size: str = ""
    equals: tuple[tuple[str, str], ...] = ()
    missing: str = ""
    blank: str = ""
    width: str = "1"
    dash: str = ""
    alpha: str = "1"
    level: int = 0
    qgis_only: bool = False


def fill_of(colour: str) -> Part:
    border = declared()["lines"]["unit"]
    options = {
        "color": rgba(colour),
        "style": "solid",
        "outline_color": rgba(border),
        "outline_width": "0.2",
    }
    return Part("SimpleFill", options | {"outline_width_unit": "MM"})


def hatch_of(hatch: str, ink: str) -> Part:
    if hatch == "dots":
        dot = Part(
            "SimpleMarker", {"name": "circle", "color": rgba(ink), "outline_style": "no", "size": "0.5"}
        )
        return Part(
            "PointPatternFill", {"distance_x": "1.8", "distance_y": "1.8"}, inner=dot, inner_type="marker"
        )
    line = Part("SimpleLine", {"line_color": rgba(ink), "line_width": "0.2", "line_width_unit": "MM"})
    return Part(
        "LinePatternFill", {"angle": _HATCH[hatch], "distance": "1.8", "distance_unit": "MM"}, inner=line
    )


def rgba(colour: str, opacity: int = 255) -> str:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"{red},{green},{blue},{opacity}"


def exact(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def site_mark(mark: str, ink: str, *, full: bool) -> Part:
    options = {"name": mark, "color": rgba(ink if full else "#ffffff"), "outline_color": rgba(ink)}
    return Part("SimpleMarker", options | {"size": "3", "size_unit": "MM"})
