"""Secrets of the system's keyring, put into the environment of this process and its children.

`tracker.toml` says which variable is kept where::

    [keyring]
    TRACKER_NOTIFY_URLS = "tracker/notify"      # service/name

A variable that is already set wins.  From the environment on, every secret is masked the same way.
"""

from __future__ import annotations

import os
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

from jobs.errors import ConfigError

SECTION = "keyring"


def declared_keys(home: Path) -> dict[str, str]:
    """Return which variable is kept where in the keyring; none when `tracker.toml` names none."""
    path = home / "tracker.toml"
    try:
        text = path.read_text(encoding="utf-8")
        found = tomllib.loads(text).get(SECTION, {}) if f"[{SECTION}]" in text else {}
    except (OSError, ValueError):  # told where the settings are read
        return {}
    return {str(name): str(place) for name, place in found.items()} if isinstance(found, dict) else {}


def fill_environment(home: Path) -> list[str]:
    """Set the declared variables that are not set and return those the keyring does not hold.

    Raises
    ------
    ConfigError
        When the library is not installed or the system has no keyring this process may open.
    """
    wanted = {name: place for name, place in declared_keys(home).items() if not os.environ.get(name)}
    if not wanted:
        return []
    try:
        keyring: Any = import_module("keyring")
    except ModuleNotFoundError as error:
        raise ConfigError(
            f"tracker.toml keeps {', '.join(wanted)} in the keyring; install displacement-tracker[keyring] "
            "or set the environment"
        ) from error
    missing = []
    for name, place in wanted.items():
        service, _, user = place.partition("/")
        try:
            secret = keyring.get_password(service, user)
        except Exception as error:  # each system's keyring has errors of its own
            raise ConfigError(
                f"the keyring cannot be read for {name} ({type(error).__name__}); unlock it, or set {name} "
                "in the environment"
            ) from error
        if secret:
            os.environ[name] = secret
        else:
            missing.append(name)
    return missing
