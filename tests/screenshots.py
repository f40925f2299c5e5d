"""Pictures of every page for people to judge: ``python -m tests.screenshots [--site DIR] [--out DIR]``.

Every page at 1366×768 and 390×844, in French and English, into a git-ignored folder.  Without
``--site`` the embedded data are published into a temporary folder first.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser import CHROMIUM_FLAGS, find_chromium

REPOSITORY = Path(__file__).resolve().parents[1]
SIZES = ((1366, 768), (390, 844))
HASHES = {"fr": {"index": "#fr"}, "en": {"index": "#en"}}
SETTLE_MS = 700


def publish(folder: Path) -> Path:
    """Run the whole job on the embedded data and return where the pages are."""
    environment = os.environ | {"TRACKER_HOME": str(folder / "home")}
    site = folder / "site"
    command = [sys.executable, "-m", "tracker", "refresh", "--out", str(site)]
    subprocess.run(command, cwd=REPOSITORY, env=environment, check=True)
    return site


def _shoot(browser: Browser, path: Path, lang: str, size: tuple[int, int], out: Path) -> list[str]:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(path.as_uri() + HASHES[lang].get(path.stem, f"#l={lang}"))
    page.wait_for_timeout(SETTLE_MS)
    page.screenshot(path=out)
    page.close()
    return said


def take(site: Path, out: Path, chromium: str) -> list[Path]:
    """Take every picture and return the files; what a page says on its console is an error.

    Raises ``RuntimeError`` when a page said anything.
    """
    out.mkdir(parents=True, exist_ok=True)
    made = []
    pages = sorted([*site.glob("*.html"), *site.glob("lite/*.html")])
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        for path in pages:
            name = path.stem if path.parent == site else f"{path.parent.name}-{path.stem}"
            for size in SIZES:
                for lang in HASHES:
                    target = out / f"{name}-{size[0]}x{size[1]}-{lang}.png"
                    said = _shoot(browser, path, lang, size, target)
                    if said:
                        raise RuntimeError(f"{path.name} said on its console: {said}")
                    made.append(target)
        browser.close()
    return made


def main() -> None:
    parser = argparse.ArgumentParser(prog="screenshots", description="Take a picture of every page.")
    parser.add_argument("--site", type=Path, help="a publication; default: the embedded data, published now")
    parser.add_argument("--out", type=Path, default=REPOSITORY / "screenshots")
    given = parser.parse_args()
    chromium = find_chromium()
    if chromium is None:
        sys.exit("no Chromium on this machine; `make test` installs it when run as root")
    with tempfile.TemporaryDirectory() as folder:
        site = given.site or publish(Path(folder))
        made = take(site.resolve(), given.out, chromium)
    print(f"{len(made)} pictures in {given.out}")


if __name__ == "__main__":
    main()
