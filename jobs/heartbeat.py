"""Signs of life: a file whose age says whether the scheduler runs, and a ping to a watchdog."""

from __future__ import annotations

import json
import logging
import os
import urllib.request
from datetime import datetime
from pathlib import Path
from typing import Literal

from jobs.hidden import scrub
from jobs.journal import text_of
from jobs.switch import replace_text

log = logging.getLogger(__name__)
PING_SECONDS = 10


def beat(path: Path, now: datetime, following: dict[str, str | None], state: str = "running") -> None:
    """Write the heartbeat: when, by which process, and when each job is due next."""
    document = {"at": text_of(now), "process": os.getpid(), "state": state, "next_due": following}
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_text(path, json.dumps(document, indent=1) + "\n")


def last_beat(path: Path) -> dict[str, object] | None:
    """Return what the heartbeat file says, or None when there is none."""
    try:
        found: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found


def ping(variable: str, event: Literal["start", "success", "fail"]) -> bool:
    """Tell the watchdog whose address the variable holds; a deaf watchdog does not stop a run."""
    address = os.environ.get(variable, "")
    if not address.startswith(("https://", "http://")):
        return False
    url = address if event == "success" else f"{address.rstrip('/')}/{event}"
    try:
        with urllib.request.urlopen(url, timeout=PING_SECONDS) as answer:  # noqa: S310 - http(s) only, see above
            return bool(answer.status < 400)
    except (OSError, ValueError) as error:
        log.warning("the watchdog did not answer: %s", scrub(str(error)))
        return False
