"""What is due: slots computed from the rule and our own ledger, never from a scheduler's memory."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from jobs.claim import Claim, claim_slot, stamp
from jobs.config import Job
from jobs.ledger import Ledger
from jobs.ledger_tables import slot

log = logging.getLogger("tracker.schedule")
LATE = timedelta(minutes=15)
MANY = 500
LONGEST = timedelta(days=400)
OPEN = ("waiting", "running")


@dataclass(frozen=True)
class Due:
    """The slot to run now and the older ones it stands for."""

    slot: datetime
    coalesced: tuple[datetime, ...] = ()
    late: bool = False

    @property
    def trigger(self) -> str:
        return "catch-up" if self.late else "schedule"


def due(job: Job, now: datetime, last: datetime | None, open_slots: list[datetime]) -> Due | None:
    """Decide what is due.

    Parameters
    ----------
    last
        The newest slot entered in the ledger that is not after `now`.  Slots after `now` were
        entered while the clock was wrong and do not keep the job from running.
    open_slots
        Slots entered and not settled: waiting for another attempt, or running somewhere.

    The newest slot within the grace time stands for all older ones; a job never seen before is
    due for its last slot at once.  When even the newest is older than that, nothing is due.
    """
    earliest = now - timedelta(days=job.misfire_grace_days)
    after = max(last, earliest) if last else earliest
    slots = sorted({*job.rule.slots(after, now), *(slot for slot in open_slots if earliest < slot <= now)})
    if not slots:
        return None
    older = slots[:-1] if last else []
    if last and last < earliest and len(slots) < MANY:
        older = job.rule.slots(max(last, now - LONGEST), earliest) + older
    return Due(slots[-1], tuple(older), late=now - slots[-1] > LATE)


def claim_due(ledger: Ledger, job: Job, owner: str, now: datetime) -> tuple[Claim, Due] | None:
    """Claim what is due for the job, entering coalesced and missed slots; None when there is nothing.

    One transaction: of two schedulers at the same slot one gets the claim, the other nothing.
    """
    with ledger.writing() as connection:
        found = due(job, now, _last(connection, job.id, now), _open(connection, job.id))
        _give_up(connection, job, now)
        if found is None:
            _miss(connection, job, now)
            return None
        wanted = Claim(
            job=job.id,
            due_at=stamp(found.slot),
            attempt=0,
            owner=owner,
            lease_seconds=job.lease_seconds,
            limit_seconds=job.time_limit_minutes * 60,
        )
        claim = claim_slot(connection, wanted, now, attempts=job.attempts)
        if claim is None:
            _exhaust(connection, wanted, now, job.attempts)
            return None
        for older in found.coalesced:
            _coalesce(connection, job.id, older, claim, now)
        return claim, found


def _miss(connection: sa.Connection, job: Job, now: datetime) -> None:
    """Enter the newest slot that passed unseen and is older than the grace time."""
    last, earliest = _last(connection, job.id, now), now - timedelta(days=job.misfire_grace_days)
    if last is None or last >= earliest:
        return
    for moment in job.rule.slots(max(last, earliest - LONGEST), earliest)[-1:]:
        log.error(
            "%s due at %s was missed: %s days is too late for it", job.id, moment, job.misfire_grace_days
        )
        row = {
            "job": job.id,
            "due_at": stamp(moment),
            "state": "missed",
            "attempt": 0,
            "settled_at": stamp(now),
        }
        connection.execute(sa.insert(slot).values(**row, note="older than the grace time"))


def _last(connection: sa.Connection, job: str, now: datetime) -> datetime | None:
    newest = sa.select(sa.func.max(slot.c.due_at)).where((slot.c.job == job) & (slot.c.due_at <= stamp(now)))
    found = connection.scalar(newest)
    return datetime.fromisoformat(found) if found else None


def _open(connection: sa.Connection, job: str) -> list[datetime]:
    wanted = sa.select(slot.c.due_at).where((slot.c.job == job) & slot.c.state.in_(OPEN))
    return [datetime.fromisoformat(text) for text in connection.scalars(wanted)]


def _coalesce(connection: sa.Connection, job: str, older: datetime, into: Claim, now: datetime) -> None:
    """Enter an older slot as done by a newer one, unless somebody is at it."""
    settled = {
        "state": "coalesced",
        "settled_at": stamp(now),
        "lease_until": None,
        "note": f"made up for by {into.due_at}",
    }
    row = {"job": job, "due_at": stamp(older)}
    idle = (slot.c.state == "waiting") | ((slot.c.state == "running") & (slot.c.lease_until < stamp(now)))
    same = (slot.c.job == job) & (slot.c.due_at == row["due_at"])
    if connection.execute(sa.select(slot.c.job).where(same)).first():
        connection.execute(sa.update(slot).where(same & idle).values(settled))
    else:
        connection.execute(sa.insert(slot).values(**row, attempt=0, **settled))


def _give_up(connection: sa.Connection, job: Job, now: datetime) -> None:
    """Enter slots left open for longer than the grace time as missed."""
    before = stamp(now - timedelta(days=job.misfire_grace_days))
    idle = (slot.c.state == "waiting") | ((slot.c.state == "running") & (slot.c.lease_until < stamp(now)))
    connection.execute(
        sa.update(slot)
        .where((slot.c.job == job.id) & (slot.c.due_at < before) & idle)
        .values(state="missed", settled_at=stamp(now), note="older than the grace time")
    )


def _exhaust(connection: sa.Connection, wanted: Claim, now: datetime, attempts: int) -> None:
    """Settle a slot whose last attempt died and that has none left."""
    same = (slot.c.job == wanted.job) & (slot.c.due_at == wanted.due_at) & (slot.c.attempt >= attempts)
    dead = (slot.c.state == "running") & (slot.c.lease_until < stamp(now))
    ended = {
        "state": "failed",
        "settled_at": stamp(now),
        "lease_until": None,
        "note": "its process died",
    }
    connection.execute(sa.update(slot).where(same & dead).values(ended))
