"""The weekly job, once: fetch, read, place, store, aggregate, disclose, render, publish."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from jobs.code_version import code_version
from jobs.floors import measure
from jobs.publish import Origin, Publication, Rules, publish, up_to_date
from jobs.render import write_publication
from jobs.status import status_of
from tracker import embedded
from tracker.aggregate import build_view
from tracker.disclose import disclose
from tracker.embedded.load import ensure_embedded
from tracker.store import Store, open_store

Progress = Callable[[str], Any]


@dataclass
class Refresh:
    """What one refresh did."""

    publication: Publication | None
    as_of: str
    unchanged: bool
    problems: int
    seconds: dict[str, float] = field(default_factory=dict)


def refresh(
    home: Path, out: Path, *, clock: Callable[[], datetime] | None = None, rules: Rules | None = None
) -> Refresh:
    """Walk the whole path of the data once and publish the result at `out`.

    When nothing changed since the last publication, nothing is drawn.

    Raises
    ------
    PublicationRefused
        When the result lost places, people or layers, or does not verify; the old one stays.
    """
    now = (clock or (lambda: datetime.now(UTC)))()
    seconds: dict[str, float] = {}
    with open_store(home) as store:
        with _timed(seconds, "read"):
            ensure_embedded(store, home)
        inputs = inputs_of(store, home)
        problems = len(store.problems())
        origin = Origin(as_of=_as_of(store), inputs=inputs, versions=code_version())
        if up_to_date(out, origin.fingerprint):
            return Refresh(None, origin.as_of, True, problems, seconds)
        with _timed(seconds, "aggregate"):
            view = disclose(build_view(store, home))
        origin = Origin(origin.as_of, inputs, origin.versions, measure(view))
        status = status_of(view, store)
    with _timed(seconds, "publish"):
        publication = publish(
            lambda folder: write_publication(folder, view, status), out, origin=origin, rules=rules, now=now
        )
    return Refresh(publication, view.as_of, not publication.changed, problems, seconds)


@contextmanager
def _timed(seconds: dict[str, float], stage: str) -> Iterator[None]:
    start = perf_counter()
    try:
        yield
    finally:
        seconds[stage] = seconds.get(stage, 0.0) + perf_counter() - start


def inputs_of(store: Store, home: Path) -> dict[str, str]:
    """Return the sha256 of everything a publication is made from, by name."""
    inputs = {"embedded": embedded.fingerprint()}
    for name in store.snapshots()["sha256"]:
        inputs[f"snapshot {name}"] = str(name)
    for name in ("aliases.csv", "tracker.toml", "corrections.toml"):
        if (home / name).is_file():
            inputs[name] = hashlib.sha256((home / name).read_bytes()).hexdigest()
    for path in sorted((home / "boundaries").rglob("*")) if (home / "boundaries").is_dir() else []:
        if path.is_file() and "cache" not in path.parts:
            inputs[f"boundaries/{path.relative_to(home / 'boundaries')}"] = str(path.stat().st_size)
    return inputs


def _as_of(store: Store) -> str:
    newest = store.observations()["reference_end"].max()
    return str(newest) if isinstance(newest, str) else ""
