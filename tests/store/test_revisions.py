"""A record kept by an earlier version opens, and says what it said before."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config

from tests.store.readings import WEDNESDAY, figure, read
from tracker.store import open_store
from tracker.store.engine import create, writing
from tracker.store.migrate import _FOLDER

FIRST, SECOND, OTHER = ("2024-03-04T06:00:00.000000Z", "2024-03-05T06:00:00.000000Z", "2014-12-31")


def earlier_record(home: Path) -> None:
    """Write a record at revision 0002: Gao booked on one commune, a day later on another with more people."""
    home.mkdir()
    engine = create(None, home / "record.sqlite")
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.set_main_option("path_separator", "os")
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0002_ledger")
    engine.dispose()
    with sqlite3.connect(home / "record.sqlite") as connection:
        connection.execute("PRAGMA foreign_keys=ON")
        connection.executescript(
            f"""
            INSERT INTO snapshot (sha256, source) VALUES ('{"a" * 64}', 'dtm'), ('{"b" * 64}', 'dtm');
            INSERT INTO load (id, kind, source, file, snapshot_sha256, recorded_at) VALUES
                (1, 'file', 'dtm', 'round.csv', '{"a" * 64}', '{FIRST}'),
                (2, 'file', 'dtm', 'round.csv', '{"b" * 64}', '{SECOND}');
            INSERT INTO series (id, digest, indicator, unit, figure_kind, source, source_file)
                VALUES (1, x'01', 'idp_stock', 'people', 'printed', 'dtm', 'round.csv');
            INSERT INTO origin (id, digest) VALUES (1, x'01');
            INSERT INTO place (id, digest, reported_admin1_name, reported_admin2_name, reported_admin3_name,
                               level, pcode, place_name, edition, match_method) VALUES
                (1, x'01', 'Gao', 'Gao', 'Soni Ali Ber', 2, 'ML-Gao', 'Gao', 'cod-2012', 'code_and_name'),
                (2, x'02', 'Gao', 'Gao', 'Gounzoureye', 2, 'ML-Gao', 'Gao', 'cod-2012', 'code_and_name');
            INSERT INTO observation (id, load_id, natural_key, series_id, place_id, origin_id, value,
                                     value_status, reference_start, reference_end, round, source_row) VALUES
                (1, 1, x'01', 1, 1, 1, 100, 'value', '{OTHER}', '{OTHER}', '12', 2),
                (2, 2, x'02', 1, 2, 1, 120, 'value', '{OTHER}', '{OTHER}', '12', 2);
            """
        )
    connection.close()


def test_figures_of_an_earlier_version_stay_and_are_found_by_their_key(tmp_path: Path):
    home = tmp_path / "home"
    earlier_record(home)
    with open_store(home) as store:
        store.check()
        now, before = store.observations(), store.observations(as_of="2024-03-04")
        again = read(figure("Gao", 120, reported_admin3_name="Gounzoureye"))
        report = store.load(again, run_id=None, recorded_at=WEDNESDAY)
    assert list(now["value"]) == [120]
    assert list(before["value"]) == [100]
    assert list(now["reference_end"]) == [OTHER]
    assert (report.new, report.superseded, report.unchanged) == (0, 0, 1)


def test_the_view_for_other_programs_survives(tmp_path: Path):
    home = tmp_path / "home"
    earlier_record(home)
    open_store(home).close()
    with sqlite3.connect(home / "record.sqlite") as connection:
        rows = connection.execute(
            "SELECT id, supersedes, value, reference_end, place_name FROM figure"
        ).fetchall()
    connection.close()
    assert sorted(rows) == [(1, None, 100.0, OTHER, "Gao"), (2, 1, 120.0, OTHER, "Gao")]
