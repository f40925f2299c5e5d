"""What the keeper of a record declares about disclosure."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pandas as pd
import pytest

from tests.record.rows import record
from tracker.aggregate import shareable
from tracker.disclose import declared_threshold, hide_small
from tracker.errors import DeclarationError


def _declare(home: Path, text: str) -> Path:
    (home / "tracker.toml").write_text(text, encoding="utf-8")
    return home


def test_the_threshold_is_ten_unless_declared(tmp_path: Path) -> None:
    assert declared_threshold() == declared_threshold(tmp_path) == 10
    assert declared_threshold(_declare(tmp_path, "[disclosure]\nthreshold = 20\n")) == 20


@pytest.mark.parametrize("line", ["threshold = 0", 'threshold = "5"', "treshold = 5"])
def test_a_threshold_that_makes_no_sense_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(DeclarationError, match="whole number of at least 1"):
        declared_threshold(_declare(tmp_path, f"[disclosure]\n{line}\n"))


def test_figures_of_a_restricted_source_stay_in_the_record(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    text = files("tracker").joinpath("sources/pdi-template.toml").read_text("utf-8")
    text = text.replace('id = "pdi-template"', 'id = "confidential"\nsensitivity = "restricted"')
    (tmp_path / "sources/confidential.toml").write_text(text, encoding="utf-8")
    rows = record({"pcode": "ML01", "value": 40}, {"pcode": "ML02", "value": 50, "source": "confidential"})
    assert shareable(rows, tmp_path)["pcode"].tolist() == ["ML01"]


def test_a_national_figure_between_two_whole_numbers_is_hidden_below_the_threshold():
    table = pd.DataFrame({"value": [0, 0.5, 9.5, 10, None], "value_status": "value", "note": "said"})
    assert hide_small(table, 10)["value"].isna().tolist() == [False, True, True, False, True]
