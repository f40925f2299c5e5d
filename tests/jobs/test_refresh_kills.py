"""kill -9 of `tracker refresh` at any moment: the site stays whole, the record opens, the next run works.

``TRACKER_TEST_KILLS=200 pytest -m slow tests/jobs/test_refresh_kills.py`` is the full number.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from jobs.history import runs
from jobs.ledger import open_ledger
from tests.jobs.loopback import rows
from tests.jobs.visitor import Visitor
from tracker.store import open_store

KILLS = int(os.environ.get("TRACKER_TEST_KILLS", "12"))
REFRESH = (sys.executable, "-m", "tracker", "refresh", "--out")
SWITCHING = ("os.rename", "os.symlink", "os.remove", "shutil.rmtree")
LET_LIVE = 10
NEVER = 1_000_000
SEED = int(os.environ.get("TRACKER_TEST_SEED", "20261122"))


class Stage:
    """A data directory that gets new figures before every run, and the site made from it."""

    def __init__(self, home: Path, out: Path) -> None:
        self.home, self.out = home, out
        self.number = 0
        self.listing = home.parent / "operations.txt"
        command = [sys.executable, "-m", "tests.jobs.killed_refresh", str(out), str(self.listing)]
        self.nursery = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def close(self) -> None:
        """Let the process that forks the refreshes end."""
        self.nursery.communicate()

    def news(self) -> None:
        """Drop a revised round, so that this run loads, draws and publishes something new."""
        self.number += 1
        inbox = self.home / "inbox"
        inbox.mkdir(exist_ok=True)
        path = inbox / f"round-{self.number}.json"
        path.write_bytes(rows(70, people=40_000 + self.number, places=9, day="2026-01-31"))
        then = time.time() - 60
        os.utime(path, (then, then))

    def let_live(self) -> None:
        """Let one refresh, a process from its start, come through."""
        self.news()
        done = subprocess.run([*REFRESH, str(self.out)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert "Published" in done.stdout

    def operations(self) -> list[str]:
        """Let one refresh live and return its operations on the site's files."""
        assert self._fork(0) == 0
        return self.listing.read_text().splitlines()

    def kill_before(self, operation: int) -> bool:
        """Let a refresh kill itself before one of those operations; say whether it came to it."""
        return self._fork(operation) == -signal.SIGKILL

    def kill_after(self, seconds: float) -> bool:
        """Kill a refresh after a while, and say whether it was still alive."""
        return self._fork(NEVER, seconds) == -signal.SIGKILL

    def kill_from_its_start(self, seconds: float) -> bool:
        """Kill a refresh that also has the program to load, after a while."""
        self.news()
        silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        process = subprocess.Popen([*REFRESH, str(self.out)], **silent)
        time.sleep(seconds)
        process.kill()
        return process.wait() == -signal.SIGKILL

    def _fork(self, operation: int, seconds: float | None = None) -> int:
        self.news()
        assert self.nursery.stdin
        assert self.nursery.stdout
        self.nursery.stdin.write(f"{operation}\n")
        self.nursery.stdin.flush()
        child = int(self.nursery.stdout.readline())
        if seconds is not None:
            time.sleep(seconds)
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        return os.waitstatus_to_exitcode(int(self.nursery.stdout.readline()))

    def record_opens(self) -> bool:
        connection = sqlite3.connect(self.home / "record.sqlite")
        try:
            return bool(connection.execute("PRAGMA quick_check").fetchone() == ("ok",))
        finally:
            connection.close()


@pytest.mark.slow
def test_a_refresh_killed_at_any_moment_harms_nothing(tracker_home: Path, tmp_path: Path) -> None:
    stage = Stage(tracker_home, tmp_path / "site")
    chance = random.Random(SEED)
    stage.let_live()
    start = time.monotonic()
    operations = stage.operations()
    usual = time.monotonic() - start
    switching = [n for n, line in enumerate(operations, start=1) if line.startswith(SWITCHING)]
    assert len(switching) > 5
    killed: Counter[str] = Counter()
    with Visitor(stage.out) as visitor:
        for number in range(KILLS):
            if number % 4 == 0:
                killed["at the switch"] += stage.kill_before(chance.choice(switching))
            elif number % 4 == 1:
                killed["while writing"] += stage.kill_before(chance.randrange(1, len(operations)))
            elif number % 8 == 2:
                killed["from its start"] += stage.kill_from_its_start(chance.uniform(0, usual))
            else:
                killed["at any moment"] += stage.kill_after(chance.uniform(0, usual))
            assert stage.record_opens()
            assert visitor.faults == []
            if number % LET_LIVE == LET_LIVE - 1:
                stage.let_live()
            print(number, dict(killed), visitor.visits, len(visitor.releases), flush=True)
        stage.let_live()
    stage.close()
    assert visitor.faults == []
    assert visitor.visits > KILLS
    assert len(visitor.releases) > KILLS // LET_LIVE
    assert killed.total() > KILLS * 0.7, killed
    with open_store(tracker_home) as store:
        store.check()
        newest = store.observations(source="hapi-idps")
    assert sorted(newest["value"])[0] == 40_000 + stage.number
    outcomes = Counter(run["outcome"] for run in runs(open_ledger(tracker_home), limit=KILLS * 2 + 9))
    assert "running" not in outcomes
    assert "failed" not in outcomes
    print(f"{dict(killed)}, {visitor.visits} visits of {len(visitor.releases)} releases, {dict(outcomes)}")
