"""How to read a page, in a few plain sentences: only what the page at hand really draws."""

from __future__ import annotations

from typing import Any

from maps.kinds import Kind

KEYS = "reading.how_keys"


def sentences(kind: Kind, data: dict[str, Any]) -> list[str]:
    """Return the keys of the sentences that apply to a page with this payload, in reading order."""
    sided = ["reading.how_line"] if data["groupings"] else []
    if kind.id == "flows":
        return ["reading.how_arrow", "flow.rings", "reading.how_net", "reading.how_no_arrow", *sided, KEYS]
    shown = data["indicators"]
    told = {
        "reading.how_colour": any(one["rates"] for one in shown),
        "reading.how_circle": True,
        "reading.how_missing": True,
        "reading.how_carried": True,
        "reading.how_line": bool(sided),
        "reading.how_towns": any(one["towns"] for one in shown),
        "reading.how_published": any(one["published"] for one in shown),
        "reading.how_points": bool(data.get("reintegration", {}).get("sites")),
        KEYS: True,
    }
    return [key for key, applies in told.items() if applies]
