"""Two schedulers on one ledger, killed again and again: every due time takes effect once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import sqlalchemy as sa

from jobs.history import runs
from jobs.ledger import Ledger, open_ledger
from jobs.ledger_tables import slot
from tests.postgres_server import Server, running_server

LEASE_SECONDS = 3.0


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    yield from running_server()


@dataclass
class Chaos:
    """Two scheduler processes and somebody who kills them."""

    jobs: int
    chance: random.Random
    log: Path
    schedulers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    kills: int = 0

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.jobs.chaos_scheduler", str(self.jobs), str(LEASE_SECONDS)]
        with self.log.open("ab") as stream:
            self.schedulers.append(subprocess.Popen(command, stderr=stream))

    def kill_one(self) -> None:
        victim = self.schedulers.pop(self.chance.randrange(len(self.schedulers)))
        workers = children(victim.pid)
        victim.kill()
        victim.wait()
        if workers and self.chance.random() < 0.5:
            for worker in workers:
                _kill(worker)
        self.kills += 1
        self.start()

    def end(self) -> None:
        for process in self.schedulers:
            process.terminate()
        for process in self.schedulers:
            process.wait(timeout=60)


def children(pid: int) -> list[int]:
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return [int(word) for word in found.stdout.split()]


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def open_slots(ledger: Ledger, jobs: int) -> int:
    with ledger.reading() as connection:
        done = connection.scalar(
            sa.select(sa.func.count()).select_from(slot).where(slot.c.state == "succeeded")
        )
    return jobs - int(done or 0)


def run_chaos(ledger: Ledger, jobs: int, seed: int, log: Path, seconds: float) -> Chaos:
    with ledger.writing() as connection:
        connection.execute(sa.text("CREATE TABLE effect (job TEXT NOT NULL, attempt INTEGER NOT NULL)"))
    chaos = Chaos(jobs, random.Random(seed), log)
    deadline = time.monotonic() + seconds
    try:
        chaos.start()
        chaos.start()
        while open_slots(ledger, jobs):
            assert time.monotonic() < deadline, (
                f"{open_slots(ledger, jobs)} of {jobs} slots never took effect"
            )
            time.sleep(chaos.chance.uniform(1.5, 4))
            chaos.kill_one()
    finally:
        chaos.end()
    return chaos


def check_once_each(ledger: Ledger, jobs: int) -> None:
    with ledger.reading() as connection:
        effects = Counter(connection.scalars(sa.text("SELECT job FROM effect")))
        states = Counter(connection.scalars(sa.select(slot.c.state)))
    assert effects == {f"job{number}": 1 for number in range(jobs)}
    assert states == {"succeeded": jobs}
    outcomes = Counter(run["outcome"] for run in runs(ledger, limit=10_000))
    assert outcomes["succeeded"] == jobs


@pytest.fixture
def ledger(tracker_home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str | None], Ledger]:
    monkeypatch.setenv("EFFECT_TABLE", "1")
    monkeypatch.setenv("EFFECT_SECONDS", "0.3")

    def opened(url: str | None) -> Ledger:
        if url:
            monkeypatch.setenv("TRACKER_DATABASE_URL", url)
        return open_ledger(tracker_home, patience_seconds=30)

    return opened


@pytest.mark.parametrize("jobs", [4, pytest.param(50, marks=pytest.mark.slow)])
def test_every_job_takes_effect_once_on_sqlite(
    ledger: Callable[[str | None], Ledger], jobs: int, tmp_path: Path
) -> None:
    opened = ledger(None)
    chaos = run_chaos(opened, jobs, 20261122, tmp_path / "log", 60 + 12 * jobs)
    check_once_each(opened, jobs)
    assert chaos.kills > 0


@pytest.mark.postgres
@pytest.mark.parametrize(
    "jobs", [pytest.param(4, marks=pytest.mark.slow), pytest.param(50, marks=pytest.mark.slow)]
)
def test_every_job_takes_effect_once_on_postgresql(
    ledger: Callable[[str | None], Ledger], server: Server, jobs: int, tmp_path: Path
) -> None:
    opened = ledger(server.database())
    chaos = run_chaos(opened, jobs, 20261123, tmp_path / "log", 60 + 12 * jobs)
    check_once_each(opened, jobs)
    assert chaos.kills > 0
    opened.engine.dispose()
