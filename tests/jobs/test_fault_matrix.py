"""Every fault of `jobs/README.md`, met by `tracker refresh` as a process: outcome, status, notice, page.

At the end everything left behind is searched for every secret the processes were given.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from jobs.history import runs
from jobs.ledger import open_ledger
from jobs.manifest import check_hashes, read_manifest
from tests.jobs import canaries
from tests.jobs.fault_world import World
from tests.jobs.loopback import CHANGED, Receiver, Service, rows
from tests.jobs.small_disk import fill, remount, small_disk
from tracker.store import open_store

pytestmark = pytest.mark.slow
DISK_BYTES = 40_000_000
README = Path(__file__).parents[2] / "jobs" / "README.md"
SOURCES = {
    "good": rows(2),
    "down": None,
    "status-429": 429,
    "status-500": 500,
    "slow": "slow",
    "truncated": "truncated",
    "empty": b'{"data": []}',
    "columns": CHANGED,
}
LIVE = "every_days = 1\ntimeout_seconds = 0.7\nattempts = 2\nwithin_reach = true"
STATES = dict.fromkeys(SOURCES, "failed") | {"good": "fetched", "empty": "empty"}
KEPT = {
    "failed": "en panne\u00a0: derniers chiffres gardés",
    "empty": "réponse vide\u00a0: derniers chiffres gardés",
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    service, receiver = Service(), Receiver()
    found = World(tmp_path_factory.mktemp("matrix"), service, receiver)
    found.home.mkdir()
    for name in SOURCES:
        service.declare(
            found.home, name, "every_days = 1\ntimeout_seconds = 0.7\nattempts = 2\nwithin_reach = true"
        )
        service.answers[name] = rows(1)
    done = found.run("baseline", "refresh", "--out", str(found.out), home=found.home)
    assert done.status == 0, done.errors
    yield found
    service.close()
    receiver.close()


def whole(out: Path) -> str:
    """Return the release shown, after comparing every byte with its manifest."""
    manifest = read_manifest(out)
    assert manifest is not None
    check_hashes(out.resolve(), manifest)
    return manifest.release


def documented(fault: str) -> tuple[int, str]:
    """Return exit status and outcome the table of the documentation promises for a fault."""
    for line in README.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if cells[0].casefold() == fault.casefold():
            return int(cells[1]), cells[2].replace(" ", "_")
    raise AssertionError(f"{README.name} says nothing of {fault!r}")


def outcome_of(home: Path) -> str:
    return str(runs(open_ledger(home))[0]["outcome"])


def test_sources_in_trouble_leave_the_others_and_their_own_last_good_figures(world: World) -> None:
    home, out = world.copy()
    before = whole(out)
    world.service.answers |= {name: told for name, told in SOURCES.items() if told is not None}
    world.service.declare(
        home, "down", "every_days = 1\nattempts = 1\nwithin_reach = true", "http://127.0.0.1:9"
    )
    done = world.run("sources", "refresh", "--out", str(out), home=home)
    assert done.status == 0, done.errors
    assert whole(out) != before
    (run,) = runs(open_ledger(home), limit=1)
    states = {row["source"]: row["state"] for row in run["sources"]}
    assert {name: states[name] for name in SOURCES} == STATES
    with open_store(home) as store:
        figures = store.observations(source=list(SOURCES)).groupby("source").size().to_dict()
    assert figures == {**dict.fromkeys(SOURCES, 3), "good": 6}
    page = (out / "index.html").read_text(encoding="utf-8")
    told = " ".join(world.receiver.titles)
    for name, state in STATES.items():
        fault = {"good": "", "status-429": "status 429", "status-500": "status 500"}.get(name, name)
        row = re.search(rf'<tr[^>]*><th scope="row">Source {name}</th>.*?</tr>', page, re.DOTALL)
        assert row, name
        if not fault:
            assert 'data-since="2024-02-28"' in row[0]
            continue
        assert documented(f"source: {fault}") == (0, run["outcome"])
        assert KEPT[state] in row[0].replace("&#39;", "'")
        assert 'data-since="2024-01-28"' in row[0]  # the page counts its age to the reader's own day
        assert f"source {name} " in told
    changed = json.loads((out / "changes.json").read_text(encoding="utf-8"))
    assert {row["source"] for row in changed if row["kind"] == "silent_source"} == set(SOURCES) - {"good"}
    assert "Source en panne, derniers chiffres gardés\u00a0: Source down" in page

    world.service.answers |= dict.fromkeys(SOURCES, rows(3))
    world.service.declare(home, "down", "every_days = 1\nwithin_reach = true")
    done = world.run("recovery", "refresh", "--out", str(out), home=home)
    assert done.status == 0, done.errors
    assert sorted(world.receiver.titles) == sorted(
        f"source {name} answers again" for name in SOURCES if name != "good"
    )


def test_a_source_that_never_answered_is_named_too(world: World) -> None:
    home, out = world.copy()
    world.service.declare(home, "unheard", "attempts = 1\nwithin_reach = true", "http://127.0.0.1:9")
    world.service.answers |= dict.fromkeys(SOURCES, rows(1))
    done = world.run("unheard", "refresh", "--out", str(out), home=home)
    assert done.status == 0, done.errors
    page = (out / "index.html").read_text(encoding="utf-8").replace("&#39;", "'")
    assert re.search(r'class="broken"><th scope="row">Source unheard</th>.*?aucun chiffre', page, re.DOTALL)


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong on this machine: how to bring it about, and how it is told."""

    name: str
    spoil: Callable[[World, ExitStack], tuple[Path, Path]]
    told: str
    entered: bool = True
    """Whether the run can be entered in the ledger."""
    prefix: tuple[str, ...] = ()
    environment: tuple[tuple[str, str], ...] = ()


