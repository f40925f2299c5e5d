"""Who may run a slot: a claim with a lease and an attempt number, taken over when it runs out.

The attempt is the fence: whatever an attempt commits counts only while the slot still carries
its number, so a worker that slept through its lease changes nothing.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from jobs.ledger_tables import slot

ENVIRONMENT = "TRACKER_CLAIM"
MICROSECONDS = "microseconds"
BEYOND = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Claim:
    """One attempt at one slot by one owner."""

    job: str
    due_at: str
    attempt: int
    owner: str
    lease_seconds: float = 90
    limit_seconds: float = 7200

    def text(self) -> str:
        """Return the claim as the scheduler hands it to its worker."""
        return json.dumps(asdict(self))

    @staticmethod
    def of_environment(job: str | None = None) -> Claim | None:
        """Return the claim the scheduler handed over, for whichever job or only for this one, if any."""
        text = os.environ.get(ENVIRONMENT)
        claim = Claim(**json.loads(text)) if text else None
        return claim if claim and job in (None, claim.job) else None


def stamp(moment: datetime) -> str:
    """Return a moment in UTC as text that sorts like the moment."""
    offset = moment.utcoffset()
    naive = moment.replace(tzinfo=None) - (offset or timedelta(0))
    return naive.isoformat(timespec=MICROSECONDS) + "+00:00"


def claim_slot(connection: sa.Connection, wanted: Claim, now: datetime, *, attempts: int) -> Claim | None:
    """Take a slot that nobody has, that waits for another attempt, or whose lease ran out.

    Returns None when somebody else holds it, it is settled, it is to wait, or its attempts are
    used up.  Works alike on SQLite and PostgreSQL: an insert that gives way to an existing row,
    then one conditional update.
    """
    row = {"job": wanted.job, "due_at": wanted.due_at, "state": "waiting", "attempt": 0}
    insert = _insert(connection).values(row).on_conflict_do_nothing(index_elements=["job", "due_at"])
    connection.execute(insert)
    moment = stamp(now)
    free = (slot.c.state == "waiting") & (slot.c.not_before.is_(None) | (slot.c.not_before <= moment))
    # a lease or a wait that reaches beyond any we give was entered before the clock was set back
    beyond = stamp(now + timedelta(seconds=wanted.lease_seconds) + BEYOND)
    free |= (slot.c.state == "waiting") & (slot.c.not_before > beyond)
    running = slot.c.state == "running"
    abandoned = running & ((slot.c.lease_until < moment) | (slot.c.lease_until > beyond))
    taken = connection.execute(
        sa.update(slot)
        .where(_is(wanted) & (free | abandoned) & (slot.c.attempt < attempts))
        .values(
            state="running",
            attempt=slot.c.attempt + 1,
            owner=wanted.owner,
            lease_until=stamp(now + timedelta(seconds=wanted.lease_seconds)),
            not_before=None,
        )
        .returning(slot.c.attempt)
    ).scalar_one_or_none()
    if taken is None:
        return None
    return Claim(wanted.job, wanted.due_at, taken, wanted.owner, wanted.lease_seconds, wanted.limit_seconds)


def renew(connection: sa.Connection, claim: Claim, now: datetime) -> bool:
    """Extend the lease; False when the slot is no longer this attempt's."""
    until = stamp(now + timedelta(seconds=claim.lease_seconds))
    return _update(connection, claim, {"lease_until": until})


def settle(
    connection: sa.Connection,
    claim: Claim,
    state: str,
    now: datetime,
    run_id: str | None = None,
    note: str | None = None,
) -> bool:
    """End the slot as succeeded or failed; False when it is no longer this attempt's."""
    ended = {"state": state, "settled_at": stamp(now), "lease_until": None, "note": note}
    return _update(connection, claim, {**ended, "run_id": run_id} if run_id else ended)


def retry_later(connection: sa.Connection, claim: Claim, not_before: datetime, note: str) -> bool:
    """Give the slot back for another attempt; False when it is no longer this attempt's."""
    waiting = {"state": "waiting", "lease_until": None, "not_before": stamp(not_before), "note": note}
    return _update(connection, claim, waiting)


def holds(connection: sa.Connection, claim: Claim) -> bool:
    """Say whether the slot is still this attempt's."""
    found = sa.select(slot.c.job).where(_mine(claim))
    return connection.execute(found).first() is not None


def _is(claim: Claim) -> sa.ColumnElement[bool]:
    return (slot.c.job == claim.job) & (slot.c.due_at == claim.due_at)


def _mine(claim: Claim) -> sa.ColumnElement[bool]:
    return (
        _is(claim)
        & (slot.c.state == "running")
        & (slot.c.attempt == claim.attempt)
        & (slot.c.owner == claim.owner)
    )


def _update(connection: sa.Connection, claim: Claim, values: dict[str, str | None]) -> bool:
    return connection.execute(sa.update(slot).where(_mine(claim)).values(values)).rowcount == 1


def _insert(connection: sa.Connection) -> postgresql.Insert | sqlite.Insert:
    return postgresql.insert(slot) if connection.dialect.name == "postgresql" else sqlite.insert(slot)
