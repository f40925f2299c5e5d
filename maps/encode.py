"""Whole numbers as short readable text: base-45 varints in 90 printable characters.

A digit of the lower half of the alphabet ends a number, one of the upper half continues it, least
significant digit first.  The alphabet leaves out space, ``"``, ``\\``, ``<`` and the backtick, so
the text stands unescaped in JSON and in HTML.  No base64 and no compression: mail gateways treat
packed attachments as smuggling.  `static/decode.js` reads it back.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]

HALF = 45
ALPHABET = bytes(code for code in range(0x21, 0x7F) if chr(code) not in '"\\<`')
_CODES = np.frombuffer(ALPHABET, dtype=np.uint8)


def zigzag(numbers: npt.ArrayLike) -> Integers:
    """Return 0, -1, 1, -2, 2 … as 0, 1, 2, 3, 4 …"""
    signed = np.asarray(numbers, dtype=np.int64)
    return (signed << 1) ^ (signed >> 63)


def text(numbers: npt.ArrayLike) -> str:
    """Return non-negative integers as one ASCII text.

    Raises ``ValueError`` for a negative number.

    >>> text([0, 1, 2])
    '!#$'
    """
    rest = np.asarray(numbers, dtype=np.int64).ravel().copy()
    if rest.size == 0:
        return ""
    if rest.min() < 0:
        raise ValueError("a varint text holds non-negative integers; zigzag signed ones first")
    digits = np.ones(rest.size, dtype=np.int64)
    larger = rest // HALF
    while larger.any():
        digits += larger > 0
        larger //= HALF
    start = np.cumsum(digits) - digits
    out = np.empty(int(digits.sum()), dtype=np.uint8)
    for digit in range(int(digits.max())):
        here = digits > digit
        continued = digits[here] > digit + 1
        out[start[here] + digit] = _CODES[rest[here] % HALF + np.where(continued, HALF, 0)]
        rest //= HALF
    return out.tobytes().decode("ascii")


def numbers(encoded: str) -> list[int]:
    """Return the integers of a text: what the page's own decoder does."""
    found, value, scale = [], 0, 1
    for character in encoded.encode("ascii"):
        digit = ALPHABET.index(character)
        value += (digit % HALF) * scale
        if digit < HALF:
            found.append(value)
            value, scale = 0, 1
        else:
            scale *= HALF
    return found


def deltas(values: npt.ArrayLike) -> str:
    """Return integers as the text of their zigzag differences, the first from zero."""
    return text(zigzag(np.diff(np.asarray(values, dtype=np.int64), prepend=0)))


def sparse(cells: npt.ArrayLike) -> str:
    """Return a mostly zero row of signed integers as gaps and values; empty when all are zero."""
    flat = np.asarray(cells, dtype=np.int64).ravel()
    filled = np.flatnonzero(flat)
    if filled.size == 0:
        return ""
    gaps = np.diff(filled, prepend=-1) - 1
    return text(np.column_stack([gaps, zigzag(flat[filled])]))
