"""The drop folder: files put into it are taken in, then moved aside with a readable report beside each."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jobs.journal import text_of
from jobs.switch import replace_text

ACCEPTED, REJECTED = "accepted", "rejected"
SETTLED_SECONDS = 0.5
YOUNG_SECONDS = 5.0
UNFINISHED = (".part", ".tmp", ".crdownload", ".filepart", ".swp")
NOTE = "-report.txt"
WHY = "Why: "


@dataclass(frozen=True)
class Account:
    """What became of one file: taken in or not, and the lines people read about it."""

    accepted: bool
    lines: Sequence[str]


@dataclass(frozen=True)
class Taken:
    """One file of the inbox where it lies now, with its report."""

    path: Path
    report: Path
    accepted: bool
    lines: tuple[str, ...]


def waiting(inbox: Path) -> list[Path]:
    """Return the files ready to be taken in, by name: not hidden, and not still being copied."""
    if not inbox.is_dir():
        return []
    found = [
        path
        for path in sorted(inbox.iterdir())
        if path.is_file()
        and not path.is_symlink()
        and not path.name.startswith((".", "~$"))
        and not path.name.lower().endswith(UNFINISHED)
    ]
    before = {path: _shape(path) for path in found}
    if any(time.time() - changed < YOUNG_SECONDS for _, changed in before.values()):
        time.sleep(SETTLED_SECONDS)
    return [path for path in found if _shape(path) == before[path]]


def _shape(path: Path) -> tuple[int, float]:
    try:
        facts = path.stat()
    except OSError:
        return (-1, time.time())
    return (facts.st_size, facts.st_mtime)


def take_in(
    inbox: Path,
    read: Callable[[Path], Account],
    now: datetime,
) -> list[Taken]:
    """Hand every waiting file to `read` and move it to ``accepted/`` or ``rejected/``.

    The file is moved after it is in the record, so a run that dies in between takes it in again,
    which changes nothing.  A file of the same name moved earlier is kept; the new one gets a number.
    """
    taken = []
    for path in waiting(inbox):
        account = read(path)
        folder = inbox / (ACCEPTED if account.accepted else REJECTED)
        folder.mkdir(exist_ok=True)
        target = _free(folder, path.name)
        path.replace(target)
        report = target.with_name(f"{target.name}{NOTE}")
        verdict = "taken into the record" if account.accepted else "rejected; nothing of it is in the record"
        heading = f"{path.name}: {verdict} ({text_of(now)})"
        replace_text(report, "\n".join([heading, "", *account.lines]) + "\n")
        taken.append(Taken(target, report, account.accepted, tuple(account.lines)))
    return taken


def _free(folder: Path, name: str) -> Path:
    target = folder / name
    number = 1
    while target.exists():
        number += 1
        target = folder / f"{Path(name).stem}-{number}{Path(name).suffix}"
    return target
