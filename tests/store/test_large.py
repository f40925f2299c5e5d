"""Large files take shorter ways; they lead to the same record."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest

from tests.benchmarks.dtm_api_rows import write_rows
from tests.store.readings import MONDAY
from tracker.cells import delimited
from tracker.cells.delimited import read_delimited
from tracker.cells.plain import plain_sheet
from tracker.ingest import ingest
from tracker.source import Limits
from tracker.store import open_store


def record_of(path: Path, home: Path) -> tuple[pd.DataFrame, dict[str, object]]:
    with open_store(home) as store:
        (result,) = ingest([path], store, recorded_at=MONDAY, home=home)
        return store.observations(), result.record()


def laid(home: Path) -> list[tuple[str, str]]:
    """Return every table, index and trigger of a record, as laid."""
    with closing(sqlite3.connect(home / "record.sqlite")) as connection:
        return sorted(connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))


def test_the_ways_of_large_files_give_the_same_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "global-iom-dtm-from-api-admin-0-to-2.csv"
    write_rows(path, 500)
    by_columns, account = record_of(path, tmp_path / "columns")
    monkeypatch.setattr(delimited, "plain_sheet", lambda *_: None)
    by_rows, same_account = record_of(path, tmp_path / "rows")
    monkeypatch.setattr("tracker.read.figures.LARGE_ROWS", 1)
    monkeypatch.setattr("tracker.read.draft.LARGE_ROWS", 1)
    monkeypatch.setattr("tracker.store.load._SLAB", 100)
    large, large_account = record_of(path, tmp_path / "large")
    assert len(by_columns) >= 500
    assert account == same_account == large_account
    pd.testing.assert_frame_equal(by_columns, by_rows)
    pd.testing.assert_frame_equal(by_columns, large)
    assert laid(tmp_path / "large") == laid(tmp_path / "columns")


@pytest.mark.parametrize(
    "text",
    [
        b"region,people\nGao,1\nMopti,2\n",
        b"region;people\r\nGao;1\r\nMopti;2\r\n",
        "région,people\nSégou,1\nMopti,2".encode(),
        b"\xef\xbb\xbfregion,people\nGao,1\n",
        b"sep=;\nregion;people\nGao;1\n",
        b"region,people\n Gao ,\n,2\n",
        b'region,people\n"Gao, la ville",1\n"dit ""Gawgaw""",""\n',
        b'"region"|"people"\r\n"Gao"|"1"',
    ],
)
def test_plain_text_is_the_same_read_by_columns_and_by_rows(text: bytes, monkeypatch: pytest.MonkeyPatch):
    plain = read_delimited(text, Limits())
    monkeypatch.setattr(delimited, "plain_sheet", lambda *_: None)
    rows = read_delimited(text, Limits())
    (left,), (right,) = plain.sheets, rows.sheets
    pd.testing.assert_frame_equal(left.cells, right.cells, check_index_type=False, check_column_type=False)
    assert left.cells.columns.tolist() == right.cells.columns.tolist()
    assert (left.widths == right.widths).all()
    assert (plain.warnings, plain.notes, plain.delimiter) == (rows.warnings, rows.notes, rows.delimiter)


@pytest.mark.parametrize(
    "text",
    [
        b'region,people\n"Gao" ville,1\n',  # text after a closing quote
        b'region,people\n"Gao,1\n',  # a quote never closed
        b'region,people\n"Gao\nville",1\n',  # a line end in a field
        b'region,people\nGao "ville",1\n',  # quotes inside a field
        b"region,people\nGao,1,2\n",  # ragged
        b"region,people\n\nGao,1\n",  # a blank row
        b"region,people\n , \nGao,1\n",  # a row of blanks
        b"region,people\rGao,1\r",  # old line ends
    ],
)
def test_what_is_not_plain_throughout_is_left_to_the_reader_by_rows(text: bytes):
    assert plain_sheet(text, "utf-8", ",", 1) is None
