"""A refresh with nothing new costs a glance; whatever may be new makes it walk the whole path."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jobs.glance import glance
from jobs.history import runs
from jobs.ledger import open_ledger
from jobs.publish import publish
from jobs.settled import Settled, look_of, read_settled, target_of
from tests.jobs.sites import origin, site
from tracker.store import open_store

NOW = datetime.now(UTC)
HEAVY = ("numpy", "pandas", "geopandas", "sqlalchemy", "folium", "apscheduler", "httpx", "rich")


@pytest.fixture
def home(tracker_home: Path, tmp_path: Path) -> Path:
    """Return a home whose last refresh found everything settled."""
    out = tmp_path / "site"
    publish(site(1), out, origin=origin(1))
    with open_store(tracker_home) as store:
        store.add_problems(None, [], recorded_at=NOW)
    Settled(
        look=look_of(tracker_home),
        out=str(out),
        fingerprint=origin(1).fingerprint,
        as_of="2014-06-30",
        version="0.1.0",
        inbox=str(tracker_home / "inbox"),
        loads=1,
        keys={"GLANCE_TEST_KEY": False},
        since=(NOW - timedelta(hours=1)).isoformat(),
        until=(NOW + timedelta(hours=1)).isoformat(),
    ).write(tracker_home)
    return tracker_home


def seen(home: Path) -> bool:
    return glance(home, home.parent / "site", "hand") is not None


def test_nothing_new_is_a_run_in_the_ledger(home: Path) -> None:
    assert seen(home)
    assert seen(home)
    newest, before = runs(open_ledger(home))
    assert (newest["outcome"], newest["trigger"], newest["job"]) == ("succeeded", "hand", "refresh")
    assert [(stage["name"], stage["counts"]) for stage in newest["stages"]] == [("glance", {"new": 0})]
    assert newest["finished_at"] >= before["started_at"]


def _drop(home: Path) -> None:
    (home / "inbox").mkdir()
    (home / "inbox" / "round.csv").write_text("a,b\n")


def _decide(home: Path) -> None:
    (home / "aliases.csv").write_text("name,pcode\n")


def _declare(home: Path) -> None:
    (home / "sources").mkdir()
    (home / "sources" / "new.toml").write_text("id = 'new'\n")


def _load(home: Path) -> None:
    with open_store(home) as store:
        store.add_problems(None, [], recorded_at=NOW)


def _set_key(_home: Path) -> None:
    os.environ["GLANCE_TEST_KEY"] = "set"


def _cut_off(home: Path) -> None:
    (home.parent / "site" / "index.html").write_text("<html>")


def _republish(home: Path) -> None:
    publish(site(2), home.parent / "site", origin=origin(2))


def _trouble(home: Path) -> None:
    (home / "alerts.json").write_text(json.dumps({"job:refresh": {"title": "failed"}}))


def _due(home: Path) -> None:
    known = read_settled(home)
    assert known
    replace(known, until=(NOW - timedelta(minutes=1)).isoformat()).write(home)


def _clock_set_back(home: Path) -> None:
    known = read_settled(home)
    assert known
    replace(known, since=(NOW + timedelta(days=1)).isoformat()).write(home)


def _damage(home: Path) -> None:
    for name in ("record.sqlite", "record.sqlite-wal", "record.sqlite-shm"):
        (home / name).unlink(missing_ok=True)
    (home / "record.sqlite").write_bytes(b"SQLite format 3\0" + b"\xff" * 9000)


def _remove(home: Path) -> None:
    (home / "record.sqlite").unlink()


def _boundaries(home: Path) -> None:
    (home / "boundaries" / "cod-2012").mkdir(parents=True)
    (home / "boundaries" / "cod-2012" / "report.json").write_text("{}")


@pytest.mark.parametrize(
    "change",
    [
        _drop,
        _decide,
        _declare,
        _load,
        _set_key,
        _cut_off,
        _republish,
        _trouble,
        _due,
        _clock_set_back,
        _damage,
        _remove,
        _boundaries,
    ],
    ids=lambda change: change.__name__.strip("_"),
)
def test_whatever_may_be_new_is_for_the_whole_refresh(
    home: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None]
) -> None:
    monkeypatch.setenv("GLANCE_TEST_KEY", "")
    assert seen(home)
    change(home)
    assert not seen(home)
    assert (home / "record.sqlite").exists() == (change is not _remove)


def test_a_run_under_way_a_claim_and_another_database_are_for_the_whole_refresh(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_ledger(home).run("refresh"):
        assert not seen(home)
    assert seen(home)
    monkeypatch.setenv("TRACKER_CLAIM", "{}")
    assert not seen(home)
    monkeypatch.delenv("TRACKER_CLAIM")
    monkeypatch.setenv("TRACKER_DATABASE_URL", "postgresql://tracker@/record")
    assert not seen(home)


def test_a_glance_loads_no_heavy_library(home: Path) -> None:
    code = (
        "import sys; from tracker.cli import build_app\n"
        "try: build_app()(['refresh', '--out', sys.argv[1]])\n"
        "except SystemExit as end: assert not end.code\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    command = [sys.executable, "-c", code, str(home.parent / "site")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[0] == "Nothing new: the publication as of 2014-06-30 stands."
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_target_is_the_one_the_settings_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert target_of(tmp_path, Path("there")) == Path("there")
    assert target_of(tmp_path, None) == tmp_path / "site"
    (tmp_path / "tracker.toml").write_text('out = "public"\n')
    assert target_of(tmp_path, None) == tmp_path / "public"
