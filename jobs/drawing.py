"""The second half of the path: views, what changed, pages and layers, published whole.

Kept apart from `jobs.refresh` because it loads the drawing libraries, which a refresh with nothing
new does without.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from jobs.changes import Limits, changes
from jobs.config import Config
from jobs.floors import measure
from jobs.last_tables import keep_tables, last_tables, mark_last, tables_of
from jobs.manifest import read_manifest
from jobs.past import past_releases
from jobs.publish import Origin, Publication, publish
from jobs.render import write_publication
from jobs.retention import released
from jobs.running import Run
from jobs.status import status_of
from jobs.switch import current_release, releases_of
from jobs.unforeseen import in_one_line
from tracker.aggregate import shows_cercles
from tracker.public import public_view
from tracker.store import Store
from tracker.sums import Tables
from tracker.view import View


def draw_and_publish(
    run: Run, store: Store, home: Path, out: Path, origin: Origin, config: Config, accept_losses: bool
) -> Publication:
    """Draw the record as it may be shown, publish it at `out`, and keep its tables for the next one.

    Raises
    ------
    PublicationRefused
        When the result lost places, people or layers, or does not verify; the old one stays.
    """
    views = _views(run, store, home)
    keep_tables(home, origin.fingerprint, views)
    publication = _publish(run, store, views, out, origin, config, accept_losses)
    if publication.held is None:
        mark_last(home, publication.manifest.fingerprint, _fingerprints(out))
    return publication


def _fingerprints(out: Path) -> list[str]:
    """Return the fingerprints of the publications on disk."""
    manifests = [read_manifest(releases_of(out) / name) for name in released(out)]
    return [manifest.fingerprint for manifest in manifests if manifest]


def _views(run: Run, store: Store, home: Path) -> list[View]:
    """Return the public view of regions, and of cercles where the record and boundaries allow it.

    Cercles are disclosed beside the regions they are published with.
    """
    with run.stage("aggregate") as stage:
        views = [public_view(store, home, level=1, previous=last_tables(home, 1))]
        with in_one_line(home, "drawing the cercles"):
            if shows_cercles(store, home):
                views.append(public_view(store, home, level=2, previous=last_tables(home, 2), above=views[0]))
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
    before = _shown(store.home, out, view.level)
    limits = Limits(**config.changes.model_dump())
    changed = changes(before, view, _last_sources(out), limits)
    status = status_of(view, store, run.sources)
    past = past_releases(out, origin.fingerprint)
    with run.stage("publish") as stage:
        run.check_lease()
        publication = publish(
            lambda folder: write_publication(
                folder,
                view,
                cercles,
                status,
                changed,
                first=before is None,
                past=past,
                stale_days=config.changes.stale_days,
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


def _shown(home: Path, out: Path, level: int) -> Tables | None:
    """Return the tables of what readers see now, which after a rollback is not what came last."""
    current = current_release(out)
    if current is None:
        return None
    return tables_of(home, current.fingerprint, level) or last_tables(home, level)


def _last_sources(out: Path) -> list[dict[str, Any]]:
    status = out / "status.json"
    if not status.is_file():
        return []
    sources: list[dict[str, Any]] = json.loads(status.read_text(encoding="utf-8"))["sources"]
    return sources
