"""Killed at any moment, the record opens, holds whole loads only, and goes on."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.store import loader
from tests.store.readings import TUESDAY, read
from tracker.store import open_store

REPOSITORY = Path(__file__).resolve().parents[2]


def kill_while_loading(home: Path, url: str | None, after: float) -> int:
    """Start the loader, let it commit once, kill it at a random moment later; count its commits."""
    command = [sys.executable, "-m", "tests.store.loader", str(home), *([url] if url else [])]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(after)
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read().splitlines()
    assert process.returncode == -signal.SIGKILL
    return bool(first) + len([line for line in rest if line])


def whole_loads(home: Path, url: str | None) -> int:
    """Open the record, check that every load in it is whole, and return how many there are."""
    with open_store(home, url) as store:
        store.check()
        loads = store.loads()
        table = store.observations()
        with store.reading() as connection:
            rows = dict(
                connection.exec_driver_sql("SELECT load_id, count(*) FROM observation GROUP BY load_id").all()
            )
    for load in loads.itertuples():
        report = json.loads(load.report)
        assert rows.pop(load.id) == report["new"] + report["superseded"] == loader.FIGURES
    assert rows == {}, "figures of a load that was not committed"
    newest = len(loads) - 1
    assert len(table) == (len(loads) + 1) * loader.FIGURES // 2
    assert set(table.loc[table["round"] == str(newest), "value"]) == {newest}
    assert set(table.loc[table["round"] == str(newest - 1), "value"]) == {newest}
    return len(loads)


def kill_repeatedly(home: Path, url: str | None, times: int) -> None:
    chance = random.Random(20240304)
    committed = 0
    for _ in range(times):
        told = kill_while_loading(home, url, chance.uniform(0, 0.4))
        found = whole_loads(home, url)
        assert found >= committed + told, "a load that was told as stored is gone"
        committed = found
    with open_store(home, url) as store:
        report = store.load(read(*loader.rows(committed)), run_id=None, recorded_at=TUESDAY)
        again = store.load(read(*loader.rows(committed)), run_id=None, recorded_at=TUESDAY)
    assert report.new + report.superseded == loader.FIGURES
    assert (again.new, again.superseded) == (0, 0)


def test_killed_a_few_times(tmp_path: Path):
    kill_repeatedly(tmp_path, None, times=3)


@pytest.mark.slow
def test_killed_a_hundred_times(tmp_path: Path):
    kill_repeatedly(tmp_path, None, times=100)


@pytest.mark.slow
@pytest.mark.postgres
def test_killed_on_postgresql(tmp_path: Path, server):
    kill_repeatedly(tmp_path, server.database(), times=20)


def test_killed_while_the_tables_are_made(tmp_path: Path):
    """The migrations are one transaction: after a kill there is no table or every table."""
    code = "import sys, pathlib, tracker.store as store; store.open_store(pathlib.Path(sys.argv[1]))"
    chance = random.Random(1)
    for attempt in range(4):
        home = tmp_path / str(attempt)
        process = subprocess.Popen([sys.executable, "-c", code, str(home)], cwd=REPOSITORY)
        while not (home / "record.sqlite").exists() and process.poll() is None:
            time.sleep(0.002)
        time.sleep(chance.uniform(0, 0.15))
        process.kill()
        process.wait()
        with open_store(home) as store:
            assert store.observations().empty
            store.check()
