"""A record in SQLite and in a real PostgreSQL server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres_server import Server, running_server
from tracker.store import Store, open_store


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    yield from running_server()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Return an empty record, once in each of the two databases."""
    monkeypatch.delenv("TRACKER_DATABASE_URL", raising=False)
    url = None if request.param == "sqlite" else request.getfixturevalue("server").database()
    with open_store(tmp_path / "home", url) as opened:
        yield opened
