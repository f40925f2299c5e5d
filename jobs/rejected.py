"""What the drop folder refused and nobody has mended yet, read from the reports beside the files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from jobs.inbox import ACCEPTED, NOTE, REJECTED, WHY

WITHOUT_REPORT = "its report is not there"
_HEADING = re.compile(r"(?P<file>.*): (?:rejected|taken into).* \((?P<at>[^()]+)\)")


@dataclass(frozen=True)
class Rejected:
    """One file that was refused: what it was called in the inbox, where it lies, since when, and why."""

    file: str
    at: str | None
    reason: str
    path: str

    def record(self) -> dict[str, str | None]:
        """Return it as one entry of `tracker status --json`."""
        return asdict(self)


def rejected(inbox: Path) -> list[Rejected]:
    """Return the refused files, oldest first, until they are deleted or one of their name is taken in."""
    folder = inbox / REJECTED
    if not folder.is_dir():
        return []
    files = [path for path in sorted(folder.iterdir()) if path.is_file() and not path.name.endswith(NOTE)]
    mended = dict(_accepted(inbox / ACCEPTED)) if files else {}
    found = [_of(path) for path in files if not path.name.startswith(".")]
    waiting = [entry for entry in found if not _later(mended.get(entry.file), entry.at)]
    return sorted(waiting, key=lambda entry: (entry.at or "", entry.path))


def _of(path: Path) -> Rejected:
    text = _text(path.with_name(f"{path.name}{NOTE}"))
    heading = _HEADING.match(text)
    reasons = [line.removeprefix(WHY) for line in text.splitlines() if line.startswith(WHY)]
    return Rejected(
        heading["file"] if heading else path.name,
        heading["at"] if heading else None,
        "; ".join(reasons) or WITHOUT_REPORT,
        str(path),
    )


def _accepted(folder: Path) -> Iterator[tuple[str, str]]:
    """Give the name and the moment of every file taken in, oldest first."""
    headings = [_HEADING.match(_text(path)) for path in folder.glob(f"*{NOTE}")]
    yield from sorted(((each["file"], each["at"]) for each in headings if each), key=lambda pair: pair[1])


def _later(taken_in: str | None, refused: str | None) -> bool:
    """Say whether a file was taken in after one of its name was refused."""
    if taken_in is None or refused is None:
        return False
    return datetime.fromisoformat(taken_in) > datetime.fromisoformat(refused)


def _text(report: Path) -> str:
    try:
        return report.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
