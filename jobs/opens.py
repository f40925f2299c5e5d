"""Whether every published file opens: pages parse and carry their figures, layers hold features."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from geodata.how_many import how_many
from jobs.errors import PublicationRefused

LARGEST_PAGE_BYTES = 25_000_000
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class _Page(HTMLParser):
    """Collects what a sound page has: a title, closed structure, data blocks that parse."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.closed: set[str] = set()
        self.title = ""
        self.digits = 0
        self.data: list[str] = []
        self._in_data = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        if tag == "script":
            self._in_data = dict(attrs).get("type") == "application/json"
            if self._in_data:
                self.data.append("")

    def handle_endtag(self, tag: str) -> None:
        self.closed.add(tag)
        if tag in self.open:
            while self.open.pop() != tag:
                pass
        if tag == "script":
            self._in_data = False

    def handle_data(self, data: str) -> None:
        if self._in_data:
            self.data[-1] += data
        elif "script" not in self.open and "style" not in self.open:
            self.digits += sum(character.isdigit() for character in data)
        if self.open and self.open[-1] == "title":
            self.title += data


def check_page(path: Path, figures: Sequence[str] = ()) -> None:
    """Open one page as a browser would and see that it is whole.

    Raises
    ------
    PublicationRefused
        When the page is truncated, has no title, no figure, a data block that does not parse, or
        lacks one of the given figures.
    """
    text = path.read_text(encoding="utf-8")
    if len(text) > LARGEST_PAGE_BYTES:
        raise PublicationRefused(
            f"{path.name} has {len(text)} characters; a page may have {LARGEST_PAGE_BYTES}"
        )
    page = _Page()
    page.feed(text)
    page.close()
    if not text.lstrip().lower().startswith("<!doctype html") or not {"body", "html"} <= page.closed:
        raise PublicationRefused(f"{path.name} is not a whole page: it must run from the doctype to </html>")
    if not page.title.strip():
        raise PublicationRefused(f"{path.name} has no title")
    for number, block in enumerate(page.data, start=1):
        try:
            json.loads(block)
        except ValueError as error:
            raise PublicationRefused(
                f"{path.name}: its data block {number} does not parse ({error})"
            ) from error
    if not page.digits and not any(character.isdigit() for block in page.data for character in block):
        raise PublicationRefused(f"{path.name} carries no figure")
    if missing := [figure for figure in figures if figure not in text]:
        raise PublicationRefused(f"{path.name} does not carry {', '.join(missing)}")


def _features_only(found: dict[str, Any]) -> dict[str, Any]:
    """Let go of each object once it has parsed: a layer of some megabytes would take ten times as much."""
    return {"features": found["features"]} if "features" in found else {}


def _check_layer(path: Path) -> None:
    document = json.loads(path.read_bytes(), object_hook=_features_only)
    if path.suffix == ".geojson" and not document.get("features"):
        raise PublicationRefused(f"{path.name} holds no feature")


def _check_csv(path: Path) -> None:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        widths = {len(row) for row in csv.reader(stream)}
    if len(widths) != 1:
        raise PublicationRefused(f"{path.name} has rows of {sorted(widths)} cells; expected one width")


def _check_package(path: Path) -> None:
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    connection = sqlite3.connect(uri, uri=True)
    try:
        (verdict,) = connection.execute("PRAGMA quick_check").fetchone()
        (layers,) = connection.execute("SELECT count(*) FROM gpkg_contents").fetchone()
    finally:
        connection.close()
    if verdict != "ok" or not layers:
        raise PublicationRefused(f"{path.name}: SQLite says {verdict}, {how_many(layers, 'layer')}")


def _check_parquet(path: Path) -> None:
    content = path.read_bytes()
    if content[:4] != b"PAR1" or content[-4:] != b"PAR1":
        raise PublicationRefused(f"{path.name} is not a whole Parquet file")


CHECKS = {
    ".json": _check_layer,
    ".geojson": _check_layer,
    ".csv": _check_csv,
    ".gpkg": _check_package,
    ".parquet": _check_parquet,
}


def check_opens(
    folder: Path, required: Sequence[str] = (), carries: Mapping[str, Sequence[str]] | None = None
) -> None:
    """Open every file of a publication.

    Parameters
    ----------
    required
        Paths that must be there.
    carries
        Figures, as written in its text or data, that a page must carry.

    Raises
    ------
    PublicationRefused
        When a required file is missing, a file is empty or does not open, or a page lacks its figures.
    """
    if missing := [name for name in required if not (folder / name).is_file()]:
        raise PublicationRefused(f"{', '.join(missing)} was not built")
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        if not path.stat().st_size:
            raise PublicationRefused(f"{name} is empty")
        try:
            if path.suffix == ".html":
                check_page(path, (carries or {}).get(name, ()))
            elif check := CHECKS.get(path.suffix):
                check(path)
        except (ValueError, sqlite3.Error) as error:
            raise PublicationRefused(f"{name} does not open: {error}") from error
