"""Colours, hatches and line styles of every picture, chosen to survive colour blindness and print.

What pages and GIS layers share comes from `tracker.classes`; the rest is declared here.

Ramps have five classes and fall steadily in lightness; tests simulate full protanopia,
deuteranopia and tritanopia (Machado, Oliveira and Fernandes 2009) and hold a minimum distance.
Statuses differ by hatch as well as by colour, kinds of flow by dash as well as by colour.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tracker.classes import declared, hatch_ink
from tracker.observation import VALUE_STATUSES

Hatch = Literal["none", "diagonal", "back_diagonal", "dots", "cross"]

RAMPS: dict[str, tuple[str, ...]] = {name: tuple(colours) for name, colours in declared()["ramps"].items()}
DIVERGING: tuple[str, ...] = ("#8a4a0b", "#d19a52", "#efdcbd", "#c3dbe8", "#5a9bc0", "#12527d")
"""Net movement, from loss (brown) to gain (blue), three classes each side; zero has its own."""


def ramp_name(family: str) -> str:
    """Return the name of the ramp that a family of the indicator catalogue takes on every picture."""
    return str(declared()["families"][family])


def ramp(family: str) -> tuple[str, ...]:
    """Return the five colours for a family of the indicator catalogue, light to dark."""
    return RAMPS[ramp_name(family)]


@dataclass(frozen=True, slots=True)
class StatusStyle:
    """How a value status looks.  `fill` None means: the colour of the class lies underneath."""

    status: str
    fill: str | None
    hatch: Hatch
    ink: str
    spacing: float = 6.0
    width: float = 1.2


_HATCH_SIZES = {"not_assessed": (6.0, 1.9), "carried_forward": (7.0, 1.0), "suppressed": (7.0, 1.0)}


def _status_style(status: str) -> StatusStyle:
    look = declared()["statuses"].get(status, {"fill": "", "hatch": "none", "ink": "#ffffff"})
    spacing, width = _HATCH_SIZES.get(status, (6.0, 1.2))
    return StatusStyle(status, look["fill"] or None, look["hatch"], look["ink"], spacing, width)


STATUS_STYLES: dict[str, StatusStyle] = {status: _status_style(status) for status in VALUE_STATUSES}


@dataclass(frozen=True, slots=True)
class FlowStyle:
    """How a kind of flow looks; `dash` is an SVG and canvas dash list, empty for a full line."""

    kind: str
    colour: str
    dash: tuple[float, ...] = ()


_DASHES: dict[str, tuple[float, ...]] = {
    "repatriation": (10, 3),
    "cross_border": (10, 3),
    "secondary_displacement": (3, 3),
    "pendular": (2, 4),
    "intended_return": (2, 4),
    "flow_monitoring": (6, 3, 2, 3),
}
FLOW_STYLES: dict[str, FlowStyle] = {
    kind: FlowStyle(kind, colour, _DASHES.get(kind, ())) for kind, colour in declared()["flows"].items()
}

TOTAL_INK = "#2b2f36"
PRINTED_INK = "#767b84"
TOWN_INK = "#5b2a86"
GROUP_INKS: tuple[str, ...] = ("#b4481e", "#1f6595", "#8a8f2a", "#6b4696")
"""One for each group of a grouping, in its order: north warm, south blue."""

BASE: dict[str, str] = {
    "sea": "#e4edf2",
    "neighbour": "#f1efe9",
    "neighbour_border": "#c9c4b8",
    "neighbour_label": "#847f73",
    "river": "#b5d1e0",
    "lake": "#c6dce8",
    "unit_border": "#99917f",
    "country_border": "#4d4a44",
    "group_line": "#2b2f36",
    "label": "#26282c",
    "halo": "#ffffff",
    "circle": "#2b2f36",
}


def ink_on(style: StatusStyle, ground: str) -> str:
    """Return the ink of the hatch of a status on a ground; a figure carried forward may be on a dark one."""
    return style.ink if style.hatch == "none" else hatch_ink(style.status, ground)


_STRIPES: dict[Hatch, int] = {"diagonal": 1, "back_diagonal": -1}
_SOFT = 0.4
"""Width (pixels) in which the edge of a stripe fades, as that of a drawn line does."""


def svg_hatch(style: StatusStyle, identifier: str, fill: str | None = None) -> str:
    """Return what SVG fills a shape of the style with; `fill` is the class colour of a carried figure.

    Stripes are a gradient that repeats, everything else a pattern: browsers paint a gradient several
    times as fast.
    """
    ground = style.fill or fill
    return (_stripes if style.hatch in _STRIPES else _pattern)(style, identifier, ground)


def _stripes(style: StatusStyle, identifier: str, ground: str | None) -> str:
    across = style.spacing / 2**0.5
    half, soft = style.width / 2 / style.spacing, _SOFT / 2 / style.spacing
    ink = ink_on(style, ground) if ground else style.ink
    bare = f'stop-color="{ground}"' if ground else f'stop-color="{ink}" stop-opacity="0"'
    edges = [(0.5 - half, bare, f'stop-color="{ink}"'), (0.5 + half, f'stop-color="{ink}"', bare)]
    stops = "".join(
        f'<stop offset="{at + move:.2f}" {look}/>'
        for at, *looks in edges
        for move, look in zip((-soft, soft), looks, strict=True)
    )
    return (
        f'<linearGradient id="{identifier}" x2="{across:.2f}"'
        f' y2="{_STRIPES[style.hatch] * across:.2f}" gradientUnits="userSpaceOnUse" spreadMethod="repeat">'
        f"{stops}</linearGradient>"
    )


def _pattern(style: StatusStyle, identifier: str, ground: str | None) -> str:
    size, half = f"{style.spacing:g}", f"{style.spacing / 2:g}"
    back = f'<rect width="{size}" height="{size}" fill="{ground}"/>' if ground else ""
    line = f'stroke="{style.ink}" stroke-width="{style.width:g}"'
    marks = {
        "dots": f'<circle cx="{half}" cy="{half}" r="{style.width / 2:g}" fill="{style.ink}"/>',
        "cross": f'<path d="M0 {half}H{size}M{half} 0V{size}" {line}/>',
    }.get(style.hatch, "")
    turn = ' patternTransform="rotate(45)"' if style.hatch == "cross" else ""
    return (
        f'<pattern id="{identifier}" width="{size}" height="{size}" patternUnits="userSpaceOnUse"{turn}>'
        f"{back}{marks}</pattern>"
    )
