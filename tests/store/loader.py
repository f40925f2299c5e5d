"""A process that loads one reading after another until somebody kills it."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.store.readings import MONDAY, figure, read
from tracker.store import open_store

FIGURES = 400


def rows(batch: int) -> list[dict[str, object]]:
    """Half of a batch changes what the batch before wrote, half is new."""
    half = FIGURES // 2
    old = [figure(f"Cercle {index}", batch, round=str(batch - 1)) for index in range(half)]
    new = [figure(f"Cercle {index}", batch, round=str(batch)) for index in range(half)]
    return [*old, *new]


def run(home: Path, url: str | None) -> None:
    with open_store(home, url) as store:
        for batch in range(len(store.loads()), 100_000):
            store.load(read(*rows(batch)), run_id=str(batch), recorded_at=MONDAY)
            sys.stdout.write(f"{batch}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    run(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)
