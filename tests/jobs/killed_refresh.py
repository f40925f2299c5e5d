"""A process that has loaded the program and forks one `tracker refresh` for every line it is given.

The line is a number: the refresh kills itself with signal 9 right before that operation on the
site's files; with 0 it lives and lists its operations in the file given second.  The process id
is answered at once, the wait status when the refresh has ended.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

import jobs.refresh  # noqa: F401
import tracker.export
import tracker.public  # noqa: F401 - not the maps: their minifier, written in Go, does not survive a fork
from tracker.cli import build_app

KINDS = {"open", "os.rename", "os.symlink", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree"}
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Watch:
    """Counts the operations of this process on the site's files, and dies before the last one wanted."""

    def __init__(self, out: Path, last: int) -> None:
        self.beginnings = (str(out), str(out.parent / f".{out.name}."))
        self.last = last
        self.seen: list[str] = []

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event not in KINDS or not arguments:
            return
        # of a link the place it stands at, not the one it leads to
        name = str(arguments[1] if event == "os.symlink" else arguments[0])
        writes = event != "open" or int(arguments[2] or 0) & WRITES
        if not writes or not name.startswith(self.beginnings):
            return
        self.seen.append(f"{event} {Path(name).name}")
        if len(self.seen) == self.last:
            os.kill(os.getpid(), signal.SIGKILL)


def refresh(out: Path, last: int, listing: Path) -> int:
    """Refresh as the command does and return the exit status."""
    watch = Watch(out, last)
    sys.addaudithook(watch)
    try:
        build_app()(["refresh", "--out", str(out)])
    except SystemExit as end:
        if not last:
            listing.write_text("\n".join(watch.seen))
        return int(end.code or 0)
    return 0


def main() -> None:
    """Fork a refresh for every line."""
    out, listing = Path(sys.argv[1]).absolute(), Path(sys.argv[2])
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            status = 70
            try:
                status = refresh(out, int(line), listing)
            finally:
                os._exit(status)
        answers.write(f"{child}\n")
        answers.write(f"{os.waitpid(child, 0)[1]}\n")


if __name__ == "__main__":
    main()
