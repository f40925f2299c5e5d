"""Where the record lives: `TRACKER_HOME`, or the platform's user data directory."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_dir


def home() -> Path:
    """Return the data directory, created when missing."""
    path = Path(os.environ.get("TRACKER_HOME") or user_data_dir("displacement-tracker")).expanduser()
    path.mkdir(parents=True, exist_ok=True)
    return path
