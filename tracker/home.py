"""Where the record lives: `TRACKER_HOME`, or the platform's user data directory."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_dir


def home_path() -> Path:
    """Return the data directory, which may not exist yet."""
    return Path(os.environ.get("TRACKER_HOME") or user_data_dir("displacement-tracker")).expanduser()


def home() -> Path:
    """Return the data directory, created when missing."""
    path = home_path()
    path.mkdir(parents=True, exist_ok=True)
    return path
