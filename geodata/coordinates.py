"""Coordinates as people write them: decimal degrees, or degrees, minutes and seconds."""

from __future__ import annotations

import re

_NUMBER = r"(\d+(?:[.,]\d+)?)"
_DECIMAL = re.compile(rf"([+\-−]?)\s*{_NUMBER}\s*°?\s*([NSEWO]?)")
_SEXAGESIMAL = re.compile(
    rf"([+\-−]?)\s*(\d+)\s*[°ºd\s]\s*{_NUMBER}\s*(?:['’′m\s]\s*(?:{_NUMBER}\s*(?:\"|”|″|''|’’|s)?\s*)?)?([NSEWO]?)"
)
_NEGATIVE = {"S", "W", "O"}  # O is ouest


def degrees(text: str) -> float | None:
    """Return signed decimal degrees, or None when the text is no coordinate.

    South and West (also French *Ouest*) are negative; minutes and seconds must be below 60.

    >>> degrees("16°46'24\\"N"), degrees("3° 00' 27'' O"), degrees("-7,97522")
    (16.773333, -3.0075, -7.97522)
    """
    clean = text.strip().upper().replace("º", "°")
    if found := _DECIMAL.fullmatch(clean):
        sign, number, side = found.groups()
        return _signed(sign, side, _value(number))
    if found := _SEXAGESIMAL.fullmatch(clean.replace("D", "°").replace("M", "'").replace("S ", '" ')):
        sign, whole, minutes, seconds, side = found.groups()
        parts = _value(minutes), _value(seconds or "0")
        if max(parts) >= 60:
            return None
        return _signed(sign, side, int(whole) + parts[0] / 60 + parts[1] / 3600)
    return None


def is_sexagesimal(text: str) -> bool:
    """Tell whether the text is degrees with minutes, which a column of decimals should not hold."""
    clean = text.strip().upper()
    return not _DECIMAL.fullmatch(clean) and degrees(text) is not None


def _value(number: str) -> float:
    return float(number.replace(",", "."))


def _signed(sign: str, side: str, value: float) -> float | None:
    if value > 180 or (sign and side):
        return None
    negative = sign in {"-", "−"} or side in _NEGATIVE
    return round(-value if negative else value, 6)
