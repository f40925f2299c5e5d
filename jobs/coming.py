"""When a job runs next, in words: at its next due time, again after a failure, or right now."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from jobs.config import Job
from jobs.history import slots
from jobs.ledger import Ledger


def coming(ledger: Ledger, job: Job) -> str:
    """Return when the job runs next, in its own time zone."""
    newest = next(iter(slots(ledger, job.id, limit=1)), None)
    if newest and newest["state"] == "running":
        return f"it is under way, due since {_moment(newest['due_at'], job)}"
    if newest and newest["state"] == "waiting" and newest["not_before"]:
        return f"its last attempt failed; the next one is after {_moment(newest['not_before'], job)}"
    following = job.rule.following(ledger.clock())
    return f"next run {_moment(following.isoformat(), job)}" if following else "no other run is due"


def _moment(text: str, job: Job) -> str:
    there = datetime.fromisoformat(text).astimezone(ZoneInfo(job.timezone))
    return f"{there:%Y-%m-%d %H:%M} ({job.timezone})"
