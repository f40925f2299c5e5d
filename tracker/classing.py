"""By which method figures are classed: as ``[classes]`` of ``tracker.toml`` says, else by quantiles."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, get_args

from tracker.declaration import declared_section
from tracker.errors import DeclarationError

Method = Literal["quantile", "pretty", "log", "manual"]
MEASURES = ("rate", "people", "percent")


@dataclass(frozen=True)
class Way:
    """One method, and the upper limits that ``manual`` needs."""

    method: Method
    limits: tuple[float, ...] = ()


@dataclass(frozen=True)
class Classing:
    """How rates per 1,000 residents, counts and shares are classed, on every page and layer alike."""

    rate: Way
    people: Way
    percent: Way


@cache
def usual() -> Classing:
    """Return what ``classes.toml`` says."""
    section = tomllib.loads((files("tracker") / "classes.toml").read_text(encoding="utf-8"))["classes"]
    return Classing(**{name: _way(section, name) for name in MEASURES})


def declared_classing(home: Path | None = None) -> Classing:
    """Return what ``[classes]`` of the user's ``tracker.toml`` says of `MEASURES`, the usual for the rest.

    Each is a method; ``manual`` needs its limits beside it, as ``rate_limits = [5, 20, 100]``.

    Raises
    ------
    DeclarationError
        When there is no such section to read, a name or method is unknown, or limits are missing, do not
        rise, or belong to no ``manual``.
    """
    section = declared_section(home, "classes")
    if fault := _fault(section):
        raise DeclarationError(f"tracker.toml: [classes] {fault}")
    given = {name: _way(section, name) for name in MEASURES if name in section}
    return Classing(**{name: given.get(name, getattr(usual(), name)) for name in MEASURES})


def _way(section: dict[str, Any], name: str) -> Way:
    manual = section[name] == "manual"
    return Way(section[name], tuple(float(one) for one in section[f"{name}_limits"]) if manual else ())


def _fault(section: dict[str, Any]) -> str:
    """Return what is wrong with the section, and what was expected; nothing when it can be used."""
    methods = get_args(Method)
    unknown = set(section) - {*MEASURES, *(f"{name}_limits" for name in MEASURES)}
    if unknown:
        return (
            f"has {', '.join(sorted(unknown))}, expected {', '.join(MEASURES)}, or one of them with _limits"
        )
    for name in MEASURES:
        method, limits = section.get(name), section.get(f"{name}_limits")
        if method is not None and method not in methods:
            return f"{name} is {method!r}, expected {', '.join(methods)}"
        if (method == "manual") != (limits is not None):
            return f"{name} is {method!r} with limits {limits}: limits go with manual, and manual with limits"
        if limits is not None and not _rising(limits):
            return f"{name}_limits is {limits}, expected rising numbers above zero, such as [5, 20, 100]"
    return ""


def _rising(limits: object) -> bool:
    if not isinstance(limits, list) or not limits:
        return False
    if any(isinstance(one, bool) or not isinstance(one, int | float) for one in limits):
        return False
    return limits[0] > 0 and all(low < high for low, high in pairwise(limits))
