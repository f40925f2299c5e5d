"""Figures in another edition: exact, partial, or kept where they are; people conserved."""

from __future__ import annotations

import pytest

from tests.record.rows import record
from tracker.reframe import in_edition
from tracker.rollup import rolled_up


def by_place(table):
    return {row.pcode: (row.value, row.crosswalk) for row in table.itertuples()}


def test_menaka_folds_into_gao():
    rows = record(
        {"pcode": "ML07", "value": 100}, {"pcode": "ML10", "value": 30}, {"pcode": "ML09", "value": 5}
    )
    assert by_place(in_edition(rows, "ne-2013", 1)) == {"ML07": (130, "exact"), "ML09": (5, "exact")}


def test_a_merged_unit_lacking_a_part_says_so():
    rows = record({"pcode": "ML07", "value": 100})
    assert by_place(in_edition(rows, "ne-2013", 1)) == {"ML07": (100, "partial")}


def test_figures_already_in_the_edition_are_untouched():
    rows = record({"pcode": "ML07", "value": 100, "edition": "ne-2013"})
    assert by_place(in_edition(rows, "ne-2013", 1)) == {"ML07": (100, "exact")}


def test_a_whole_unit_keeps_its_provenance():
    rows = record({"pcode": "ML09", "value": 5, "source_row": 77, "edition": "cod-2012"})
    moved = in_edition(rows, "ne-2013", 1)
    assert moved["source_row"].tolist() == [77]
    assert moved["edition"].tolist() == ["ne-2013"]


@pytest.mark.parametrize("edition", ["ne-2013", "cod-2012", "reform-2023"])
def test_people_are_conserved(edition):
    rows = record(
        *({"pcode": f"ML{n:02d}", "value": 2**n} for n in range(1, 11)), {"pcode": None, "value": 7}
    )
    assert in_edition(rows, edition, 1)["value"].sum() == rows["value"].sum()


def test_cercles_are_added_up_only_where_the_source_has_no_region():
    cercles = record(
        {"pcode": "ML0701", "level": 2, "value": 10}, {"pcode": "ML0702", "level": 2, "value": 15},
        {"pcode": "ML0701", "level": 2, "value": 3, "source": "embedded-cercles"},
        {"pcode": "ML07", "level": 1, "value": 99, "source": "embedded-cercles"},
    )  # fmt: skip
    table = rolled_up(cercles, 1)
    assert sorted(zip(table["source"], table["value"], strict=True)) == [
        ("embedded-cercles", 99), ("embedded-idps-monthly", 25),
    ]  # fmt: skip
    assert table.set_index("source").loc["embedded-idps-monthly", "note"] == "sum of 2 reported parts"


def test_approximate_cercles_are_not_added_up():
    rows = record({"pcode": "ML0701", "level": 2, "value": 10, "figure_kind": "printed_approximate"})
    assert rolled_up(rows, 1).empty


def test_what_can_only_be_split_stays_where_it_is_and_says_so():
    rows = record({"pcode": "ML0602", "level": 2, "value": 9, "edition": "cod-2012"})
    region = rolled_up(rows, 1, edition="reform-2023")
    assert region["value"].tolist() == [9]


def test_cercles_are_added_up_in_the_regions_of_the_reform():
    rows = record(
        {"pcode": "ML0104", "level": 2, "value": 3}, {"pcode": "ML0105", "level": 2, "value": 4},
    )  # fmt: skip
    table = in_edition(rolled_up(rows, 1, edition="reform-2023"), "reform-2023", 1)
    assert table["value"].sum() == 7
    assert set(table["crosswalk"]) == {"exact"}


def test_a_sum_that_misses_a_part_of_a_split_cercle_says_so():
    rows = record(
        {"pcode": "ML0201", "level": 2, "value": 5, "edition": "cod-ab-2021"},
        {"pcode": "ML0204", "level": 2, "value": 50, "edition": "cod-ab-2021"},
    )  # fmt: skip
    table = in_edition(rolled_up(rows, 1, edition="reform-2023"), "reform-2023", 1)
    assert table["value"].sum() == 55
    kinds = dict(zip(table["pcode"], table["crosswalk"], strict=True))
    assert "partial" in kinds.values()


def test_the_users_own_shares_count_where_figures_are_moved(tmp_path):
    header = "from_edition,from_pcode,to_edition,to_pcode,share,basis\n"
    shares = "".join(f"ne-2013,ML01,cod-2012,{code},0.5,census\n" for code in ("ML01", "ML02"))
    (tmp_path / "crosswalk.csv").write_text(header + shares)
    rows = record({"pcode": "ML01", "value": 100, "edition": "ne-2013"})
    assert by_place(in_edition(rows, "cod-2012", 1)) == {"ML01": (100, "exact")}
    halves = {"ML01": (50, "shared"), "ML02": (50, "shared")}
    assert by_place(in_edition(rows, "cod-2012", 1, tmp_path)) == halves
