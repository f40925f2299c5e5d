"""Declared corrections: applied where they fit, loud where they do not."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pytest

from tests.store.readings import figure, figures
from tracker.corrections import Correction, correct, corrected, corrections
from tracker.errors import DeclarationError
from tracker.problem import Problem

TABLE = figures(
    figure("Gao", 4500),
    figure("Ménaka", 0, note="vide"),
    figure("Gao", 9, source="cmp", source_file="cmp.csv"),
)


def declared(**change: object) -> Correction:
    entry: dict[str, object] = {
        "target": {"source": "dtm", "source_file": "round.csv", "reported_admin2_name": "Ménaka"},
        "action": "set",
        "set": {"value_status": "not_assessed"},
        "reason": "an empty template row",
        "reference": "DTM, May 2020",
        "expect": {"value": 0},
    }
    return Correction(**{**entry, **change})


def test_a_correction_changes_the_decision_and_says_so():
    done = correct(TABLE, [declared()])
    row = done.observations.iloc[1]
    assert row["value_status"] == "not_assessed"
    assert pd.isna(row["value"])
    assert row["note"] == "vide; an empty template row (DTM, May 2020)"
    assert row["reported_admin2_name"] == "Ménaka"
    (problem,) = done.problems
    assert (problem.code, problem.severity, problem.row, problem.file) == (
        "corrected",
        "note",
        3,
        "round.csv",
    )
    pd.testing.assert_frame_equal(done.observations.iloc[[0, 2]], TABLE.iloc[[0, 2]])


def test_a_value_or_a_place_can_be_set():
    done = correct(TABLE, [declared(set={"value": 53, "value_status": "value", "pcode": "ML1001"})])
    assert done.observations.loc[1, ["value", "pcode"]].tolist() == [53, "ML1001"]
    assert done.observations.dtypes.equals(TABLE.dtypes)


def test_a_figure_can_be_taken_out_or_annotated():
    out = correct(TABLE, [declared(action="quarantine", set={})])
    assert out.observations["reported_admin2_name"].tolist() == ["Gao", "Gao"]
    assert out.problems[0].severity == "quarantined"
    noted = correct(TABLE, [declared(action="annotate", set={})])
    assert noted.observations["value"].tolist() == TABLE["value"].tolist()
    assert "template row" in noted.observations["note"][1]


def test_one_that_matches_nothing_fails():
    with pytest.raises(DeclarationError, match="matches no figure"):
        correct(TABLE, [declared(target={"source": "dtm", "reported_admin2_name": "Tessit"})])


def test_one_for_another_file_or_source_is_not_due():
    elsewhere = declared(
        target={"source": "dtm", "source_file": "round_64.xlsx", "reported_admin2_name": "X"}
    )
    nobody = declared(target={"source": "unhcr", "reported_admin2_name": "X"})
    assert correct(TABLE, [elsewhere, nobody]).problems == []


def test_the_tripwire_fails_when_the_world_has_changed():
    with pytest.raises(DeclarationError, match=r"expected value=5 and met .*0.* in row 3"):
        correct(TABLE, [declared(expect={"value": 5})])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"target": {"source_file": "round.csv"}}, "needs a source"),
        ({"target": {"source": "dtm"}}, "whole source"),
        ({"target": {"source": "dtm", "cercle": "Gao"}}, "no such columns: cercle"),
        ({"expect": {}}, "expect is empty"),
        ({"set": {}}, "belongs to action"),
        ({"set": {"reported_admin2_name": "Gao"}}, "cannot be corrected"),
        ({"action": "quarantine"}, "belongs to action"),
        ({"action": "delete"}, "set"),
        ({"reason": ""}, "1 character"),
    ],
    ids=str,
)
def test_a_wrong_declaration_is_named(tmp_path: Path, change: dict[str, object], words: str):
    entry = declared().model_dump(by_alias=True) | change
    (tmp_path / "corrections.toml").write_text(toml(entry), encoding="utf-8")
    with pytest.raises(DeclarationError, match=f"correction 1: .*{words}"):
        corrections(tmp_path)


def toml(entry: dict[str, object]) -> str:
    def cell(value: object) -> str:
        if isinstance(value, dict):
            return "{ " + ", ".join(f"{name} = {cell(inner)}" for name, inner in value.items()) + " }"
        return f'"{value}"' if isinstance(value, str) else str(value)

    return "[[correction]]\n" + "".join(f"{name} = {cell(value)}\n" for name, value in entry.items())


@dataclass(frozen=True)
class Reading:
    observations: pd.DataFrame
    rows_kept: int = 3
    rows_quarantined: int = 0
    problems: list[Problem] = field(default_factory=list)


def test_a_reading_is_corrected_and_its_rows_still_balance(tmp_path: Path):
    reading = Reading(TABLE)
    assert corrected(reading, tmp_path) is reading
    entry = declared(action="quarantine", set={}).model_dump(by_alias=True)
    (tmp_path / "corrections.toml").write_text(toml(entry), encoding="utf-8")
    done = corrected(reading, tmp_path)
    assert (len(done.observations), done.rows_kept, done.rows_quarantined, len(done.problems)) == (2, 2, 1, 1)


def test_what_is_no_toml_is_named(tmp_path: Path):
    (tmp_path / "corrections.toml").write_text("[[correction", encoding="utf-8")
    with pytest.raises(DeclarationError, match="no TOML"):
        corrections(tmp_path)
