"""One live source asked, its answer kept as a file under the data directory."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Literal

from geodata.how_many import how_many
from tracker.errors import DeclarationError, FetchFailed
from tracker.fetch import Fetcher
from tracker.source import Live, Source

State = Literal["fetched", "unchanged", "empty", "failed", "skipped"]
_CONNECTORS = {"dtm-api": "dtm_api", "hapi": "hapi"}


@dataclass(frozen=True, slots=True)
class Pulled:
    """What became of asking one source; `path` holds its newest good answer, if there is one."""

    source: str
    state: State
    message: str
    path: Path | None = None
    sha256: str = ""


def answer_path(home: Path, source: Source) -> Path:
    """Return where the newest good answer of a source is kept."""
    return home / "fetched" / f"{source.id}.json"


def pull_source(
    source: Source,
    home: Path,
    *,
    environment: Mapping[str, str] | None = None,
    fetcher: Fetcher | None = None,
) -> Pulled:
    """Ask a source and keep its answer; an empty or failed answer never replaces a good one.

    Nothing is raised for a source that does not answer: the state says it, so that the others go on.

    Raises
    ------
    DeclarationError
        When the source declares no connector, or one that does not exist.
    """
    live = _declared(source)
    key = (os.environ if environment is None else environment).get(live.key_env, "") if live.key_env else ""
    path = answer_path(home, source)
    kept = path if path.is_file() else None
    if live.key_env and not key:
        return Pulled(
            source.id, "skipped", f"set {live.key_env} in the environment to ask {live.hosts[0]}", kept
        )
    asking = fetcher or _asking(live)
    connector = import_module(f"tracker.live.{_CONNECTORS[live.connector]}")
    try:
        body = connector.pull(live, asking, {live.key_header: key} if key else {})
    except FetchFailed as error:
        return Pulled(source.id, "failed", _without(str(error), key), kept)
    if body is None:
        return Pulled(source.id, "empty", f"{live.hosts[0]} answered without a single row", kept)
    if key and key.encode() in body:
        return Pulled(
            source.id, "failed", f"{live.hosts[0]} repeated the key in its answer; it was not kept", kept
        )
    return _keep(source, path, body)


def _asking(live: Live) -> Fetcher:
    return Fetcher(
        live.hosts,
        max_bytes=live.max_bytes,
        timeout=live.timeout_seconds,
        attempts=live.attempts,
        plain_loopback=live.within_reach,
    )


def _declared(source: Source) -> Live:
    if source.live is None:
        raise DeclarationError(
            f"source {source.id!r} is not asked over the network; give its files to `tracker ingest`"
        )
    if source.live.connector not in _CONNECTORS:
        known = ", ".join(_CONNECTORS)
        raise DeclarationError(
            f"source {source.id!r}: no connector {source.live.connector!r}; there are: {known}"
        )
    return source.live


def _keep(source: Source, path: Path, body: bytes) -> Pulled:
    digest = hashlib.sha256(body).hexdigest()
    if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == digest:
        return Pulled(source.id, "unchanged", "the answer is the one already known", path, digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    return Pulled(source.id, "fetched", how_many(len(body), "byte"), path, digest)


def _without(text: str, key: str) -> str:
    return text.replace(key, "***") if key else text
