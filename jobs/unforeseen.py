"""Faults of the program itself: one line for who runs it, the whole trace for who mends it."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from jobs.errors import ProgramFault
from jobs.hidden import scrub
from jobs.switch import replace_text
from tracker.errors import TrackerError

NAME = "fault.txt"


@contextmanager
def in_one_line(home: Path, what: str) -> Iterator[None]:
    """Turn whatever nobody foresaw inside the block into one line; its trace goes to ``logs/fault.txt``.

    Raises
    ------
    ProgramFault
        Saying what was being done, what happened and where the trace is.
    """
    try:
        yield
    except TrackerError:
        raise
    except Exception as error:
        path = home / "logs" / NAME
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_text(path, scrub(traceback.format_exc()))
        words = " ".join(str(error).split())
        raise ProgramFault(
            f"{what} failed: {type(error).__name__}: {words}; the old publication stays: "
            f"please report it with {path}"
        ) from error
