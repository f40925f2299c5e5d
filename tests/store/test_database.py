"""Opening, migrating, sharing and losing the database."""

from __future__ import annotations

import multiprocessing
import sqlite3
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from tests.store.readings import MONDAY, TUESDAY, figure, read
from tracker.errors import StoreError
from tracker.store import Store, open_store
from tracker.store.migrate import revisions
from tracker.store.tables import metadata


def test_the_migrations_build_exactly_the_declared_tables(store: Store):
    with store.reading() as connection:
        ours = set(metadata.tables)
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_object": lambda item, name, kind, *_: kind != "table" or name in ours,
            },
        )
        found = compare_metadata(context, metadata)
    assert [change for change in found if "remove_index" not in str(change[0])] == []
    assert not [
        change
        for change in found
        if getattr(change[1], "table", None) is not None and change[1].table.name in ours
    ]


def test_revisions_are_named_and_ordered():
    names = revisions()
    assert names[0] == "0001_record"
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))


def test_opening_again_keeps_the_record(tmp_path: Path):
    for _ in range(3):
        with open_store(tmp_path) as store:
            store.load(read(figure()), run_id=None, recorded_at=MONDAY)
            assert len(store.observations()) == 1
            store.check()


def test_sqlite_is_opened_the_safe_way(tmp_path: Path):
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1}
    with open_store(tmp_path) as store, store.reading() as connection:
        for name, value in wanted.items():
            assert connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() == value


def test_a_migration_that_fails_leaves_the_database_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def fail(*_: object, **__: object) -> None:
        raise sa.exc.OperationalError("CREATE VIEW", {}, Exception("disk is full"))

    monkeypatch.setattr("alembic.op.execute", fail)
    with pytest.raises(StoreError, match="disk is full"):
        open_store(tmp_path)
    connection = sqlite3.connect(tmp_path / "record.sqlite")
    assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    connection.close()
    monkeypatch.undo()
    with open_store(tmp_path) as store:
        assert len(store.observations()) == 0


def test_a_newer_database_is_left_alone(tmp_path: Path):
    open_store(tmp_path).close()
    with sqlite3.connect(tmp_path / "record.sqlite") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999_later'")
    connection.close()
    with pytest.raises(StoreError, match=r"9999_later.*update the tracker"):
        open_store(tmp_path)


@pytest.mark.parametrize("damage", ["text", "header", "middle", "folder"])
def test_a_damaged_database_is_one_clear_error(tmp_path: Path, damage: str):
    file = tmp_path / "record.sqlite"
    if damage == "text":
        file.write_text("this is not a database, it is a letter " * 100)
    elif damage == "folder":
        file.mkdir()
    else:
        with open_store(tmp_path) as store:
            rows = [figure(f"Cercle {index}", index) for index in range(500)]
            store.load(read(*rows), run_id=None, recorded_at=MONDAY)
        content = bytearray(file.read_bytes())
        start = 0 if damage == "header" else 4096
        content[start : start + (100 if damage == "header" else len(content))] = b"\x5a" * (
            100 if damage == "header" else len(content) - 4096
        )
        file.write_bytes(bytes(content))
    with pytest.raises(StoreError) as caught, open_store(tmp_path) as store:
        store.observations()
    words = str(caught.value)
    assert str(file) in words
    assert "\n" not in words
    if damage != "folder":
        assert "damaged" in words


def test_check_finds_quiet_damage(tmp_path: Path):
    with open_store(tmp_path) as store:
        rows = [figure(f"Cercle {index}", index) for index in range(2000)]
        store.load(read(*rows), run_id=None, recorded_at=MONDAY)
    file = tmp_path / "record.sqlite"
    content = bytearray(file.read_bytes())
    middle = len(content) * 3 // 4
    content[middle : middle + 8192] = bytes(8192)
    file.write_bytes(bytes(content))
    with pytest.raises(StoreError), open_store(tmp_path) as store:
        store.check()


def test_a_locked_database_says_who_is_to_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tracker.store.engine.BUSY_MILLISECONDS", 50)
    with open_store(tmp_path) as store:
        other = sqlite3.connect(tmp_path / "record.sqlite", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another process is writing"):
            store.load(read(figure()), run_id=None, recorded_at=MONDAY)
        assert len(store.observations()) == 0  # readers do not wait
        other.execute("ROLLBACK")
        other.close()
        assert store.load(read(figure()), run_id=None, recorded_at=MONDAY).new == 1


def test_an_unknown_kind_of_database_is_refused(tmp_path: Path):
    with pytest.raises(StoreError, match="SQLite or PostgreSQL"):
        open_store(tmp_path, "mysql://user@host/database")
    with pytest.raises(StoreError, match="no database URL"):
        open_store(tmp_path, "what is this")


def test_a_server_that_is_not_there_is_one_line_without_the_password(tmp_path: Path):
    with pytest.raises(StoreError, match="does not answer") as caught:
        open_store(tmp_path, f"postgresql://tracker:secret@/record?host={tmp_path}")
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_environment_names_the_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{tmp_path}/elsewhere.db")
    with open_store(tmp_path / "home") as store:
        assert store.where.endswith("elsewhere.db")
    assert not (tmp_path / "home" / "record.sqlite").exists()


def _open_and_load(home: Path, url: str | None, number: int, done: multiprocessing.Queue) -> None:
    with open_store(home, url) as store:
        rows = [figure(f"Cercle {index}", index + number) for index in range(200)]
        report = store.load(read(*rows), run_id=str(number), recorded_at=TUESDAY)
    done.put((report.new, report.superseded))


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_many_writers_take_turns(kind: str, tmp_path: Path, request: pytest.FixtureRequest):
    url = None if kind == "sqlite" else request.getfixturevalue("server").database()
    context = multiprocessing.get_context("spawn")
    done: multiprocessing.Queue = context.Queue()
    workers = [
        context.Process(target=_open_and_load, args=(tmp_path, url, number, done)) for number in range(3)
    ]
    for worker in workers:
        worker.start()
    counts = [done.get(timeout=120) for _ in workers]
    for worker in workers:
        worker.join(timeout=60)
    assert sorted(counts) == [(0, 200), (0, 200), (200, 0)]
    with open_store(tmp_path, url) as store:
        table = store.observations()
        assert len(table) == 200
        assert table["value"].diff().dropna().eq(1).all(), "one whole load is in force"


def test_a_reader_sees_whole_loads_only(store: Store):
    rows = [figure(f"Cercle {index}", 1) for index in range(300)]
    store.load(read(*rows), run_id=None, recorded_at=MONDAY)
    seen: set[frozenset[float]] = set()
    stop = threading.Event()

    def watch() -> None:
        while not stop.is_set():
            seen.add(frozenset(store.observations()["value"]))

    watcher = threading.Thread(target=watch)
    watcher.start()
    for value in range(2, 6):
        changed = [{**row, "value": value} for row in rows]
        store.load(read(*changed), run_id=None, recorded_at=TUESDAY)
    stop.set()
    watcher.join()
    assert all(len(values) == 1 for values in seen)
