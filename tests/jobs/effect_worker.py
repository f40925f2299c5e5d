"""Stands in for `tracker refresh` in the tests: takes a while, then has one effect per due time."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import sqlalchemy as sa

from jobs.claim import Claim
from jobs.errors import PublicationRefused
from jobs.ledger import open_ledger
from tracker.errors import TrackerError

ERRORS = {"failed": TrackerError, "refused": PublicationRefused}


def main() -> None:
    """Add one row to the table `effect` in the transaction that settles the slot."""
    job = sys.argv[1]
    seconds = float(os.environ.get("EFFECT_SECONDS", "0.2"))
    status = int(os.environ.get("EFFECT_STATUS", "0"))
    claim = Claim.of_environment()
    site = Path(sys.argv[sys.argv.index("--out") + 1]) if "--out" in sys.argv else None
    assert claim is not None
    if effects := os.environ.get("EFFECT_FILE"):
        with Path(effects).open("a") as stream:
            stream.write(f"{claim.due_at} {claim.attempt}\n")
    ledger = open_ledger(patience_seconds=30)
    with ledger.run(job, "schedule", claim=claim, site=site) as run, run.stage("work"):
        time.sleep(seconds)
        if status:
            print("the work went wrong", file=sys.stderr)
            sys.exit(status)
        if error := os.environ.get("EFFECT_ERROR"):
            raise ERRORS[error]("four places of nine")
        if os.environ.get("EFFECT_TABLE"):
            done = sa.text("INSERT INTO effect (job, attempt) VALUES (:job, :attempt)")
            row = {"job": claim.job, "attempt": claim.attempt}
            run.on_success.append(lambda connection: connection.execute(done, row) and None)


if __name__ == "__main__":
    main()
