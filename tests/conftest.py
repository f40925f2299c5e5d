"""Fixtures every suite shares: the real files beside the repository, and a real browser."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser as PlaywrightBrowser
from playwright.sync_api import sync_playwright
from pytest_socket import enable_socket, socket_allow_hosts

from tests.browser import CHROMIUM_FLAGS, Browser, find_chromium

REPOSITORY = Path(__file__).resolve().parents[1]

# A law holds on a busy machine too: no example is timed.
settings.register_profile("untimed", settings.get_profile(settings.get_current_profile_name()), deadline=None)
settings.load_profile("untimed")


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
    """Return the path of the system Chromium, or skip; in CI fail: a gate that skips its pages is open."""
    if found := find_chromium():
        return found
    reason = "no Chromium on this machine; `make test` installs it when run as root"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[PlaywrightBrowser]:
    """Return one Chromium for the whole run: playwright opens only once in a process."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def offline(browser: PlaywrightBrowser) -> Browser:
    """Return a browser that opens files with the network cut and listens to them."""
    return Browser(browser)


@pytest.fixture
def tracker_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a fresh TRACKER_HOME, set in the environment."""
    path = tmp_path / "home"
    path.mkdir()
    monkeypatch.setenv("TRACKER_HOME", str(path))
    monkeypatch.delenv("TRACKER_DATABASE_URL", raising=False)
    os.environ.setdefault("COLUMNS", "200")
    return path
