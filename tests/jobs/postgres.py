"""A PostgreSQL server of our own for these tests, as the tests of the store start it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.conftest import Server, _programs


def running_server() -> Iterator[Server]:
    """Start a server in a folder of its own, or skip where its programs are absent."""
    programs = _programs()
    if programs is None:
        pytest.skip("no PostgreSQL server programs on this machine (apt-get install postgresql)")
    if os.geteuid() == 0 and shutil.which("runuser") is None:
        pytest.skip("PostgreSQL does not run as root and there is no runuser here")
    folder = Path(tempfile.mkdtemp(prefix="ledger-pg-"))
    running = Server(programs, folder)
    yield running
    running.stop()
    shutil.rmtree(folder, ignore_errors=True)


__all__ = ["Server", "running_server"]
