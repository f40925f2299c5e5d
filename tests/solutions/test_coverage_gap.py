"""Shares, the gap between them, and the picture of 2014."""

from __future__ import annotations

from importlib.resources import as_file, files

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.solutions.coverage_gap import by_side, coverage_gap, shares

NORTH = ("Gao", "Kidal", "Tombouctou")
counts = st.dictionaries(st.sampled_from("ABCDEFGHIJ"), st.integers(0, 100_000), min_size=1)


@given(
    displaced=counts.filter(lambda d: sum(d.values()) > 0),
    assistance=counts.filter(lambda d: sum(d.values()) > 0),
)
def test_both_sides_sum_to_a_hundred_percent(displaced: dict[str, int], assistance: dict[str, int]) -> None:
    table = coverage_gap(pd.Series(displaced), pd.Series(assistance))
    reported = table["displaced"].notna()
    assert table["share_of_displaced"].sum() == pytest.approx(100)
    assert table["share_of_assistance"].sum() == pytest.approx(100)
    assert table.loc[reported, "coverage_gap"].notna().all()
    assert table.loc[~reported, "coverage_gap"].isna().all()


@given(
    displaced=counts.filter(lambda d: sum(d.values()) > 0),
    assistance=counts.filter(lambda d: sum(d.values()) > 0),
)
def test_displaced_people_without_assistance_come_first(
    displaced: dict[str, int], assistance: dict[str, int]
) -> None:
    table = coverage_gap(pd.Series(displaced), pd.Series(assistance))
    alone = {unit for unit, people in displaced.items() if people > 0 and assistance.get(unit, 0) == 0}
    assert set(table["pcode"].head(len(alone))) == alone


def test_no_count_is_not_zero() -> None:
    table = coverage_gap(pd.Series({"A": 10, "B": None}), pd.Series({"A": 1, "B": 1})).set_index("pcode")
    assert pd.isna(table.loc["B", "coverage_gap"])
    assert table.loc["A", "share_of_displaced"] == 100


@pytest.mark.parametrize("bad", [{"A": 0}, {"A": -1}, {}])
def test_shares_of_nobody_are_refused(bad: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"nobody|negative"):
        shares(pd.Series(bad, dtype="Float64"))


def _regions(day: str) -> pd.Series:
    """Return the IDPs by region OCHA published for one month, from the embedded table."""
    with as_file(files("tracker.embedded") / "idps-monthly.csv") as path:
        table = pd.read_csv(path)
    month = table[(table["reference_end"] == day) & (table["indicator"] == "idp_stock")]
    return month.set_index("reported_admin1_name")["value"].rename({"Segou": "Ségou"})


def test_the_peak_of_june_2013_is_the_sum_of_its_regions() -> None:
    assert _regions("2013-06-30").sum() == 353_455


def test_the_picture_of_2014_nearly_half_left_behind_in_the_south() -> None:
    displaced = _regions("2014-02-28")
    assert displaced.sum() == 199_575
    assert displaced[["Bamako", "Koulikoro", "Ségou"]].tolist() == [46_143, 19_101, 12_139]
    # invented assistance, all of it in the north but one part: the numbers tested are the displaced
    gaps = coverage_gap(displaced, pd.Series({"Gao": 40, "Tombouctou": 40, "Kidal": 15, "Bamako": 5}))
    assert gaps["share_of_displaced"].sum() == pytest.approx(100)
    assert set(gaps.loc[gaps["unassisted"], "pcode"]) == {"Koulikoro", "Ségou", "Mopti", "Sikasso", "Kayes"}
    assert gaps["pcode"].iloc[0] == "Koulikoro"
    sides = by_side(gaps, {unit: "north" if unit in NORTH else "south" for unit in displaced.index})
    south = sides.set_index("group").loc["south"]
    assert south["displaced"] == 92_198  # printed "some 92,200"
    assert south["share_of_displaced"] == pytest.approx(46.2, abs=0.05)
    assert south["coverage_gap"] == pytest.approx(41.2, abs=0.05)
    assert sides["coverage_gap"].sum() == pytest.approx(0)
