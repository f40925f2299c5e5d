"""The scheduler: APScheduler as a clock that wakes us, the ledger as the truth about what is due.

Whatever wakes it, a round does the same: claim what is due, run it in a worker process, see how
it ended.  A ledger that cannot be written ends the process loudly, for the service manager to
start it again; a scheduler that lives on without working is worse than a dead one.
"""

from __future__ import annotations

import logging
import os
import platform
import secrets
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from geodata.how_many import how_many
from jobs.alerts import Alerts
from jobs.attempt import follow_up
from jobs.claim import Claim
from jobs.coming import coming
from jobs.config import REFRESH, Config, Job
from jobs.due import Due, claim_due
from jobs.heartbeat import beat, ping
from jobs.inbox import waiting
from jobs.ledger import Ledger
from jobs.worker import End, run_worker
from tracker.errors import TrackerError

if TYPE_CHECKING:
    from apscheduler.schedulers.blocking import BlockingScheduler

log = logging.getLogger("tracker.schedule")
WATCH_SECONDS = 5
MOST_AT_ONCE = 4
ENDED = {True: "done", False: "failed, `tracker runs` says why", None: "nothing was due"}


class Schedule:
    """One scheduler process."""

    def __init__(
        self,
        home: Path,
        ledger: Ledger,
        load: Callable[[], Config],
        *,
        program: Sequence[str] = (sys.executable, "-m", "tracker"),
        check_seconds: float | None = None,
        watch: bool = False,
    ) -> None:
        self.home = home
        self.ledger = ledger
        self.load = load
        self.config = load()
        self.program = program
        self.check_seconds = check_seconds
        self.watch = watch
        self.owner = f"{platform.node()}:{os.getpid()}:{secrets.token_hex(3)}"
        self.stop = threading.Event()
        self.failure: BaseException | None = None
        self._clock: BlockingScheduler | None = None

    def round(self, job: Job) -> bool | None:
        """Run the job if it is due: True when it succeeded, False when it failed, None when not due."""
        found = claim_due(self.ledger, job, self.owner, self.ledger.clock())
        if found is None:
            return None
        claim, what = found
        log.info("%s is due since %s: attempt %s", job.id, claim.due_at, claim.attempt)
        ping(self.config.process.ping_env, "start")
        end = self._attempt(job, claim, what)
        succeeded = follow_up(self.ledger, job, claim, end, Alerts(self.home, self.config))
        ping(self.config.process.ping_env, "success" if succeeded else "fail")
        return succeeded

    def once(self, tell: Callable[[str], None] = log.info) -> bool:
        """Run whatever is due, one after the other, telling of each job; False when something failed."""
        outcomes = []
        for job in self.config.job:
            outcomes.append(self.round(job))
            tell(f"{job.id}: {ENDED[outcomes[-1]]}; {coming(self.ledger, job)}")
        self._beat("once")
        return False not in outcomes

    def forever(self) -> int:
        """Run until asked to stop; return the exit status."""
        from apscheduler.executors.pool import ThreadPoolExecutor
        from apscheduler.schedulers.blocking import BlockingScheduler

        pool = ThreadPoolExecutor(max_workers=min(len(self.config.job), MOST_AT_ONCE) + 1)
        self._clock = BlockingScheduler(timezone="UTC", executors={"default": pool})
        self._listen()
        self._plan()
        if self.watch:
            threading.Thread(target=self._watch_inbox, name="inbox", daemon=True).start()
        log.info("the scheduler runs as %s", self.owner)
        try:
            self._clock.start()
        finally:
            self.stop.set()
            pool.shutdown(wait=True)
            self._beat("stopped")
        if self.failure:
            log.error("the scheduler ends: %s", self.failure)
            return 1
        return 0

    def _plan(self) -> None:
        """Enter the wake-ups: every job at its times and at each check, and the heartbeat."""
        from apscheduler.triggers.interval import IntervalTrigger

        if self._clock is None:
            return
        self._clock.remove_all_jobs()
        seconds = self.check_seconds or self.config.process.check_seconds
        every = IntervalTrigger(seconds=max(1, int(seconds)), timezone="UTC")
        soon = self.ledger.clock()
        given = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        for job in self.config.job:
            self._clock.add_job(self._guarded, every, [job], id=job.id, next_run_time=soon, **given)
            self._wake_at_next(job)
        self._clock.add_job(self._beat, every, id="heartbeat", next_run_time=soon, **given)

    def _wake_at_next(self, job: Job) -> None:
        following = job.rule.following(self.ledger.clock())
        if following and self._clock:
            moment = following + timedelta(milliseconds=10)
            self._clock.add_job(
                self._wake, "date", [job], run_date=moment, id=f"wake-{job.id}", misfire_grace_time=None
            )

    def _wake(self, job: Job) -> None:
        if self._clock and (entry := self._clock.get_job(job.id)):
            entry.modify(next_run_time=self.ledger.clock())
        self._wake_at_next(job)

    def _guarded(self, job: Job) -> None:
        with self._ending_loudly():
            self.round(job)

    @contextmanager
    def _ending_loudly(self) -> Iterator[None]:
        """End the process with whatever the block raises, instead of letting it vanish in a thread."""
        try:
            yield
        except Exception as error:
            self.failure = error
            if not isinstance(error, TrackerError):
                log.exception("the scheduler met an error nobody foresaw")
            self._shut_down()

    def _beat(self, state: str = "running") -> None:
        now = self.ledger.clock()
        following: dict[str, str | None] = {}
        for job in self.config.job:
            moment: datetime | None = job.rule.following(now)
            following[job.id] = moment.isoformat() if moment else None
        try:
            beat(self.home / self.config.process.heartbeat, now, following, state)
        except OSError as error:
            log.warning("the heartbeat cannot be written: %s", error)

    def _attempt(self, job: Job, claim: Claim, what: Due) -> End:
        command = [*job.command]
        if job.action == REFRESH:
            command += ["--trigger", what.trigger, "--out", str(self.config.out)]
            command += [word for source in job.sources for word in ("--source", source)]
        day = claim.due_at[:16].replace(":", "")
        return self._work(claim, command, f"{job.id}-{day}-attempt-{claim.attempt}", claim.limit_seconds)

    def _work(self, claim: Claim | None, command: list[str], name: str, limit_seconds: float) -> End:
        return run_worker(
            claim,
            command,
            self.home,
            name=name,
            limit_seconds=limit_seconds,
            stop=self.stop,
            grace_seconds=self.config.process.grace_seconds,
            program=self.program,
        )

    def _watch_inbox(self) -> None:
        """Refresh at once when a file lies in the inbox; the refresh takes it in."""
        tried: set[Path] = set()
        with self._ending_loudly():
            while not self.stop.wait(WATCH_SECONDS):
                files = set(waiting(self.config.inbox))
                if files - tried:
                    log.info("%s in the inbox", how_many(len(files - tried), "new file"))
                    self._take_in()
                tried = files

    def _take_in(self) -> None:
        """Refresh with the time limit of the job that refreshes, or the usual one."""
        like = next((job for job in self.config.job if job.action == REFRESH), Job())
        command = [REFRESH, "--trigger", "inbox", "--out", str(self.config.out)]
        end = self._work(None, command, "refresh-inbox", like.time_limit_minutes * 60)
        log.info("the inbox was taken in (status %s): %s", end.status, end.last_line)

    def _listen(self) -> None:
        signal.signal(signal.SIGTERM, self._asked_to_stop)
        signal.signal(signal.SIGINT, self._asked_to_stop)
        if hasattr(signal, "SIGHUP"):
            signal.signal(signal.SIGHUP, self._asked_to_reload)

    def _asked_to_stop(self, number: int, _frame: FrameType | None) -> None:
        log.info("asked to stop (%s): a running job may finish", signal.Signals(number).name)
        # not here: the main thread may hold the scheduler's own locks just now
        threading.Thread(target=self._shut_down, name="stop").start()

    def _asked_to_reload(self, _number: int, _frame: FrameType | None) -> None:
        threading.Thread(target=self._reload, name="reload").start()

    def _reload(self) -> None:
        try:
            self.config = self.load()
        except TrackerError as error:
            log.error("the configuration was not reloaded, the old one goes on: %s", error)
            return
        log.info("the configuration was reloaded")
        self._plan()

    def _shut_down(self) -> None:
        self.stop.set()
        if self._clock and self._clock.running:
            self._clock.shutdown(wait=False)
