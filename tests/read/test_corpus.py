"""Every faulty input gives the stated outcome; no wrong figure is accepted without a problem."""

from __future__ import annotations

import time
from pathlib import Path

import pandas as pd
import pytest

from tests.read import corpus_text, corpus_workbook
from tests.read.corpus import CASES, CODES, PEOPLE, SOURCE, VALUES, Case
from tracker.errors import UnreadableFile
from tracker.ingest import read_file
from tracker.reading import Reading

assert corpus_text
assert corpus_workbook


def test_every_number_of_the_list_is_there() -> None:
    assert {case.number for case in CASES} == set(range(1, 92))


UNDECLARED = [case for case in CASES if case.source is SOURCE and case.number not in (51, 75, 77, 78)]


@pytest.mark.parametrize("case", UNDECLARED, ids=lambda case: f"{case.number}-{case.title}")
def test_outcome_is_the_same_without_a_named_source(case: Case, tmp_path: Path) -> None:
    path = tmp_path / case.name
    path.write_bytes(case.make())
    if case.outcome == "F":
        with pytest.raises(UnreadableFile):
            read_file(path)
    else:
        _compare(case, read_file(path))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.number}-{case.title}")
def test_outcome(case: Case, tmp_path: Path) -> None:
    path = tmp_path / case.name
    path.write_bytes(case.make())
    if case.outcome == "F":
        start = time.perf_counter()
        with pytest.raises(UnreadableFile, match=case.code) as refused:
            read_file(path, case.source)
        assert case.name in str(refused.value)
        if case.number in (77, 78):
            assert time.perf_counter() - start < 1.0
        return
    reading = read_file(path, case.source)
    assert reading.rows_in == reading.rows_kept + reading.rows_quarantined + reading.rows_ignored
    _compare(case, reading)
    if case.code:
        assert case.code in {problem.code for problem in reading.problems}


def _compare(case: Case, reading: Reading) -> None:
    """Compare field by field with the truth; what differs must be known to be faulty."""
    figures = reading.observations[reading.observations["indicator"] == "idp_stock"]
    clean = figures[
        figures["figure_kind"].eq("printed") & figures["value"].notna() & figures["pcode"].notna()
    ]
    doubted = {problem.row for problem in reading.problems if problem.severity != "note"}
    accepted = clean[~clean["source_row"].isin(doubted)]
    for _, figure in accepted.iterrows():
        assert VALUES[figure["pcode"]] == figure["value"]
        assert figure["reference_end"] == "2024-03-31"
        assert figure["level"] == 2
    assert accepted["pcode"].is_unique
    expected = {code for place, code in enumerate(CODES) if place not in case.bad}
    assert set(accepted["pcode"]) == expected
    if not case.bad:
        assert accepted["value"].sum() == PEOPLE
    if case.outcome == "A":
        assert not reading.rows_quarantined
    if case.outcome == "N":
        _no_zero_for_missing(figures)


def _no_zero_for_missing(figures: pd.DataFrame) -> None:
    assert not (figures["value_status"] == "zero").any()
    assert (figures["value"].isna() | (figures["value"] > 0)).all()
