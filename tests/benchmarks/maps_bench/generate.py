"""Draw one page in a process of its own and say what it cost: ``generate TOOL VIEW OUT``.

Seconds are of CPU, so that a busy machine does not count; memory is the peak of the process, and
what it held when the view was loaded and nothing drawn.

The view comes pickled from our own parent process.
"""

from __future__ import annotations

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
    loaded = _peak_mb()
    start = time.process_time()
    try:
        write(tool, view, Path(out))
    except ImportError as problem:
        print(json.dumps({"skipped": str(problem)}))
        return
    seconds = time.process_time() - start
    print(json.dumps({"seconds": round(seconds, 2), "loaded_mb": loaded, "peak_mb": _peak_mb()}))


def _peak_mb() -> int:
    """Return the most memory this process has held so far."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    main(*sys.argv[1:])
