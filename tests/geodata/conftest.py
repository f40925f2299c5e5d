"""A data directory with the real boundaries of 2021 added once for all tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from geodata.boundaries.adding import add


@pytest.fixture(scope="session")
def home_2021(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home with COD-AB 2021 added; tests only read it."""
    home = tmp_path_factory.mktemp("home-2021")
    add(shared / "geodata" / "cod_ab_20211220", "cod-ab-2021", home)
    return home
