"""What is wrong at the moment, so that each trouble is told once, and its end too."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from jobs.config import Config, Event
from jobs.hidden import scrub
from jobs.journal import text_of
from jobs.notify import Message, notify
from jobs.switch import replace_text

NAME = "alerts.json"
TELL_AGAIN = timedelta(days=6)
log = logging.getLogger("tracker.notify")


def trouble_of(action: str, site: Path | None = None) -> str:
    """Return the key of a trouble of an action: for a refresh, of the site it publishes at.

    Whichever job or person started it, a refresh of the same site that comes through ends it.
    """
    return f"job:{action}:{site.absolute()}" if site else f"job:{action}"


class Alerts:
    """The open troubles of a home, kept in a file beside the record (which may be the trouble)."""

    def __init__(self, home: Path, config: Config) -> None:
        self.path = home / NAME
        self.config = config

    def current(self) -> dict[str, dict[str, Any]]:
        """Return the open troubles by key, each with event, title and since when."""
        try:
            found: dict[str, dict[str, Any]] = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found

    def open(
        self,
        key: str,
        event: Event,
        title: str,
        body: str,
        now: datetime | None = None,
        claim: str | None = None,
    ) -> None:
        """Tell a trouble, unless it was told in the last days in the same words.

        `claim` is that of the attempt which met it, for `met_by`.
        """
        title = scrub(title)
        moment = now or datetime.now(UTC)
        try:
            if not self._note(key, event, title, moment, claim):
                return
        except (OSError, Timeout) as error:  # a full disk is no reason to stay silent
            log.warning("what is open could not be noted: %s", error)
        notify(Message(event, title, body), self.config.notify)

    def met_by(self, claim: str) -> bool:
        """Say whether the attempt with this claim met a trouble that is open, told anew or not."""
        return any(entry.get("claim") == claim for entry in self.current().values())

    def close(self, key: str, title: str) -> None:
        """Tell that a trouble is over, if it was open."""
        if key not in self.current():
            return
        try:
            with self._locked():
                known = self.current()
                before = known.pop(key)
                self._write(known)
        except (OSError, KeyError, Timeout) as error:
            log.warning("what is over could not be noted: %s", error)
            return
        body = f"Before: {before['title']} (since {before['since']})."
        notify(Message("recovered", title, body), self.config.notify)

    def _note(self, key: str, event: Event, title: str, moment: datetime, claim: str | None) -> bool:
        """Enter an open trouble; False when it was told lately."""
        with self._locked():
            known = self.current()
            before = known.get(key, {})
            told = (
                before.get("title") == title and moment - datetime.fromisoformat(before["told"]) < TELL_AGAIN
            )
            entry = {"event": event, "title": title, "since": before.get("since") or text_of(moment)}
            entry["told"] = before["told"] if told else text_of(moment)
            entry |= {"claim": claim} if claim else {}
            self._write({**known, key: entry})
        return not told

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the file between processes."""
        with FileLock(self.path.with_name(f".{NAME}.lock"), timeout=10):
            yield

    def _write(self, known: dict[str, dict[str, Any]]) -> None:
        replace_text(self.path, json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
