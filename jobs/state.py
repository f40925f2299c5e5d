"""The state of everything, for `tracker status`: what is published, runs, is silent, open or rejected."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from jobs import journal
from jobs.alerts import Alerts
from jobs.config import Config, Job
from jobs.due import LATE
from jobs.heartbeat import last_beat
from jobs.history import runs, slots, source_states
from jobs.ledger import Ledger
from jobs.rejected import rejected
from jobs.retention import released
from jobs.switch import current_release


def state_of(ledger: Ledger, config: Config) -> dict[str, Any]:
    """Return the state as one document; ages are counted from the ledger's clock."""
    now = ledger.clock()
    return {
        "home": str(ledger.home),
        "publication": _publication(config, now),
        "jobs": [_job(ledger, job, now) for job in config.job],
        "sources": source_states(ledger),
        "open": [{"key": key, **entry} for key, entry in Alerts(ledger.home, config).current().items()],
        "inbox": str(config.inbox),
        "rejected": [entry.record() for entry in rejected(config.inbox)],
        "scheduler": _scheduler(ledger, config, now),
    }


def _publication(config: Config, now: datetime) -> dict[str, Any] | None:
    current = current_release(config.out)
    if current is None:
        return None
    history = journal.entries(config.out)
    last = history[-1] if history else None
    return {
        "out": str(config.out),
        "release": current.release,
        "as_of": current.as_of,
        "since": last.at if last else None,
        "age_days": (now - datetime.fromisoformat(last.at)).days if last else None,
        "by": last.action if last else None,
        "files": len(current.files),
        "bytes": current.bytes,
        "releases": released(config.out),
    }


def _job(ledger: Ledger, job: Job, now: datetime) -> dict[str, Any]:
    newest = runs(ledger, limit=1, job=job.action)
    known = slots(ledger, job.id, limit=1)
    following = job.rule.following(now)
    due = job.rule.slots(now - timedelta(days=job.misfire_grace_days), now - LATE)
    settled = bool(known) and (not due or datetime.fromisoformat(known[0]["due_at"]) >= due[-1])
    return {
        "job": job.id,
        "schedule": job.schedule,
        "timezone": job.timezone,
        "next_due": following.isoformat() if following else None,
        "late": bool(known) and (not settled or known[0]["state"] in ("waiting", "failed", "missed")),
        "last_slot": known[0] if known else None,
        "last_run": _brief(newest[0]) if newest else None,
    }


def _brief(run: dict[str, Any]) -> dict[str, Any]:
    names = ("id", "trigger", "started_at", "finished_at", "outcome", "error", "problems")
    return {name: run[name] for name in names}


def _scheduler(ledger: Ledger, config: Config, now: datetime) -> dict[str, Any] | None:
    beat = last_beat(ledger.home / config.process.heartbeat)
    if beat is None:
        return None
    age = (now - datetime.fromisoformat(str(beat["at"]))).total_seconds()
    alive = beat["state"] == "running" and age < 3 * config.process.check_seconds
    return {**beat, "age_seconds": round(age), "alive": alive}
