"""Fixtures every suite shares: the real files beside the repository, and a real browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_socket import enable_socket, socket_allow_hosts

REPOSITORY = Path(__file__).resolve().parents[1]
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(autouse=True)
def _no_network() -> Iterator[None]:
    enable_socket()
    socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)
    yield
    enable_socket()


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real files, or skip where it is absent (never in CI)."""
    path = REPOSITORY.parent / "shared"
    if not path.is_dir():
        pytest.skip("the real files of ../shared are not beside this checkout")
    return path


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of the system Chromium, or skip."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    pytest.skip("no Chromium on this machine; `make test` installs it when run as root")


@pytest.fixture
def tracker_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a fresh TRACKER_HOME, set in the environment."""
    path = tmp_path / "home"
    path.mkdir()
    monkeypatch.setenv("TRACKER_HOME", str(path))
    monkeypatch.delenv("TRACKER_DATABASE_URL", raising=False)
    os.environ.setdefault("COLUMNS", "200")
    return path
