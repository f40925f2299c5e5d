"""What was published when: the journal beside the releases, outside any publication."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from jobs.errors import PublicationFailed
from jobs.switch import releases_of, replace_text

NAME = "journal.json"
Action = Literal["published", "rolled_back"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One switch of what readers see: to which release, from which, when and by which run."""

    action: Action
    release: str
    previous: str | None
    at: str
    run: str | None = None
    accepted_losses: tuple[str, ...] = ()


def entries(out: Path) -> list[Entry]:
    """Return every switch at `out`, oldest first.

    Raises
    ------
    PublicationFailed
        When the journal is not readable as one.
    """
    path = releases_of(out) / NAME
    if not path.exists():
        return []
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return [Entry(**{**row, "accepted_losses": tuple(row["accepted_losses"])}) for row in rows]
    except (ValueError, TypeError, KeyError) as error:
        raise PublicationFailed(
            f"{path} is not a journal of publications ({error}); "
            "what is published was left as it is: move the file aside"
        ) from error


def record(out: Path, entry: Entry) -> None:
    """Append one switch to the journal, replacing the file whole."""
    rows = [asdict(known) for known in entries(out)] + [asdict(entry)]
    replace_text(releases_of(out) / NAME, json.dumps(rows, ensure_ascii=False, indent=1) + "\n")


def mend(out: Path, current: str | None, now: datetime) -> None:
    """Record the switch of a run that died between switching and writing the journal."""
    history = entries(out)
    if current is None or (history and history[-1].release == current):
        return
    known = current in {entry.release for entry in history}
    previous = history[-1].release if history else None
    record(out, Entry("rolled_back" if known else "published", current, previous, text_of(now)))


def text_of(moment: datetime) -> str:
    """Return a moment as ISO 8601 to the second, with its offset."""
    return moment.replace(microsecond=0).isoformat()


def withdrawn(out: Path) -> set[str]:
    """Return the releases somebody rolled back from and nobody went forward to again."""
    taken_back: set[str] = set()
    for entry in entries(out):
        taken_back.discard(entry.release)
        if entry.action == "rolled_back" and entry.previous:
            taken_back.add(entry.previous)
    return taken_back
