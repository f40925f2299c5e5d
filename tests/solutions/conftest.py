"""The public view of the embedded figures."""

from __future__ import annotations

import pytest

from tracker.embedded.load import ensure_embedded
from tracker.public import public_view
from tracker.store import open_store
from tracker.view import View


@pytest.fixture(scope="session")
def embedded_view(tmp_path_factory: pytest.TempPathFactory) -> View:
    """Return what may be shown of the embedded figures alone, by region."""
    home = tmp_path_factory.mktemp("embedded-home")
    store = open_store(home)
    ensure_embedded(store, home)
    return public_view(store, home, level=1)
