"""A scheduler with many jobs that are all due, for the tests that kill it."""

from __future__ import annotations

import sys

from jobs.config import Config, Job
from jobs.ledger import open_ledger
from jobs.logs import to_stderr
from jobs.schedule import Schedule
from tracker.home import home


def main() -> int:
    """Run the given number of jobs until killed."""
    count, lease = int(sys.argv[1]), float(sys.argv[2])
    to_stderr()
    jobs = tuple(
        Job(
            id=f"job{number}",
            command=(f"job{number}",),
            schedule="daily at 00:00",
            lease_seconds=lease,
            attempts=50,
            retry_after_minutes=0,
        )
        for number in range(count)
    )
    config = Config(job=jobs)
    ledger = open_ledger(patience_seconds=30)
    program = (sys.executable, "-m", "tests.jobs.effect_worker")
    return Schedule(home(), ledger, lambda: config, program=program, check_seconds=1).forever()


if __name__ == "__main__":
    sys.exit(main())
