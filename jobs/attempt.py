"""What follows from how a worker ended: the slot settled, another attempt, or somebody told."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from jobs.alerts import Alerts, trouble_of
from jobs.claim import Claim, holds, retry_later, settle
from jobs.config import REFRESH, Job
from jobs.ledger import Ledger
from jobs.ledger_tables import slot
from jobs.worker import End

log = logging.getLogger("tracker.schedule")


def follow_up(ledger: Ledger, job: Job, claim: Claim, end: End, alerts: Alerts) -> bool:
    """Settle the attempt and say whether its slot succeeded.

    A worker settles its own success.  One that was killed is tried again at the next round, one
    that failed after the declared time; after the last attempt the slot is failed.  People are told
    here only of what the worker could not tell them itself.
    """
    now = ledger.clock()
    with ledger.writing() as connection:
        state = connection.scalar(
            sa.select(slot.c.state).where((slot.c.job == claim.job) & (slot.c.due_at == claim.due_at))
        )
        if not holds(connection, claim):
            log.info("%s of %s: %s", claim.job, claim.due_at, state)
            return state == "succeeded"
        why = _why(end)
        if end.status == 0:
            succeeded = settle(connection, claim, "succeeded", now)
        elif claim.attempt >= job.attempts:
            settle(connection, claim, "failed", now, note=why)
        else:
            later = timedelta(0) if _killed(end) else timedelta(minutes=job.retry_after_minutes)
            retry_later(connection, claim, now + later, why)
    trouble = trouble_of(job.action, alerts.config.out if job.action == REFRESH else None)
    if end.status == 0:
        alerts.close(trouble, f"{job.id} works again")
        return succeeded
    log.error("%s of %s, attempt %s of %s: %s", claim.job, claim.due_at, claim.attempt, job.attempts, why)
    for identifier in ledger.mark_interrupted(job.action, before=replace(claim, attempt=claim.attempt + 1)):
        log.error("run %s is marked as interrupted", identifier)
    if end.ended_by_us != "the scheduler was stopped" and not alerts.met_by(claim.text()):
        again = "" if claim.attempt >= job.attempts else "It is tried again. "
        started = f" Started by the job {job.id}." if job.id != job.action else ""
        body = f"{again}The old publication stays.{started} See {end.log_file.name} in logs/."
        alerts.open(trouble, "failed", f"{job.action} failed: {why}", body)
    return False


def _killed(end: End) -> bool:
    return end.status < 0 or end.ended_by_us is not None


def _why(end: End) -> str:
    if end.ended_by_us:
        return end.ended_by_us
    if end.status < 0:
        return f"its process was killed by signal {-end.status}"
    return end.last_line or f"it left with status {end.status}"
