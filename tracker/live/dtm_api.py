"""DTM API v3: the IDP stock of Mali, one question per admin level, the deepest that answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from geodata.how_many import how_many
from tracker.errors import FetchFailed
from tracker.fetch import Fetcher
from tracker.source import Live


def pull(live: Live, fetcher: Fetcher, headers: Mapping[str, str]) -> bytes | None:
    """Return the service's own answer, or nothing when it holds no rows.

    Raises
    ------
    FetchFailed
        When the service does not answer, answers with an error, or with something else than data.
    """
    body = fetcher.get(live.url, live.parameters, headers)
    return body if rows_of(body, fetcher.hosts[0]) else None


def rows_of(body: bytes, host: str) -> list[Any]:
    """Return the rows of an answer.

    Raises
    ------
    FetchFailed
        When it is no sound answer, or the service says that it failed.
    """
    try:
        document = json.loads(body)
    except ValueError:
        raise FetchFailed(f"{host} sent no sound JSON; nothing of it was kept") from None
    if not isinstance(document, dict) or not isinstance(document.get("result"), list):
        raise FetchFailed(f"{host} sent JSON, but no list of results; the service has changed")
    if document.get("isSuccess") is not True:
        reasons = (
            "; ".join(str(reason) for reason in document.get("errorMessages") or []) or "no reason given"
        )
        raise FetchFailed(f"{host} answered that it failed: {reasons[:300]}")
    rows: list[Any] = document["result"]
    count = document.get("totalRecordsCount")
    if isinstance(count, int) and count != len(rows):
        raise FetchFailed(
            f"{host} announced {how_many(count, 'row')} but sent {len(rows)}; nothing of it was kept"
        )
    return rows
