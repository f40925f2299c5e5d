"""Servers on this machine: a source that answers as told, and a receiver that keeps what it is told."""

from __future__ import annotations

import http.server
import json
import threading
import time
from pathlib import Path
from typing import Any

REGIONS = {
    "ML01": "Kayes",
    "ML02": "Koulikoro",
    "ML03": "Sikasso",
    "ML04": "Ségou",
    "ML05": "Mopti",
    "ML06": "Tombouctou",
    "ML07": "Gao",
    "ML08": "Kidal",
    "ML09": "Bamako",
}
CHANGED = json.dumps({"data": [{"place": "Gao", "how_many": 7}]}).encode()
DECLARATION = """
id = "{name}"
title = "Source {name}"
organisation = "test"
reader = "hapi-idps"
default_for_reader = false
numbering = "by-name"
edition = "ne-2013"
licence = "test"
credit = "test"
[live]
connector = "hapi"
url = "{address}/{name}"
hosts = ["127.0.0.1"]
key_env = "TEST_SOURCE_KEY"
key_header = "X-Key"
{more}
"""


def rows(round_number: int, people: int = 1000, places: int = 3, day: str = "") -> bytes:
    """Return one round as HDX HAPI sends it, for the last so many regions but Bamako."""
    day = day or f"2024-{round_number:02d}-28"
    some = list(REGIONS.items())[8 - places : 8] if places < len(REGIONS) else list(REGIONS.items())
    data = [
        {
            "location_code": "MLI",
            "provider_admin1_name": name,
            "provider_admin2_name": "",
            "admin1_code": code,
            "admin2_code": "",
            "operation": "Mali",
            "assessment_type": "BA",
            "population": people + number,
            "reporting_round": round_number,
            "reference_period_start": day,
            "reference_period_end": day,
            "warning": "",
            "error": "",
        }
        for number, (code, name) in enumerate(some)
    ]
    return json.dumps({"data": data}).encode()


class _Server:
    """A web server in a thread; `serve` answers one request."""

    def __init__(self) -> None:
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.serve(self)

            def do_POST(self) -> None:
                outer.serve(self)

            def log_message(self, *_: object) -> None:
                """Stay silent."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def serve(self, request: http.server.BaseHTTPRequestHandler) -> None:
        raise NotImplementedError

    @property
    def place(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.server.server_address[1]}"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


class Service(_Server):
    """Answers each path as it is told: a body, a status, or a fault."""

    def __init__(self) -> None:
        self.answers: dict[str, Any] = {}
        super().__init__()

    @property
    def address(self) -> str:
        return f"http://{self.place}"

    def declare(self, home: Path, name: str, more: str = "", address: str = "") -> None:
        """Declare a source of this server in the data directory."""
        (home / "sources").mkdir(exist_ok=True)
        text = DECLARATION.format(name=name, address=address or self.address, more=more)
        (home / "sources" / f"{name}.toml").write_text(text)

    def serve(self, request: http.server.BaseHTTPRequestHandler) -> None:
        told = self.answers[request.path.split("?")[0].strip("/")]
        status, body = (told, b"") if isinstance(told, int) else (200, told)
        if told == "slow":
            time.sleep(1.5)
            return
        if told == "truncated":
            body = rows(9)[:200]
        request.send_response(status)
        request.send_header("Content-Length", str(len(body) + (500 if told == "truncated" else 0)))
        if status == 429:
            request.send_header("Retry-After", "0")
        request.end_headers()
        request.wfile.write(body)


class Receiver(_Server):
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.messages: list[tuple[str, str]] = []
        super().__init__()

    @property
    def address(self) -> str:
        return self.place

    @property
    def titles(self) -> list[str]:
        return [json.loads(body)["title"] for _, body in self.messages if body]

    def serve(self, request: http.server.BaseHTTPRequestHandler) -> None:
        size = int(request.headers.get("Content-Length", 0))
        self.messages.append((request.path, request.rfile.read(size).decode()))
        request.send_response(200)
        request.end_headers()
