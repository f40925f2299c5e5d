"""Stands in for `tracker refresh` in the tests: takes a while, then has one effect per due time."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import sqlalchemy as sa

from jobs.claim import Claim, settle
from jobs.errors import LeaseLost
from jobs.ledger import open_ledger, tables


def main() -> None:
    """Add one row to the table `effect` in the transaction that settles the slot."""
    job = sys.argv[1]
    seconds = float(os.environ.get("EFFECT_SECONDS", "0.2"))
    status = int(os.environ.get("EFFECT_STATUS", "0"))
    claim = Claim.of_environment(job)
    assert claim is not None
    if effects := os.environ.get("EFFECT_FILE"):
        with Path(effects).open("a") as stream:
            stream.write(f"{claim.due_at} {claim.attempt}\n")
    ledger = open_ledger(patience_seconds=30)
    with ledger.run(job, "schedule", claim=claim) as run, run.stage("work"):
        time.sleep(seconds)
        if status:
            print("the work went wrong", file=sys.stderr)
            sys.exit(status)
        if os.environ.get("EFFECT_TABLE"):
            with ledger.writing() as connection:
                done = sa.text("INSERT INTO effect (due_at, attempt) VALUES (:due_at, :attempt)")
                connection.execute(done, {"due_at": claim.due_at, "attempt": claim.attempt})
                if not settle(connection, claim, "succeeded", ledger.clock(), run.id):
                    raise LeaseLost(claim.due_at)
    assert tables


if __name__ == "__main__":
    main()
