"""HDX HAPI: pages of JSON until one is not full."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tracker.errors import FetchFailed
from tracker.fetch import Fetcher
from tracker.source import Live

PAGE = 10_000
MOST_PAGES = 200


def pull(live: Live, fetcher: Fetcher, headers: Mapping[str, str], page: int = PAGE) -> bytes | None:
    """Return all pages as one document of the same form, or nothing when there are no rows.

    Raises
    ------
    FetchFailed
        When a page does not come or is not what it should be; a part is never kept.
    """
    rows: list[Any] = []
    for number in range(MOST_PAGES):
        asked = {**live.parameters, "limit": str(page), "offset": str(number * page)}
        found = _rows(fetcher.get(live.url, asked, headers), fetcher.hosts[0])
        rows += found
        if len(found) < page:
            break
    else:
        raise FetchFailed(f"{fetcher.hosts[0]} sends page after page without an end; nothing of it was kept")
    return json.dumps({"data": rows}, ensure_ascii=False, sort_keys=True).encode() if rows else None


def _rows(body: bytes, host: str) -> list[Any]:
    try:
        document = json.loads(body)
    except ValueError:
        raise FetchFailed(f"{host} sent no sound JSON; nothing of it was kept") from None
    rows = document.get("data") if isinstance(document, dict) else None
    if not isinstance(rows, list):
        raise FetchFailed(f"{host} sent JSON, but no list of data; the service has changed")
    return rows
