"""Boundaries fetched from a catalogue on this machine: ranges, breaks, redirects, wrong bytes."""

from __future__ import annotations

import hashlib
import io
import json
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pytest_socket import enable_socket, socket_allow_hosts

from geodata.editions import geometry, has_geometry
from geodata.errors import BoundaryError
from tracker import boundary_download
from tracker.boundary_download import fetch_edition
from tracker.errors import FetchFailed
from tracker.fetch import Fetcher

EDITION = "parishes"
DECLARED = """
[parishes]
title_fr = "Essai"
title_en = "Trial"
valid_from = "2020-01-01"
numbering = "cod-ab-2021"
levels = { 1 = 9 }
licence = "CC0"
credit = "nobody"
[parishes.download]
hdx_dataset = "cod-ab-mli"
resource = "mli_.*\\\\.zip"
"""


class Catalogue(ThreadingHTTPServer):
    """A catalogue with one file; it may ignore ranges, redirect, or break off after some requests."""

    def __init__(self, content: bytes) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.content = content
        self.digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
        self.ranges = True
        self.redirect = False
        self.breaks_at: int | None = None
        self.asked: list[str | None] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Answer(BaseHTTPRequestHandler):
    server: Catalogue

    def do_GET(self) -> None:
        if self.path.startswith("/show"):
            resource = {
                "id": "r1",
                "name": "mli_adm.zip",
                "url": f"{self.server.address}/file",
                "size": len(self.server.content),
                "hash": self.server.digest,
                "last_modified": "2021-12-20",
            }
            self._send(200, json.dumps({"success": True, "result": {"resources": [resource]}}).encode())
        elif self.path == "/file" and self.server.redirect:
            self.send_response(302)
            self.send_header("Location", f"http://localhost:{self.server.server_port}/store")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self._file()

    def _file(self) -> None:
        wanted = self.headers.get("Range")
        self.server.asked.append(wanted)
        if self.server.breaks_at is not None and len(self.server.asked) > self.server.breaks_at:
            self._send(404, b"")
        elif wanted and self.server.ranges:
            first, last = (int(part) for part in wanted.removeprefix("bytes=").split("-"))
            self._send(206, self.server.content[first : last + 1])
        else:
            self._send(200, self.server.content)

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: object) -> None:
        pass


@pytest.fixture(autouse=True)
def _loopback_only() -> None:
    """Open sockets to this machine, and to no other."""
    enable_socket()
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    frame = geometry("ne-2013", 1)[["pcode", "name", "geometry"]]
    path = tmp_path / "mli_adm1.geojson"
    frame.rename(columns={"pcode": "adm1_pcode", "name": "adm1_name"}).to_file(path)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(path, path.name)
    server = Catalogue(packed.getvalue())
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(boundary_download, "BLOCK_BYTES", 20_000)
    path = tmp_path / "home"
    path.mkdir()
    (path / "editions.toml").write_text(DECLARED)
    return path


def fetcher(**options: object) -> Fetcher:
    return Fetcher(hosts=("127.0.0.1",), plain_loopback=True, attempts=1, first_wait=0.0, **options)  # type: ignore[arg-type]


def fetch(catalogue: Catalogue, home: Path, **options: object) -> dict[str, object]:
    return fetch_edition(EDITION, home, fetcher=fetcher(**options), catalogue=f"{catalogue.address}/show")


def test_an_edition_is_fetched_in_blocks_and_added(catalogue: Catalogue, home: Path) -> None:
    report = fetch(catalogue, home)
    assert report["levels"] == {"1": 9}
    assert len(catalogue.asked) == -(-len(catalogue.content) // 20_000)
    assert has_geometry(EDITION, 1, home)
    assert list((home / "boundaries" / ".downloads").iterdir()) == []


def test_a_broken_download_goes_on_where_it_stopped(catalogue: Catalogue, home: Path) -> None:
    catalogue.breaks_at = 2
    with pytest.raises(FetchFailed):
        fetch(catalogue, home)
    assert not has_geometry(EDITION, 1, home)
    catalogue.breaks_at = None
    catalogue.asked.clear()
    fetch(catalogue, home)
    assert catalogue.asked[0] == "bytes=40000-59999"
    assert has_geometry(EDITION, 1, home)


def test_a_server_without_ranges_is_served_too(catalogue: Catalogue, home: Path) -> None:
    catalogue.ranges = False
    fetch(catalogue, home)
    assert len(catalogue.asked) == 1


@pytest.mark.parametrize("what", ["digest", "content"])
def test_other_bytes_than_announced_are_thrown_away(catalogue: Catalogue, home: Path, what: str) -> None:
    if what == "digest":
        catalogue.digest = "0" * 32
    else:
        catalogue.digest, catalogue.content = catalogue.digest, b"x" * len(catalogue.content)
    with pytest.raises(BoundaryError, match="it was thrown away, nothing was stored"):
        fetch(catalogue, home)
    assert list((home / "boundaries" / ".downloads").iterdir()) == []
    assert not has_geometry(EDITION, 1, home)


def test_a_redirect_is_followed_to_the_declared_file_store_only(catalogue: Catalogue, home: Path) -> None:
    catalogue.redirect = True
    with pytest.raises(FetchFailed, match="redirects to localhost; redirects are not followed"):
        fetch(catalogue, home)
    fetch(catalogue, home, redirect_hosts=("localhost",))
    assert has_geometry(EDITION, 1, home)


def test_a_redirect_never_carries_a_header_along(catalogue: Catalogue) -> None:
    catalogue.redirect = True
    asking = fetcher(redirect_hosts=("localhost",))
    with pytest.raises(FetchFailed, match="redirects are not followed"):
        asking.get(f"{catalogue.address}/file", None, {"Ocp-Apim-Subscription-Key": "secret"})
    assert catalogue.asked == []


def test_what_is_not_declared_or_not_there_is_said(catalogue: Catalogue, home: Path) -> None:
    with pytest.raises(BoundaryError, match="declares no download; get it from"):
        fetch_edition("cod-2012", home, fetcher=fetcher())
    text = (home / "editions.toml").read_text()
    (home / "editions.toml").write_text(text.replace("mli_.*", "nothing"))
    with pytest.raises(BoundaryError, match=r"it holds mli_adm\.zip"):
        fetch(catalogue, home)
