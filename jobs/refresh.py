"""The weekly job, once: fetch, read, match, store, aggregate, disclose, render, publish."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from jobs.code_version import code_version
from jobs.fingerprint import inputs_of, newest_reference
from jobs.floors import measure
from jobs.last_tables import keep_tables, last_tables
from jobs.ledger import Clock, now_utc, open_ledger
from jobs.publish import Origin, Publication, Rules, publish, up_to_date
from jobs.render import write_publication
from jobs.running import Run
from jobs.status import status_of
from tracker.aggregate import shows_cercles
from tracker.embedded.load import ensure_embedded
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
    home: Path, out: Path, *, clock: Clock = now_utc, trigger: str = "hand", rules: Rules | None = None
) -> Refresh:
    """Walk the whole path of the data once and publish the result at `out`.

    When nothing changed since the last publication nothing is drawn.

    Raises
    ------
    PublicationRefused
        When the result lost places, people or layers, or does not verify; the old one stays.
    """
    ledger = open_ledger(home, clock=clock)
    with ledger.run(JOB, trigger) as run, open_store(home) as store:
        with run.stage("read") as stage:
            stage.count(tables=ensure_embedded(store, home, run.id))
            run.problems(len(store.problems(run_id=run.id)))
        origin = Origin(newest_reference(store), inputs_of(store, home), code_version())
        if up_to_date(out, origin.fingerprint):
            return Refresh(origin.as_of, None, run.problem_count, run.id)
        levels = (1, 2) if shows_cercles(store, home) else (1,)
        with run.stage("aggregate") as stage:
            views = [
                public_view(store, home, level=level, previous=last_tables(home, level)) for level in levels
            ]
            hidden = [int((view.figures["value_status"] == "suppressed").sum()) for view in views]
            stage.count(figures=sum(len(view.figures) for view in views), suppressed=sum(hidden))
        publication = _publish(run, store, views, out, origin, rules, clock)
        for view in views:
            keep_tables(home, view)
    return Refresh(views[0].as_of, publication, run.problem_count, run.id)


def _publish(
    run: Run, store: Store, views: list[View], out: Path, origin: Origin, rules: Rules | None, clock: Clock
) -> Publication:
    view, cercles = views[0], views[1] if len(views) > 1 else None
    status = status_of(view, store)
    with run.stage("publish") as stage:
        run.check_lease()
        publication = publish(
            lambda folder: write_publication(folder, view, cercles, status, [], first=True),
            out,
            origin=Origin(origin.as_of, origin.inputs, origin.versions, measure(view)),
            rules=rules,
            now=clock(),
            run=run.id,
        )
        stage.count(files=len(publication.manifest.files), bytes=publication.manifest.bytes)
        run.published(publication)
    return publication
