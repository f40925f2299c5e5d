"""What people are told after a run: failure, refusal, silent and stale sources, and recovery."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from jobs.alerts import Alerts, trouble_of
from jobs.claim import ENVIRONMENT, Claim
from jobs.config import Config, load_config
from jobs.errors import ConfigError, LeaseLost, PublicationRefused
from jobs.history import source_states
from tracker.errors import TrackerError

if TYPE_CHECKING:
    from jobs.ledger import Ledger

log = logging.getLogger("tracker.notify")
SILENT = {"failed": "did not answer as it should", "empty": "answered without any data"}
ASKED = ("fetched", "unchanged", "failed", "empty")
"""States of a source that was asked over the network in its last run."""


@contextmanager
def told_when_it_fails(home: Path, job: str, site: Path | None = None) -> Iterator[None]:
    """Tell people of any failure inside the block, also when the ledger cannot even be opened."""
    try:
        yield
    except Exception as error:
        tell_failure(home, job, error, site)
        raise


def tell_failure(home: Path, job: str, error: BaseException, site: Path | None = None) -> None:
    """Tell that a run failed or its publication was refused, what to do, and whether it is tried again."""
    if not isinstance(error, Exception) or isinstance(error, LeaseLost):
        return
    refused = isinstance(error, PublicationRefused)
    words = " ".join(str(error).split()) or type(error).__name__
    what = "was refused" if refused else "failed"
    alerts = _alerts(home)
    claim = Claim.of_environment()
    again = "It is tried again. " if claim and _tried_again(claim, alerts.config) else ""
    started = f" Started by the job {claim.job}." if claim and claim.job != job else ""
    hint = (
        "Look at the newest inputs (tracker problems)." if refused else "See tracker runs and tracker status."
    )
    alerts.open(
        trouble_of(job, site),
        "refused" if refused else "failed",
        f"{job} {what}: {words}",
        f"{again}The old publication stays.{started} {hint}",
        claim=os.environ.get(ENVIRONMENT),
    )


def _tried_again(claim: Claim, config: Config) -> bool:
    """Say whether the scheduler has another attempt at what it started."""
    return any(entry.id == claim.job and claim.attempt < entry.attempts for entry in config.job)


def tell_success(ledger: Ledger, job: str, site: Path | None = None) -> None:
    """Tell what is over, and which sources are silent or stale after a run that came through.

    Over is what went wrong with the same action at the same site, or before a site was known, and
    what went wrong with the job that started it.
    """
    alerts = _alerts(ledger.home)
    now = ledger.clock()
    stale = timedelta(days=alerts.config.changes.stale_days)
    claim = Claim.of_environment()
    over = [trouble_of(job, site), trouble_of(job), *([trouble_of(claim.job)] if claim else [])]
    for key in dict.fromkeys(over):
        alerts.close(key, f"{job} works again")
    try:
        states = source_states(ledger)
    except TrackerError as error:
        log.warning("the state of the sources could not be read: %s", error)
        return
    for row in states:
        source, state = row["source"], row["state"]
        if state == "skipped":
            for key in (f"source:{source}", f"stale:{source}"):
                alerts.close(key, f"source {source} is not asked any more")
            continue
        if state in SILENT:
            kept = "Its last good figures stay." if row["last_answer"] else "It has not answered so far."
            body = f"{row['detail'] or state}. {kept} Try: tracker sources check"
            alerts.open(f"source:{source}", "failed", f"source {source} {SILENT[state]}", body, now)
        else:
            alerts.close(f"source:{source}", f"source {source} answers again")
        last = row["last_answer"]
        if state in ASKED and (last is None or now - datetime.fromisoformat(last) > stale):
            since = f"since {last[:10]}" if last else "yet"
            title = f"source {source} has given no data {since}"
            body = (
                "Its figures grow old on every page."
                if last
                else "What pages show of it, if anything, was read from files."
            )
            alerts.open(f"stale:{source}", "stale", title, body, now)
        else:
            alerts.close(f"stale:{source}", f"source {source} is fresh again")


def _alerts(home: Path) -> Alerts:
    try:
        return Alerts(home, load_config(home))
    except ConfigError as error:
        log.error("%s", error)
        return Alerts(home, Config())