HUMBLE = ("setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override")


def _news(home: Path) -> None:
    """Decide something, so that the next refresh draws."""
    (home / "aliases.csv").write_text("name,pcode,level,source,note\n")


def _full_store(world: World, undo: ExitStack) -> tuple[Path, Path]:
    disk = undo.enter_context(small_disk(world.folder / "store-disk", DISK_BYTES))
    home, out = world.copy(home=disk / "home")
    _news(home)
    fill(disk)
    return home, out


def _full_site(world: World, undo: ExitStack) -> tuple[Path, Path]:
    disk = undo.enter_context(small_disk(world.folder / "site-disk", DISK_BYTES))
    home, out = world.copy(out=disk / "site")
    _news(home)
    size = sum(path.stat().st_size for path in out.resolve().rglob("*") if path.is_file())
    fill(disk, leave=size // 2)
    return home, out


def _read_only_site(world: World, undo: ExitStack) -> tuple[Path, Path]:
    disk = undo.enter_context(small_disk(world.folder / "read-only", DISK_BYTES))
    home, out = world.copy(out=disk / "site")
    _news(home)
    remount(disk, "ro")
    return home, out


def _forbidden_site(world: World, undo: ExitStack) -> tuple[Path, Path]:
    home, out = world.copy()
    _news(home)
    releases = Path(f"{out}.releases")
    releases.chmod(0o555)
    undo.callback(releases.chmod, 0o755)
    return home, out


def _forbidden_store(world: World, undo: ExitStack) -> tuple[Path, Path]:
    home, out = world.copy()
    _news(home)
    home.chmod(0o555)
    (home / "record.sqlite").chmod(0o444)
    undo.callback(home.chmod, 0o755)
    return home, out


def _damaged_store(world: World, _undo: ExitStack) -> tuple[Path, Path]:
    home, out = world.copy()
    for name in ("record.sqlite-wal", "record.sqlite-shm"):
        (home / name).unlink(missing_ok=True)
    (home / "record.sqlite").write_bytes(b"SQLite format 3\0" + b"\xff" * 9000)
    return home, out


def _untouched(world: World, _undo: ExitStack) -> tuple[Path, Path]:
    return world.copy()


def _half_empty(world: World, _undo: ExitStack) -> tuple[Path, Path]:
    """Publish a round of all regions, then let the next one come with a third of them."""
    home, out = world.copy()
    inbox = home / "inbox"
    inbox.mkdir(exist_ok=True)
    world.service.answers |= {**dict.fromkeys(SOURCES, rows(1)), "good": rows(31, places=9, day="2026-01-31")}
    done = world.run("full round", "refresh", "--out", str(out), home=home)
    assert done.status == 0, done.errors
    world.service.answers["good"] = rows(32, places=3, day="2026-02-28")
    return home, out


FAULTS = (
    Fault("disk full on the store", _full_store, r"full|No space", entered=False),
    Fault("disk full on the site", _full_site, r"No space left|bytes free"),
    Fault("read-only site", _read_only_site, "Read-only file system"),
    Fault("wrong permissions on the site", _forbidden_site, "mend the permissions", prefix=HUMBLE),
    Fault(
        "wrong permissions on the store",
        _forbidden_store,
        "permissions|readonly",
        entered=False,
        prefix=HUMBLE,
    ),
    Fault("corrupt SQLite file", _damaged_store, "damaged", entered=False),
    Fault(
        "database server down",
        _untouched,
        "does not answer|check TRACKER_DATABASE_URL",
        entered=False,
        environment=(("TRACKER_DATABASE_URL", canaries.database_url()),),
    ),
    Fault("half-empty input", _half_empty, r"3 of last time's 9 \(33%, floor 70%\)"),
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_of_this_machine_keeps_the_old_publication_and_is_told(world: World, fault: Fault) -> None:
    if fault.prefix and (os.geteuid() or not shutil.which("setpriv")):
        pytest.skip("only root with setpriv can try what somebody without permission meets")
    with ExitStack() as undo:
        world.service.answers |= dict.fromkeys(SOURCES, rows(1))
        home, out = fault.spoil(world, undo)
        before = whole(out)
        words = ("refresh", "--out", str(out))
        done = world.run(fault.name, *words, home=home, prefix=list(fault.prefix), **dict(fault.environment))
        status, outcome = documented(fault.name)
        assert (done.status, whole(out)) == (status, before)
        assert re.search(fault.told, done.errors), done.errors
        assert "Traceback" not in done.errors
        assert any(re.search(fault.told, title) for title in world.receiver.titles), world.receiver.titles
        assert "old publication stays" in world.said[f"{fault.name}: notices"]
        if fault.entered:
            assert outcome_of(home) == outcome
        if fault.name != "corrupt SQLite file":
            (home.parent / "ballast").unlink(missing_ok=True)
            assert opens(home)


def opens(home: Path) -> bool:
    with sqlite3.connect(home / "record.sqlite") as connection:
        return connection.execute("PRAGMA quick_check").fetchone() == ("ok",)


def test_the_scheduler_pings_and_logs_what_failed(world: World) -> None:
    home, out = world.copy()
    world.service.answers |= dict.fromkeys(SOURCES, rows(1))
    (home / "tracker.toml").write_text(f'out = "{out}"\n[[job]]\nattempts = 1\n')
    out.unlink()
    out.write_text("somebody's file")
    done = world.run("scheduler", "schedule", "--once", home=home)
    assert done.status == 1
    paths = [path for path, _ in world.receiver.messages if path.startswith("/check/")]
    assert [path.rsplit("/", 1)[1] for path in paths] == ["start", "fail"]
    (log,) = (home / "logs").glob("*.log")
    assert "is a file, expected a folder" in log.read_text(encoding="utf-8")
    for words in (("runs", "--json"), ("status", "--json"), ("problems",), ("sources", "list")):
        assert world.run(" ".join(words), *words, home=home).status == 0


def test_no_secret_is_left_in_any_log_file_or_page(world: World) -> None:
    assert len(world.said) > 10, "run the whole module: this searches what the other tests left"
    (world.folder / "bait").write_text(json.dumps(canaries.KEY))
    assert canaries.leaks([world.folder], world.said) == [str(world.folder / "bait")]
