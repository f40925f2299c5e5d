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


WEIGHED = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
peak = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(f"\\n{peak} {used.ru_utime + used.ru_stime}", file=sys.stderr)
sys.exit(done.returncode % 256)
"""


def tracker(
    *words: str, home: Path, prefix: Sequence[str] = (), environment: Mapping[str, str] | None = None
) -> Done:
    """Run one command on a data directory; peak memory is that of the process and its children."""
    given = {**os.environ, "TRACKER_HOME": str(home), **(environment or {})}
    # A process starts with the peak of the one that started it; a small one stands between.
    process = subprocess.run(
        [sys.executable, "-c", WEIGHED, *prefix, *PROGRAM, *words],
        capture_output=True,
        text=True,
        env=given,
        check=False,
    )
    errors, _, weighed = process.stderr.rstrip("\n").rpartition("\n")
    peak, cpu_seconds = weighed.split()
    return Done(process.returncode, process.stdout, errors, float(cpu_seconds), int(peak))
