"""Secrets stay in the environment: whatever this process says is searched for them first."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

SECRET_NAMES = re.compile(
    r"KEY|TOKEN|SECRET|PASSW|CREDENTIAL|IDENTIFIER|NOTIFY|PING|WEBHOOK|DATABASE_URL", re.IGNORECASE
)
MASK = "•••"
SHORTEST = 6


def secrets(environment: Mapping[str, str] | None = None) -> list[str]:
    """Return every value of the environment that must not be seen, longest first.

    A variable is secret by its name; of an address its password, its query values and the long
    parts of its path are secret too, since libraries repeat addresses in pieces.
    """
    found: set[str] = set()
    for name, value in (os.environ if environment is None else environment).items():
        if not SECRET_NAMES.search(name):
            continue
        for word in [value, *re.split(r"[\s,]+", value)]:
            found.update(_pieces(word) if "://" in word else [word])
    return sorted((word for word in found if len(word) >= SHORTEST), key=lambda word: (-len(word), word))


def _pieces(address: str) -> list[str]:
    try:
        parts = urlsplit(address)
        password = parts.password or ""
    except ValueError:
        return [address]
    if not password and not parts.query and parts.scheme.startswith(("sqlite", "postgres")):
        return []
    pieces = [address, password, unquote(password)]
    pieces += [value for _, _, value in (pair.partition("=") for pair in parts.query.split("&"))]
    if not parts.scheme.startswith(("sqlite", "postgres")):
        pieces += [part for part in re.split("[/:@]", f"{parts.netloc}/{parts.path}") if _like_a_token(part)]
    return pieces


def _like_a_token(part: str) -> bool:
    """Say whether a part of an address looks made up by a machine: long, or with digits in it."""
    return len(part) >= 16 or (len(part) >= 8 and any(character.isdigit() for character in part))


def scrub(text: str, environment: Mapping[str, str] | None = None) -> str:
    """Return the text with every secret of the environment masked."""
    for secret in secrets(environment):
        text = text.replace(secret, MASK)
    return text


class HideSecrets(logging.Filter):
    """Masks secrets in every log record, its arguments and its traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = scrub(record.getMessage())
        record.args = None
        if record.exc_info:
            record.exc_text = scrub(logging.Formatter().formatException(record.exc_info))
            record.exc_info = None
        return True
