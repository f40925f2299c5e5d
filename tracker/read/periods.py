"""Weeks as sources write them."""

from __future__ import annotations

import re
from datetime import date

_WEEK = re.compile(r"(20[0-9]{2})[-_ ]?[WwSs]?([0-9]{1,2})")


def week_period(text: str) -> tuple[str, str] | None:
    """Return Monday and Sunday of an ISO week written 201614, 2016-W14 or 2016 S14."""
    found = _WEEK.fullmatch(text.strip())
    if not found:
        return None
    try:
        monday = date.fromisocalendar(int(found.group(1)), int(found.group(2)), 1)
        sunday = date.fromisocalendar(int(found.group(1)), int(found.group(2)), 7)
    except ValueError:
        return None
    return monday.isoformat(), sunday.isoformat()
