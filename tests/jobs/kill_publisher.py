"""Publishes version after version without end, to be killed in the middle of it."""

from __future__ import annotations

import sys
from pathlib import Path

from jobs.publish import Rules, publish
from tests.jobs.sites import origin, site


def main() -> None:
    """Publish at the given folder, starting from the given version."""
    out, version = Path(sys.argv[1]), int(sys.argv[2])
    print("up", flush=True)
    while True:
        publish(site(version, weight=200_000), out, origin=origin(version), rules=Rules(keep=3))
        version += 1


if __name__ == "__main__":
    main()
