"""Nothing in the record is ever changed or removed, through whatever connection."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa

from tests.store.readings import MONDAY, TUESDAY, figure, read
from tracker.errors import StoreError
from tracker.problem import Problem
from tracker.store import Store, open_store
from tracker.store.tables import APPEND_ONLY, metadata


@pytest.fixture
def full(store: Store) -> Store:
    """A record with at least one row in every sealed table."""
    sites = pd.DataFrame([{"site_id": "s1", "name": "Centre", "source": "dtm", "lon": -4.2, "lat": 14.5}])
    for value, when in ((1, MONDAY), (2, TUESDAY)):
        reading = read(figure("Gao", value), sites=sites, problems=[Problem("x", "y")])
        store.load(reading, run_id="r", recorded_at=when)
    return store


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_no_row_is_changed_or_removed(full: Store, table: str):
    column = next(iter(metadata.tables[table].c)).name
    for statement in (f'DELETE FROM "{table}"', f'UPDATE "{table}" SET "{column}" = "{column}"'):
        with pytest.raises(StoreError, match="append-only"), full.writing() as connection:
            connection.exec_driver_sql(statement)
    with full.reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(metadata.tables[table])).scalar_one()


@pytest.mark.parametrize("pragma", ["ON", "OFF"])
@pytest.mark.parametrize("table", APPEND_ONLY)
def test_no_row_is_replaced_through_any_connection(tmp_path: Path, table: str, pragma: str):
    """``INSERT OR REPLACE`` walks past DELETE triggers unless recursive_triggers is on."""
    sites = pd.DataFrame([{"site_id": "s1", "source": "dtm"}])
    with open_store(tmp_path) as store:
        for value in (1, 2):
            reading = read(figure("Gao", value), sites=sites, problems=[Problem("x", "y")])
            store.load(reading, run_id=None, recorded_at=MONDAY)
    connection = sqlite3.connect(tmp_path / "record.sqlite")
    connection.execute(f"PRAGMA recursive_triggers={pragma}")
    before = connection.execute(f'SELECT * FROM "{table}"').fetchall()
    for verb in ("INSERT OR REPLACE", "REPLACE"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(f'{verb} INTO "{table}" SELECT * FROM "{table}"')
    assert connection.execute(f'SELECT * FROM "{table}"').fetchall() == before
    connection.close()


def test_a_description_cannot_be_replaced_under_another_id(tmp_path: Path):
    with open_store(tmp_path) as store:
        store.load(read(figure("Gao", 1)), run_id=None, recorded_at=MONDAY)
    connection = sqlite3.connect(tmp_path / "record.sqlite")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute("INSERT OR REPLACE INTO origin (id, digest) SELECT id + 100, digest FROM origin")
    connection.close()


def test_the_tables_refuse_nonsense(full: Store):
    observation = metadata.tables["observation"]
    good = {
        "id": 100, "load_id": 1, "natural_key": b"k" * 16, "series_id": 1, "place_id": 1, "origin_id": 1,
        "period_id": 1, "value": 1.0, "value_status": "value",
    }  # fmt: skip
    nonsense = [
        {"value_status": "nd"},
        {"period_id": 99},
        {"period_id": None},
        {"load_id": 99},
        {"place_id": 99},
        {"natural_key": None},
        {"supersedes": 1},
    ]
    for fault in nonsense:
        with pytest.raises(StoreError), full.writing() as connection:
            connection.execute(observation.insert().values(**good | fault))
    with full.writing() as connection:
        connection.execute(observation.insert().values(**good))
    for end in ("31/12/2014", None):
        period = metadata.tables["period"].insert().values(id=100, digest=b"d", reference_end=end)
        with pytest.raises(StoreError), full.writing() as connection:
            connection.execute(period)


@pytest.mark.postgres
def test_truncate_is_refused(server, tmp_path: Path):
    with open_store(tmp_path, server.database()) as store:
        for table in APPEND_ONLY:
            with pytest.raises(StoreError, match="append-only"), store.writing() as connection:
                connection.exec_driver_sql(f'TRUNCATE "{table}" CASCADE')
