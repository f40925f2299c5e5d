"""The weekly job, once: fetch, read, match, store, aggregate, disclose, render, publish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jobs.claim import Claim
from jobs.code_version import code_version
from jobs.config import REFRESH, load_config
from jobs.fingerprint import inputs_of, newest_reference
from jobs.gather import gather, silent
from jobs.ledger import Clock, now_utc, open_ledger
from jobs.publish import Origin, Publication, up_to_date
from jobs.settled import look_of
from jobs.settling import loads_of, settle
from jobs.unforeseen import in_one_line
from tracker.fetch import Fetcher
from tracker.store import open_store


@dataclass(frozen=True)
class Refresh:
    """What one refresh did."""

    as_of: str
    publication: Publication | None
    problems: int
    run: str
    rejected: tuple[Path, ...] = ()
    """The reports on files of the inbox that were not taken in."""

    @property
    def unchanged(self) -> bool:
        """Whether readers see what they saw before."""
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
    look = look_of(home)
    config = load_config(home)
    ledger = open_ledger(home, clock=clock)
    publication = None
    with (
        ledger.run(REFRESH, trigger, claim=Claim.of_environment(), site=out) as run,
        open_store(home) as store,
        in_one_line(home, "the refresh"),
    ):
        taken = gather(run, store, home, config.inbox, asked=asked, fetcher=fetcher)
        loads = loads_of(store)
        origin = Origin(newest_reference(store), inputs_of(store, home) | silent(run), code_version())
        if not up_to_date(out, origin.fingerprint):
            from jobs.drawing import draw_and_publish

            publication = draw_and_publish(run, store, home, out, origin, config, accept_losses)
        settle(run, store, out, origin, config, look, loads)
    rejected = tuple(file.report for file in taken if not file.accepted)
    return Refresh(origin.as_of, publication, run.problem_count, run.id, rejected)
