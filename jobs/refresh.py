"""The weekly job, once: fetch, read, match, store, aggregate, disclose, render, publish."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jobs.changes import Limits, changes
from jobs.code_version import code_version
from jobs.config import Config, load_config
from jobs.fingerprint import inputs_of, newest_reference
from jobs.floors import measure
from jobs.gather import gather, silent
from jobs.last_tables import keep_tables, last_tables
from jobs.ledger import Clock, now_utc, open_ledger
from jobs.past import past_releases
from jobs.publish import Origin, Publication, publish, up_to_date
from jobs.render import write_publication
from jobs.running import Run
from jobs.status import status_of
from tracker.aggregate import shows_cercles
from tracker.fetch import Fetcher
from tracker.public import public_view
from tracker.store import Store, open_store
from tracker.view import View

JOB = "refresh"


@dataclass(frozen=True)
class Refresh:
    """What one refresh did."""

    as_of: str
    publication: Publication | None
    problems: int
    run: str

    @property
    def unchanged(self) -> bool:
        return self.publication is None or not self.publication.changed


def refresh(
    home: Path,
    out: Path,
    *,
    clock: Clock = now_utc,
    trigger: str = "hand",
    asked: Sequence[str] = (),
    accept_losses: bool = False,
    fetcher: Fetcher | None = None,
) -> Refresh:
    """Walk the whole path of the data once and publish the result at `out`.

    When nothing changed since the last publication nothing is drawn.

    Raises
    ------
    PublicationRefused
        When the result lost places, people or layers, or does not verify; the old one stays.
    """
    config = load_config(home)
    ledger = open_ledger(home, clock=clock)
    with ledger.run(JOB, trigger) as run, open_store(home) as store:
        gather(run, store, home, config.inbox, asked=asked, fetcher=fetcher)
        origin = Origin(newest_reference(store), inputs_of(store, home) | silent(run), code_version())
        if up_to_date(out, origin.fingerprint):
            return Refresh(origin.as_of, None, run.problem_count, run.id)
        views = _views(run, store, home)
        publication = _publish(run, store, views, out, origin, config, accept_losses)
        for view in views:
            keep_tables(home, view)
    return Refresh(views[0].as_of, publication, run.problem_count, run.id)


def _views(run: Run, store: Store, home: Path) -> list[View]:
    """Return the public view of regions, and of cercles where the record and boundaries allow it."""
    levels = (1, 2) if shows_cercles(store, home) else (1,)
    with run.stage("aggregate") as stage:
        views = [public_view(store, home, level=level, previous=last_tables(home, level)) for level in levels]
        hidden = [int((view.figures["value_status"] == "suppressed").sum()) for view in views]
        stage.count(figures=sum(len(view.figures) for view in views), suppressed=sum(hidden))
    return [_with_states(view, run) for view in views]


def _with_states(view: View, run: Run) -> View:
    states = view.sources["source"].map(run.sources).fillna(view.sources["state"])
    return replace(view, sources=view.sources.assign(state=states))


def _publish(
    run: Run, store: Store, views: list[View], out: Path, origin: Origin, config: Config, accept_losses: bool
) -> Publication:
    view, cercles = views[0], views[1] if len(views) > 1 else None
    before = last_tables(store.home, view.level)
    limits = Limits(**config.changes.model_dump())
    changed = changes(before, view, _last_sources(out), limits)
    status = status_of(view, store)
    past = past_releases(out, origin.fingerprint)
    with run.stage("publish") as stage:
        run.check_lease()
        publication = publish(
            lambda folder: write_publication(
                folder, view, cercles, status, changed, first=before is None, past=past
            ),
            out,
            origin=replace(origin, measures=measure(view)),
            rules=replace(config.rules, accept_losses=accept_losses),
            now=run.ledger.clock(),
            run=run.id,
            before_switch=run.check_lease,
        )
        stage.count(files=len(publication.manifest.files), bytes=publication.manifest.bytes)
        run.published(publication)
    return publication


def _last_sources(out: Path) -> list[dict[str, Any]]:
    status = out / "status.json"
    if not status.is_file():
        return []
    sources: list[dict[str, Any]] = json.loads(status.read_text(encoding="utf-8"))["sources"]
    return sources
