"""The one seam to the network: GET over https from a declared host, or a reason why not.

Redirects are not followed (a key in a header would follow them), but for one to a declared file
store by a request without a key.  Private addresses are refused, bytes are capped after unpacking,
and only what may pass by itself is tried again: 429, 5xx and time-outs, waiting as long as the
server asks for.
"""

from __future__ import annotations

import ipaddress
import logging
import socket
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

import httpx
import stamina

from geodata.how_many import how_many
from tracker.errors import FetchFailed

TIMEOUT_SECONDS = 30.0
ATTEMPTS = 4
LONGEST_WAIT_SECONDS = 120.0
_AGAIN = (429, 500, 502, 503, 504)

# Both log addresses, one of them headers; a key must never reach a log.
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)


class _TryAgain(Exception):
    """A refusal that may pass: too many requests, a server error, a time-out."""

    def __init__(self, words: str, wait: float | None = None) -> None:
        super().__init__(words)
        self.wait = wait


@dataclass(frozen=True)
class Fetcher:
    """How to ask: which hosts, how long, how much.

    `plain_loopback` admits http and loopback addresses, for servers on this machine.
    """

    hosts: tuple[str, ...]
    max_bytes: int = 100_000_000
    timeout: float = TIMEOUT_SECONDS
    attempts: int = ATTEMPTS
    first_wait: float = 1.0
    plain_loopback: bool = False
    redirect_hosts: tuple[str, ...] = ()
    """Hosts that one redirect of a request without a key may lead to: a catalogue's file store."""

    def get(
        self, url: str, parameters: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> bytes:
        """Return the body of a successful answer.

        Raises
        ------
        FetchFailed
            Naming the host and what went wrong; never the query, a header or a key.
        """
        host = self._admitted(url)
        retried = stamina.retry_context(
            on=_wait_of,
            attempts=self.attempts,
            timeout=self.attempts * self.timeout + LONGEST_WAIT_SECONDS,
            wait_initial=self.first_wait,
            wait_max=LONGEST_WAIT_SECONDS,
        )
        try:
            for attempt in retried:
                with attempt:
                    return self._once(host, url, parameters, headers)
        except _TryAgain as error:
            raise FetchFailed(f"{host} {error}; asked {how_many(self.attempts, 'time')}, given up") from None
        raise FetchFailed(f"{host} was not asked")

    def _admitted(self, url: str) -> str:
        """Return the host when the address may be asked at all."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.scheme != "https" and not (self.plain_loopback and _is_private(host)):
            raise FetchFailed(
                f"{host or url} is asked over https only; the address begins with {parts.scheme!r}"
            )
        if host not in self.hosts:
            raise FetchFailed(
                f"{host} is not among the hosts declared for this source ({', '.join(self.hosts)})"
            )
        if not self.plain_loopback and _is_private(host):
            raise FetchFailed(f"{host} leads to a private address; it was not asked")
        return host

    def _once(
        self, host: str, url: str, parameters: Mapping[str, str] | None, headers: Mapping[str, str] | None
    ) -> bytes:
        try:
            with (
                httpx.Client(follow_redirects=False, timeout=self.timeout, trust_env=True) as client,
                client.stream(
                    "GET", url, params=dict(parameters or {}), headers=dict(headers or {})
                ) as answer,
            ):
                if there := self._moved(url, answer, headers):
                    stays = replace(self, redirect_hosts=())
                    return stays._once(urlsplit(there).hostname or "", there, None, headers)
                _check(host, answer)
                return self._body(host, answer)
        except httpx.TimeoutException:
            raise _TryAgain(f"did not answer within {self.timeout:g} s") from None
        except httpx.RemoteProtocolError:
            raise FetchFailed(
                f"{host} broke off in the middle of its answer; nothing of it was kept"
            ) from None
        except httpx.HTTPError as error:
            raise FetchFailed(f"{host} cannot be reached ({type(error).__name__})") from None

    def _moved(self, url: str, answer: httpx.Response, headers: Mapping[str, str] | None) -> str | None:
        """Return where an admitted redirect leads; none is admitted that would carry a header along."""
        if not answer.is_redirect or set(headers or {}) - {"Range"}:
            return None
        there = urljoin(url, answer.headers.get("location", ""))
        host = urlsplit(there).hostname or ""
        admitted = host in self.redirect_hosts and replace(self, hosts=(host,))._admitted(there)
        return there if admitted else None

    def _body(self, host: str, answer: httpx.Response) -> bytes:
        body = bytearray()
        for piece in answer.iter_bytes():
            body += piece
            if len(body) > self.max_bytes:
                raise FetchFailed(f"{host} sent more than {self.max_bytes / 1e6:,.0f} MB; it was cut off")
        return bytes(body)


def _check(host: str, answer: httpx.Response) -> None:
    status = answer.status_code
    if answer.is_success:
        return
    if answer.is_redirect:
        target = urlsplit(answer.headers.get("location", "")).hostname or "another address"
        raise FetchFailed(
            f"{host} redirects to {target}; redirects are not followed, declare the new address"
        )
    if status in (401, 403):
        raise FetchFailed(
            f"{host} refused the key (status {status}); check the environment variable of the source"
        )
    if status in _AGAIN:
        raise _TryAgain(f"answered with status {status}", _retry_after(answer))
    raise FetchFailed(f"{host} answered with status {status}")


def _retry_after(answer: httpx.Response) -> float | None:
    written = answer.headers.get("retry-after", "")
    try:
        return min(max(float(written), 0.0), LONGEST_WAIT_SECONDS)
    except ValueError:
        return None


def _wait_of(error: Exception) -> bool | float:
    """Return whether to try again, or after how many seconds when the server said so."""
    if not isinstance(error, _TryAgain):
        return False
    return True if error.wait is None else error.wait


def _is_private(host: str) -> bool:
    """Whether a host is, or resolves to, an address that is not public."""
    try:
        found = {entry[4][0] for entry in socket.getaddrinfo(host, None)}
    except OSError:
        return False
    return any(not ipaddress.ip_address(str(address).split("%")[0]).is_global for address in found)
