"""Draw one page in a process of its own and say what it cost: ``generate TOOL VIEW OUT``.

Seconds are of CPU, so that a busy machine does not count; memory is the peak of the process, and
what it held when the view was loaded and nothing drawn.

The view comes pickled from our own parent process.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import pickle
import resource
import sys
import time
from pathlib import Path

from tests.benchmarks.maps_bench.baselines import write


def main(tool: str, view_path: str, out: str) -> None:
    with Path(view_path).open("rb") as stream:
        view = pickle.load(stream)
    importlib.import_module("maps.page")
    _forget_peak()
    loaded = _memory_mb("VmRSS")
    start = time.process_time()
    try:
        write(tool, view, Path(out))
    except ImportError as problem:
        print(json.dumps({"skipped": str(problem)}))
        return
    seconds = time.process_time() - start
    print(json.dumps({"seconds": round(seconds, 2), "loaded_mb": loaded, "peak_mb": _memory_mb("VmHWM")}))


def _memory_mb(name: str) -> int:
    """Return VmRSS or VmHWM of this process; where there is no /proc, the most it ever held."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    line = next(line for line in status.read_text().splitlines() if line.startswith(name))
    return round(int(line.split()[1]) / 1024)


def _forget_peak() -> None:
    """Let the peak start again from what is held now, on Linux: unpickling is not drawing."""
    gc.collect()
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


if __name__ == "__main__":
    main(*sys.argv[1:])
