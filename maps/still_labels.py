"""Where place names go: greedy, largest first, never over another name, a circle or another place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import shapely

Box = tuple[float, float, float, float]

CHARACTER = 0.66
"""Mean width of a semibold character of the widest system sans-serif in use (DejaVu Sans), in font sizes."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label that asks for room near (x, y), clear of a circle of radius `clear`.

    `place` is the number of the place it names among those that may not bear the name of another.
    """

    text: str
    x: float
    y: float
    size: float
    clear: float = 0.0
    second: str = ""
    place: int = -1


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


def _elsewhere(place: int, box: Box, places: shapely.STRtree) -> bool:
    """Return whether the middle of a box lies in another place, and so would be read as its name."""
    middle = shapely.Point((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    return any(found != place for found in places.query(middle, predicate="intersects"))


def fit_labels(
    labels: Sequence[Wanted],
    width: float,
    height: float,
    taken: Sequence[Box] = (),
    places: Sequence[shapely.Geometry] = (),
) -> list[Fitted]:
    """Return the labels that found room inside the picture, in the order given; the others are left out.

    `taken` is where nothing may be written; in each of `places`, shapes in units of the picture, only its own
    name may stand.
    """
    boxes, lands = list(taken), shapely.STRtree(list(places))
    placed = []
    for label in labels:
        for spot, box in _candidates(label):
            inside = box[0] >= 2 and box[1] >= 2 and box[2] <= width - 2 and box[3] <= height - 2
            clear = not any(_overlap(box, other) for other in boxes)
            if inside and clear and not _elsewhere(label.place, box, lands):
                placed.append(spot)
                boxes.append(box)
                break
    return placed
