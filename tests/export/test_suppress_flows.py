"""A small movement does not follow from the people counted where it arrived."""

from __future__ import annotations

import pandas as pd

from tracker.suppress_flows import suppress_flows
from tracker.view import FLOW_COLUMNS


def _flows(cells: dict[tuple[str | None, str], int]) -> pd.DataFrame:
    rows = [
        {
            "indicator": "flow_displacement_by_origin",
            "slice": "2014-04-30",
            "period_start": "2014-04-01",
            "period_end": "2014-04-30",
            "origin": origin,
            "destination": destination,
            "value": people,
            "value_status": "value" if people else "zero",
            "unit": "people",
            "source": "dtm",
            "note": "n",
        }
        for (origin, destination), people in cells.items()
    ]
    return pd.DataFrame(rows).reindex(columns=FLOW_COLUMNS).astype({"value": "Float64"})


def _published(**people: float) -> pd.DataFrame:
    return pd.DataFrame({"pcode": list(people), "slice": "2014-04-30", "value": list(people.values())})


CELLS: dict[tuple[str | None, str], int] = {
    ("ML06", "ML09"): 400,
    ("ML07", "ML09"): 95,
    (None, "ML09"): 5,
    ("ML07", "ML05"): 700,
    ("ML08", "ML05"): 0,
}


def test_only_the_small_one_goes_where_no_total_gives_it_away() -> None:
    public = suppress_flows(_flows(CELLS), _published(ML05=12), 10)
    assert public["value_status"].tolist() == ["value", "value", "suppressed", "value", "zero"]
    assert public["note"].isna().tolist() == [False, False, True, False, False]


def test_a_second_goes_where_the_stock_at_the_destination_is_the_sum() -> None:
    public = suppress_flows(_flows(CELLS), _published(ML09=500), 10)
    assert public["value_status"].tolist() == ["value", "suppressed", "suppressed", "value", "zero"]


def test_what_was_hidden_stays_hidden() -> None:
    first = suppress_flows(_flows(CELLS), _published(ML09=500), 10)
    second = suppress_flows(_flows(CELLS), _published(), 10, previous=first)
    assert second["value_status"].tolist() == first["value_status"].tolist()


def test_people_are_only_hidden_never_changed() -> None:
    public = suppress_flows(_flows(CELLS), _published(ML09=500, MLI=1200), 10)
    kept = public["value"].notna()
    assert (public["value"][kept] == _flows(CELLS)["value"][kept]).all()
