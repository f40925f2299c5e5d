"""Keeping a lease while the work goes on, from a thread of the worker itself.

The worker renews its own lease, so it goes on when its scheduler dies, and nobody takes its slot.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from types import TracebackType
from typing import TYPE_CHECKING

from jobs.claim import Claim, renew
from tracker.errors import TrackerError

if TYPE_CHECKING:
    from jobs.ledger import Ledger

log = logging.getLogger(__name__)
OVER_TIME = 124


class Renewal:
    """Renews a lease every third of its length until the block ends or the time limit is over."""

    def __init__(self, ledger: Ledger, claim: Claim | None) -> None:
        self.ledger = ledger
        self.claim = claim
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="lease", daemon=True)

    def __enter__(self) -> Renewal:
        if self.claim:
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        if self.claim:
            self._thread.join(timeout=5)

    def _keep(self) -> None:
        if self.claim is None:
            return
        deadline = time.monotonic() + self.claim.limit_seconds
        while not self._done.wait(self.claim.lease_seconds / 3):
            if time.monotonic() > deadline:
                log.error("%s ran longer than %s s and ends", self.claim.job, self.claim.limit_seconds)
                os._exit(OVER_TIME)
            try:
                with self.ledger.writing() as connection:
                    renew(connection, self.claim, self.ledger.clock())
            except TrackerError as error:
                # a long load holds the write lock; the fence decides in the end
                log.warning("the lease could not be renewed just now: %s", error)
