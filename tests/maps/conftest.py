"""One Chromium for the suite, and pages written once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from maps.page import build
from tests.maps.synthetic import synthetic_view


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Return a function that builds a synthetic page once and returns its file."""
    folder = tmp_path_factory.mktemp("pages")

    @cache
    def write(kind: str, lang: str = "fr", lite: bool = False, units: int = 9, slices: int = 26) -> Path:
        view = synthetic_view(units, slices, 72 if units == 9 else 600)
        path = folder / f"{kind}-{lang}-{lite}-{units}-{slices}.html"
        path.write_text(build(kind, view, lang=lang, lite=lite), encoding="utf-8")
        return path

    return write
