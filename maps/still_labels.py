"""Where place names go: greedy, largest first, never over another name or a circle's centre."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Box = tuple[float, float, float, float]

CHARACTER = 0.66
"""Mean width of a semibold character of the widest system sans-serif in use (DejaVu Sans), in font sizes."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label that asks for room near (x, y), clear of a circle of radius `clear`."""

    text: str
    x: float
    y: float
    size: float
    clear: float = 0.0
    second: str = ""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A label that found room; `x` is where its text is anchored, `y` the baseline of the first line."""

    text: str
    second: str
    x: float
    y: float
    size: float
    anchor: str


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _candidates(label: Wanted) -> list[tuple[Fitted, Box]]:
    width = max(len(label.text), len(label.second)) * label.size * CHARACTER
    lines = 2 if label.second else 1
    height = lines * label.size * 1.15
    gap = label.clear + 3
    spots = [
        (label.x, label.y + gap, "middle"),
        (label.x, label.y - gap - height, "middle"),
        (label.x + gap, label.y - height / 2, "start"),
        (label.x - gap, label.y - height / 2, "end"),
    ]
    if not label.clear:
        spots.insert(0, (label.x, label.y - height / 2, "middle"))
    found = []
    for x, top, anchor in spots:
        left = {"middle": x - width / 2, "start": x, "end": x - width}[anchor]
        placed = Fitted(label.text, label.second, x, top + 0.9 * label.size, label.size, anchor)
        found.append((placed, (left, top, left + width, top + height)))
    return found


def fit_labels(
    labels: Sequence[Wanted], width: float, height: float, taken: Sequence[Box] = ()
) -> list[Fitted]:
    """Return the labels that found room inside the picture, in the order given; the others are left out."""
    boxes = list(taken)
    placed = []
    for label in labels:
        for spot, box in _candidates(label):
            inside = box[0] >= 2 and box[1] >= 2 and box[2] <= width - 2 and box[3] <= height - 2
            if inside and not any(_overlap(box, other) for other in boxes):
                placed.append(spot)
                boxes.append(box)
                break
    return placed
