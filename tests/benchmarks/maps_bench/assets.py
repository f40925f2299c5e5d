"""The files folium's pages ask a CDN for, from a package instead, so that they can be loaded at all.

`folium-offline` carries them as text by address.  It is optional: without it a naive page is
measured as what it is without a network, blank.
"""

from __future__ import annotations

from functools import cache


@cache
def by_address() -> dict[str, bytes]:
    """Return the files by the address folium asks for; empty when the package is not installed."""
    try:
        from offlinefolium.elements import _res
    except ImportError:
        return {}
    return {address: text.encode() for address, text in _res.items()}
