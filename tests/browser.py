"""A real Chromium without network, and what a page did in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser as PlaywrightBrowser
from playwright.sync_api import Page

# The one without a window first: it draws the same pages and opens them in half the time.
CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def find_chromium() -> str | None:
    """Return the path of the system Chromium, or None."""
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def plain(text: str) -> str:
    """Return what a page says with ordinary spaces in the place of those no line may break at."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


@dataclass
class Opened:
    """A page and everything it said or asked for."""

    page: Page
    messages: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


def go_to(page: Page, slice_: int) -> None:
    """Move the slider to a slice, as a hand does."""
    page.evaluate(
        """slice => {
          const slider = document.getElementById('slider');
          slider.value = slice;
          slider.dispatchEvent(new Event('input', { bubbles: true }));
        }""",
        slice_,
    )


class Browser:
    """Opens files with the network cut."""

    def __init__(self, chromium: PlaywrightBrowser) -> None:
        self.chromium = chromium

    @contextmanager
    def open(
        self,
        path: Path,
        fragment: str = "",
        size: tuple[int, int] = (1366, 768),
        *,
        scale: float = 1.0,
        bypass_csp: bool = False,
    ) -> Iterator[Opened]:
        """Open a file from disk, offline, and collect messages, errors and requests."""
        context = self.chromium.new_context(
            offline=True,
            viewport={"width": size[0], "height": size[1]},
            device_scale_factor=scale,
            bypass_csp=bypass_csp,
        )
        page = context.new_page()
        opened = Opened(page)
        page.on("console", lambda message: opened.messages.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: opened.messages.append(f"error: {error}"))
        page.on("request", lambda request: opened.requests.append(request.url))
        page.goto(path.as_uri() + fragment)
        yield opened
        context.close()
