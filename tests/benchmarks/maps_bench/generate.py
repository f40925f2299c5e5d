"""Draw one page in a process of its own and say what it cost: ``generate TOOL VIEW OUT``.

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
    start = time.perf_counter()
    try:
        write(tool, view, Path(out))
    except ImportError as problem:
        print(json.dumps({"skipped": str(problem)}))
        return
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": round(seconds, 2), "peak_mb": round(peak)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
