"""A server on this machine that answers as badly as the real ones do."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Served:
    """What was asked, and what to answer: one behaviour per request, the last one for ever."""

    url: str
    behaviours: list[Callable[[BaseHTTPRequestHandler], None]]
    asked: list[tuple[dict[str, str], dict[str, str]]] = field(default_factory=list)


def answers(body: bytes, status: int = 200, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    def behave(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return behave


def cut_mid_body(body: bytes) -> Callable[[BaseHTTPRequestHandler], None]:
    def behave(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body[: len(body) // 2])
        handler.wfile.flush()
        handler.connection.close()

    return behave


def slow(seconds: float) -> Callable[[BaseHTTPRequestHandler], None]:
    def behave(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(seconds)
        answers(b"{}")(handler)

    return behave


def pages(rows: list[dict[str, Any]]) -> Callable[[BaseHTTPRequestHandler], None]:
    """Answer with the slice that limit and offset ask for, as HAPI does."""

    def behave(handler: BaseHTTPRequestHandler) -> None:
        asked = parse_qs(urlsplit(handler.path).query)
        start, size = int(asked["offset"][0]), int(asked["limit"][0])
        answers(json.dumps({"data": rows[start : start + size]}).encode())(handler)

    return behave


@contextmanager
def serving(*behaviours: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[Served]:
    """Serve on a free port of the loopback address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            served.asked.append((query, {name.lower(): value for name, value in self.headers.items()}))
            place = min(len(served.asked), len(served.behaviours)) - 1
            try:
                served.behaviours[place](self)
            except (BrokenPipeError, ConnectionResetError):
                return

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served = Served(f"http://127.0.0.1:{server.server_port}/v3/displacement/admin2", list(behaviours))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
