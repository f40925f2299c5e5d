"""A real PostgreSQL server for the tests, started in a folder of its own.

The server listens on a socket in that folder only, on no port.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

_PLACES = ["/usr/lib/postgresql/{}/bin", "/usr/local/opt/postgresql@{}/bin", "/usr/pgsql-{}/bin"]


def _programs() -> Path | None:
    if found := shutil.which("initdb"):
        return Path(found).parent
    folders = [Path(place.format(version)) for version in range(20, 12, -1) for place in _PLACES]
    return next((folder for folder in folders if (folder / "initdb").is_file()), None)


class Server:
    """A PostgreSQL server of our own; as root it runs as the user ``postgres``."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs, self._folder, self._count = programs, folder, 0
        self._prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self._prefix:
            shutil.chown(folder, "postgres")
        data = str(folder / "data")
        self._run("initdb", "-D", data, "-U", "tracker", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-c listen_addresses='' -k {folder} -c fsync=off"
        self._run("pg_ctl", "-D", data, "-o", options, "-l", str(folder / "log"), "-w", "start")

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [*self._prefix, str(self._programs / program), *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self._folder,
            timeout=120,
        )

    def database(self) -> str:
        """Create an empty database and return its URL."""
        self._count += 1
        name = f"record{self._count}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.url(name)

    def url(self, name: str) -> str:
        return f"postgresql://tracker@/{name}?host={self._folder}"

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-m", "immediate", "-w", "stop")


def running_server() -> Iterator[Server]:
    """Start a server for as long as it is wanted, or skip where its programs are absent."""
    programs = _programs()
    if programs is None:
        pytest.skip("no PostgreSQL server programs on this machine (apt-get install postgresql)")
    if os.geteuid() == 0 and shutil.which("runuser") is None:
        pytest.skip("PostgreSQL does not run as root and there is no runuser here")
    folder = Path(tempfile.mkdtemp(prefix="tracker-pg-"))
    running = Server(programs, folder)
    yield running
    running.stop()
    shutil.rmtree(folder, ignore_errors=True)
