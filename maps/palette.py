"""Colours, hatches and line styles of every picture, chosen to survive colour blindness and print.

Ramps have five classes and fall steadily in lightness; tests simulate full protanopia,
deuteranopia and tritanopia (Machado, Oliveira and Fernandes 2009) and hold a minimum distance.
Statuses differ by hatch as well as by colour, kinds of flow by dash as well as by colour.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

Hatch = Literal["none", "diagonal", "back_diagonal", "dots", "cross"]

RAMPS: dict[str, tuple[str, ...]] = {
    "warm": ("#feebb6", "#fcbf6c", "#f08643", "#cb4230", "#7f1028"),  # displacement
    "cool": ("#dbe9f5", "#a5cbe5", "#629dcb", "#2a6cab", "#0a3263"),  # returns
    "neutral": ("#ece0f4", "#c8aee0", "#9777bb", "#6b4696", "#3b1a5c"),  # anything else
    "cividis": ("#f5e35c", "#c2b062", "#8b8672", "#575c6d", "#0d2f5c"),
}
DIVERGING: tuple[str, ...] = ("#8a4a0b", "#d19a52", "#efdcbd", "#c3dbe8", "#5a9bc0", "#12527d")
"""Net movement, from loss (brown) to gain (blue), three classes each side; zero has its own."""

FAMILY_RAMPS = {"displacement": "warm", "returns": "cool"}


def ramp(family: str) -> tuple[str, ...]:
    """Return the five colours for a family of the indicator catalogue, light to dark."""
    return RAMPS[FAMILY_RAMPS.get(family, "neutral")]


@dataclass(frozen=True, slots=True)
class StatusStyle:
    """How a value status looks.  `fill` None means: the colour of the class lies underneath."""

    status: str
    fill: str | None
    hatch: Hatch
    ink: str
    spacing: float = 6.0
    width: float = 1.2

    def record(self) -> dict[str, object]:
        return asdict(self)


STATUS_STYLES: dict[str, StatusStyle] = {
    style.status: style
    for style in (
        StatusStyle("value", None, "none", "#ffffff"),
        StatusStyle("zero", "#ffffff", "none", "#ffffff"),
        StatusStyle("no_data", "#d9d9d6", "diagonal", "#8b8b86"),
        StatusStyle("not_assessed", "#edecea", "dots", "#77767a", width=1.9),
        StatusStyle("carried_forward", None, "back_diagonal", "#3b3b3b", spacing=7.0, width=1.0),
        StatusStyle("suppressed", "#c8c2d0", "cross", "#55496b", spacing=7.0, width=1.0),
    )
}


@dataclass(frozen=True, slots=True)
class FlowStyle:
    """How a kind of flow looks; `dash` is an SVG and canvas dash list, empty for a full line."""

    kind: str
    colour: str
    dash: tuple[float, ...] = ()

    def record(self) -> dict[str, object]:
        return asdict(self)


FLOW_STYLES: dict[str, FlowStyle] = {
    style.kind: style
    for style in (
        FlowStyle("displacement", "#c4421a"),
        FlowStyle("return", "#1b6ca8"),
        FlowStyle("repatriation", "#35a3c9", (10, 3)),
        FlowStyle("cross_border", "#e0931f", (10, 3)),
        FlowStyle("secondary_displacement", "#a01f78", (3, 3)),
        FlowStyle("pendular", "#8a8a85", (2, 4)),
        FlowStyle("intended_return", "#8fb27c", (2, 4)),
        FlowStyle("flow_monitoring", "#4a4a4a", (6, 3, 2, 3)),
    )
}

TOTAL_INK = "#2b2f36"
GROUP_INKS: tuple[str, ...] = ("#b4481e", "#1f6595", "#8a8f2a", "#6b4696")
"""One for each group of a grouping, in its order: north warm, south blue."""

BASE: dict[str, str] = {
    "sea": "#e4edf2",
    "neighbour": "#f1efe9",
    "neighbour_border": "#c9c4b8",
    "neighbour_label": "#847f73",
    "river": "#b5d1e0",
    "lake": "#c6dce8",
    "unit_border": "#ffffff",
    "country_border": "#4d4a44",
    "group_line": "#2b2f36",
    "label": "#26282c",
    "halo": "#ffffff",
    "circle": "#2b2f36",
}


def svg_pattern(style: StatusStyle, identifier: str, fill: str | None = None) -> str:
    """Return an SVG ``<pattern>`` of the style; `fill` is the class colour of a carried figure."""
    size = f"{style.spacing:g}"
    ground = style.fill or fill
    back = f'<rect width="{size}" height="{size}" fill="{ground}"/>' if ground else ""
    half = f"{style.spacing / 2:g}"
    line = f'stroke="{style.ink}" stroke-width="{style.width:g}"'
    marks = {
        "none": "",
        "diagonal": f'<path d="M0 {half}H{size}" {line}/>',
        "back_diagonal": f'<path d="M0 {half}H{size}" {line}/>',
        "dots": f'<circle cx="{half}" cy="{half}" r="{style.width / 2:g}" fill="{style.ink}"/>',
        "cross": f'<path d="M0 {half}H{size}M{half} 0V{size}" {line}/>',
    }[style.hatch]
    turn = {"diagonal": -45, "back_diagonal": 45, "cross": 45}.get(style.hatch, 0)
    rotate = f' patternTransform="rotate({turn})"' if turn else ""
    return (
        f'<pattern id="{identifier}" width="{size}" height="{size}" patternUnits="userSpaceOnUse"{rotate}>'
        f"{back}{marks}</pattern>"
    )
