"""Units, circles and background of a still picture, as plain path texts and colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from maps import number
from maps.background import nameable
from maps.still_geometry import Window, clipped, path, projected
from maps.still_paint import Paint
from maps.still_slice import SliceFigures
from maps.words import word
from tracker.classes import circle_radius, declared
from tracker.view import View

FULL_WIDTH = 720.0  # pixels of a picture whose circles have the declared radii


@dataclass(frozen=True, slots=True)
class Shape:
    """One drawn path: its text, its fill, and what a pointer resting on it is told."""

    path: str
    fill: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Circle:
    """One circle of people, area in proportion; `hollow` when an older figure stands in."""

    pcode: str
    x: float
    y: float
    radius: float
    hollow: bool


def spoken(row: dict[str, Any], figures: SliceFigures, lang: str) -> str:
    """Return what a unit says when pointed at: name, figure, rate, age of a carried figure."""
    name, status, value = str(row["place_name"]), str(row["value_status"]), row["value"]
    if pd.isna(value):
        return f"{name} – {word(f'status.{status}', lang)}"
    text = f"{name} – {number.people(float(value), lang)}"
    rate = row["rate"]
    if figures.measure == "rate" and not pd.isna(rate):
        text += (
            f" ({number.per_thousand(float(rate), figures.classes.decimals, lang)} {word('unit.rate', lang)})"
        )
    if status == "carried_forward":
        age = number.age_words(float(row["age_days"]), lang)
        when = number.date_words(str(row["reference_end"]), lang)
        text += f" – {word('tooltip.carried', lang, date=when, age=age)}"
    return text


def shapes_of(
    drawn: npt.NDArray[np.object_],
    figures: SliceFigures,
    painted: Paint,
    lang: str,
    *,
    told: bool,
    whole: bool,
) -> list[Shape]:
    """Return one path per unit with its words, or, where nothing is `told`, one path per fill.

    Steps of `whole` pixels make shorter paths.
    """
    texts = [path(shape, whole=whole) for shape in drawn]
    if told:
        said = [spoken(dict(row), figures, lang) for _, row in figures.rows.iterrows()]
        return [Shape(*three) for three in zip(texts, painted.fills, said, strict=True)]
    merged: dict[str, str] = {}
    for text, fill in zip(texts, painted.fills, strict=True):
        merged[fill] = merged.get(fill, "") + text
    return [Shape(text, fill) for fill, text in merged.items()]


def _circle_scale(frame: Window) -> float:
    """Return the size of circles in this picture; in a thumbnail they are a little large, to be seen."""
    return 1.0 if frame.width >= FULL_WIDTH else 1.25 * frame.width / FULL_WIDTH


def circles_of(figures: SliceFigures, frame: Window) -> list[Circle]:
    """Return a circle for every unit with people, largest first so that small ones stay visible."""
    rows = figures.rows[(figures.rows["value"] > 0).fillna(value=False)].sort_values(
        ["value", "pcode"], ascending=[False, True]
    )
    scale = _circle_scale(frame)
    circles = []
    for _, row in rows.iterrows():
        x, y = frame.point(float(row["label_lon"]), float(row["label_lat"]))
        radius = circle_radius(float(row["value"]), figures.largest) * scale
        hollow = str(row["value_status"]) == "carried_forward"
        circles.append(Circle(str(row["pcode"]), round(x, 1), round(y, 1), round(radius, 1), hollow))
    return circles


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a neighbour and where its middle stands, in pixels."""

    text: str
    x: float
    y: float


@dataclass(frozen=True)
class Background:
    """Neighbours, rivers and lakes around the units, cut to the picture."""

    countries: list[str]
    rivers: list[str]
    lakes: list[str]
    names: list[Name]


def _cut(table: gpd.GeoDataFrame, frame: Window, tolerance: float) -> npt.NDArray[np.object_]:
    shapes = np.asarray(table.geometry.to_numpy(), dtype=object)
    return clipped(projected(shapes, frame, tolerance), frame)


def background(view: View, frame: Window, lang: str, tolerance: float) -> Background:
    """Return the quiet surroundings; a neighbour is named where enough of it is in the picture."""
    context = view.context
    others = context.countries[context.countries["iso3"] != view.edition.country]
    lands = _cut(others, frame, tolerance)
    names = []
    for land, name in zip(_cut(nameable(others), frame, tolerance), others[f"name_{lang}"], strict=True):
        inside = shapely.clip_by_rect(land, 30, 12, frame.width - 30, frame.height - 12)
        if shapely.area(inside) > 0.008 * frame.width * frame.height:
            biggest = max(shapely.get_parts(inside), key=shapely.area)
            spot = shapely.centroid(biggest)
            if not shapely.contains(biggest, spot):
                spot = shapely.point_on_surface(biggest)
            names.append(Name(str(name), round(float(spot.x), 1), round(float(spot.y), 1)))
    return Background(
        [text for text in map(path, lands) if text],
        [text for text in map(path, _cut(context.rivers, frame, tolerance)) if text],
        [text for text in map(path, _cut(context.lakes, frame, tolerance)) if text],
        names,
    )


def circle_samples(figures: SliceFigures) -> list[tuple[float, float]]:
    """Return two or three round numbers of people with their radii, for the legend; none below one."""
    if figures.largest < 1:
        return []
    power = 10.0 ** (len(str(int(figures.largest))) - 1)
    top = next(factor * power for factor in (5, 2, 1) if factor * power <= figures.largest)
    smallest = float(declared()["circles"]["smallest_radius_px"])
    samples = [(count, circle_radius(count, figures.largest)) for count in (top, top / 5, top / 50)]
    return [(count, radius) for count, radius in samples if count >= 1 and radius > smallest]
