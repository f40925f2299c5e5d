"""One Chromium for the suite, and pages written once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from maps.page import build
from tests.maps.synthetic import synthetic_view
from tracker.embedded.load import ensure_embedded
from tracker.public import public_view
from tracker.store import open_store
from tracker.view import View


@pytest.fixture(scope="session")
def embedded_view(tmp_path_factory: pytest.TempPathFactory) -> View:
    """Return the public view of the embedded figures."""
    home = tmp_path_factory.mktemp("embedded")
    with open_store(home, f"sqlite:///{home / 'record.sqlite'}") as store:
        ensure_embedded(store, home)
        return public_view(store, home)


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Callable[..., Path]:
    """Return a function that builds a page once and returns its file.

    The page of reintegration is that of the embedded figures, the others are synthetic.
    """
    folder = tmp_path_factory.mktemp("pages")

    @cache
    def write(kind: str, lang: str = "fr", lite: bool = False, units: int = 9, slices: int = 26) -> Path:
        if kind == "reintegration":
            view = request.getfixturevalue("embedded_view")
        else:
            view = synthetic_view(units, slices, 72 if units == 9 else 600)
        path = folder / f"{kind}-{lang}-{lite}-{units}-{slices}.html"
        path.write_text(build(kind, view, lang=lang, lite=lite), encoding="utf-8")
        return path

    return write
