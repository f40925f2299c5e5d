"""One record filled with the embedded figures, and one publication, shared by these tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


def runner(home: Path) -> Run:
    """Return a function that runs the command line on one TRACKER_HOME."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("TRACKER_")}
    environment |= {"TRACKER_HOME": str(home), "COLUMNS": "200", "NO_COLOR": "1"}

    def run(
        *arguments: object, check: bool = True, cwd: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "tracker", *map(str, arguments)]
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=600, check=False, cwd=cwd
        )
        if check and done.returncode:
            raise AssertionError(f"{command} left with {done.returncode}:\n{done.stdout}\n{done.stderr}")
        return done

    return run


@pytest.fixture(scope="session")
def embedded_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def tracker(embedded_home: Path) -> Run:
    return runner(embedded_home)


@pytest.fixture(scope="session")
def listing(tracker: Run) -> Callable[..., Any]:
    """Return a function that gives the JSON document of a listing."""
    return lambda *arguments: json.loads(tracker(*arguments, "--json").stdout)


@pytest.fixture(scope="session")
def everything(listing: Callable[..., Any]) -> list[dict[str, Any]]:
    """Return every figure of the embedded record, also those kept off the maps."""
    rows: list[dict[str, Any]] = listing("observations", "--all-sources")
    return rows


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a publication of the embedded data, from a home nothing else touches."""
    folder = tmp_path_factory.mktemp("published")
    runner(folder / "home")("refresh", "--out", folder / "site")
    return folder / "site"
