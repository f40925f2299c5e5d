"""The program as an operator meets it: a process of its own, its words, its cost."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PROGRAM = (sys.executable, "-m", "tracker")


@dataclass(frozen=True)
class Done:
    """How one command ended, what it said, its processor time and its peak memory."""

    status: int
    said: str
    errors: str
    cpu_seconds: float
    peak_bytes: int


def tracker(
    *words: str, home: Path, prefix: Sequence[str] = (), environment: Mapping[str, str] | None = None
) -> Done:
    """Run one command on a data directory; peak memory is that of the process and its children."""
    given = {**os.environ, "TRACKER_HOME": str(home), **(environment or {})}
    process = subprocess.Popen(
        [*prefix, *PROGRAM, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=given
    )
    assert process.stdout
    assert process.stderr
    said, errors = process.stdout.read(), process.stderr.read()
    _, ended, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(ended)
    process.stdout.close()
    process.stderr.close()
    peak = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Done(process.returncode, said, errors, used.ru_utime + used.ru_stime, peak)
