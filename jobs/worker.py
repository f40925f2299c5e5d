"""One attempt in a process of its own: with a time limit, a log, and an end that is asked for first."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jobs.claim import ENVIRONMENT, Claim
from jobs.hidden import scrub

log = logging.getLogger(__name__)
KEPT_LOGS = 30
POLL_SECONDS = 0.1


@dataclass(frozen=True)
class End:
    """How a worker ended: its status, why we ended it if we did, and its last line."""

    status: int
    ended_by_us: str | None
    last_line: str
    log_file: Path


def run_worker(
    claim: Claim | None,
    command: Sequence[str],
    home: Path,
    *,
    name: str,
    limit_seconds: float,
    stop: threading.Event,
    grace_seconds: float = 60,
    program: Sequence[str] = (sys.executable, "-m", "tracker"),
) -> End:
    """Run one attempt and wait for it; its output goes to ``logs/<name>.log``, secrets masked.

    The claim goes to the worker in its environment; the worker renews the lease and settles the
    slot itself, so it also goes on when this process dies.  After `stop` it has `grace_seconds`
    to finish; then, and past its time limit, it is asked to end, then killed.
    """
    folder = home / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    log_file = folder / f"{name}.log"
    environment = {**os.environ, "TRACKER_HOME": str(home)}
    if claim:
        environment[ENVIRONMENT] = claim.text()
    with log_file.open("wb") as stream:
        process = subprocess.Popen(
            [*program, *command],
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            env=environment,
            start_new_session=True,
        )
        reason = _wait(process, limit_seconds, stop, grace_seconds)
    text = scrub(log_file.read_text(encoding="utf-8", errors="replace"))
    log_file.write_text(text, encoding="utf-8")
    _prune(folder)
    lines = [line for line in text.splitlines() if line.strip()]
    return End(process.returncode, reason, lines[-1].strip() if lines else "", log_file)


def _wait(
    process: subprocess.Popen[bytes], limit_seconds: float, stop: threading.Event, grace_seconds: float
) -> str | None:
    deadline = time.monotonic() + limit_seconds
    leave: float | None = None
    while process.poll() is None:
        now = time.monotonic()
        if stop.is_set() and leave is None:
            leave = now + grace_seconds
        if now > deadline or (leave is not None and now > leave):
            reason = "it ran over its time limit" if now > deadline else "the scheduler was stopped"
            _end(process)
            return reason
        time.sleep(POLL_SECONDS)
    return None


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _prune(folder: Path) -> None:
    logs = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime)
    for path in logs[:-KEPT_LOGS]:
        path.unlink(missing_ok=True)
