"""Returns against those still away, where both are known."""

from __future__ import annotations

import pandas as pd
import pytest

from tracker.solutions.returns_against_stock import returned_share, tells_origin


def test_the_share_back_is_of_those_back_and_those_still_away() -> None:
    back = pd.Series({"ML07": 300, "ML06": 100, "ML01": 5, "ML08": 0})
    away = pd.Series({"ML07": 100, "ML06": None, "ML05": 9, "ML08": 0})
    table = returned_share(back, away)
    assert table["pcode"].tolist() == ["ML07"]
    assert table["returned_share"].iloc[0] == pytest.approx(75)


def test_a_table_that_names_every_host_as_origin_says_nothing() -> None:
    assert not tells_origin(pd.Series(["ML07", "ML06"]), pd.Series(["ML07", "ML06"]))
    assert tells_origin(pd.Series(["ML07", "ML06"]), pd.Series(["ML09", "ML06"]))
