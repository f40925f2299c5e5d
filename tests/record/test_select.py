"""Which figure stands when several do."""

from __future__ import annotations

import re
from importlib.resources import files

from tests.record.rows import record
from tracker.select import standing


def values(table):
    return sorted(table["value"])


def test_the_full_series_stands_before_the_partial_press_table():
    rows = record(
        {"pcode": "ML09", "value": 40_733},
        {"pcode": "ML09", "value": 41_000, "source": "embedded-regions-dtm", "reference_end": "2014-04-15"},
        {"pcode": "ML05", "value": 6_948, "source": "embedded-regions-dtm"},
    )
    assert values(standing(rows)) == [6_948, 40_733]


def test_approximate_and_other_method_figures_never_stand():
    kinds = ("printed_approximate", "printed_other_method", "printed_total")
    rows = record(*({"pcode": "ML09", "value": 5, "figure_kind": kind} for kind in kinds))
    assert standing(rows).empty


def test_one_source_repeating_itself_counts_once():
    printed = {"pcode": "MLI", "level": 0, "value": 377_781, "source": "embedded-national-dtm"}
    rows = record(
        printed | {"source_title": "A", "source_row": 9}, printed | {"source_title": "B", "source_row": 7}
    )
    assert standing(rows)["source_title"].tolist() == ["B"]


def test_parts_of_one_count_stay_together():
    rows = record(
        {"pcode": "ML09", "value": 10, "cause": "Conflict"}, {"pcode": "ML09", "value": 20, "cause": "Flood"}
    )
    assert values(standing(rows)) == [10, 20]


def test_figures_without_a_place_are_kept():
    rows = record(
        {"reported_admin1_name": "Atlantis", "value": 3}, {"reported_admin1_name": "Lemuria", "value": 4}
    )
    assert values(standing(rows)) == [3, 4]


def test_years_and_months_are_not_rivals():
    yearly = {"pcode": "ML09", "reference_start": "2014-01-01", "reference_end": "2014-12-31"}
    rows = record(
        yearly | {"value": 1, "source": "embedded-regions-dtm"},
        {"pcode": "ML09", "value": 2, "reference_end": "2014-12-31"},
    )
    assert values(standing(rows)) == [1, 2]


def test_of_two_sources_of_equal_precedence_the_newer_one_stands_alone():
    older = {"pcode": "ML09", "value": 10, "source": "hdx-iom-dtm-2019-20", "reference_end": "2014-04-10"}
    newer = older | {"value": 12, "source": "hapi-idps", "reference_end": "2014-04-20"}
    assert values(standing(record(older, newer))) == [12]
    assert values(standing(record(older, newer | {"reference_end": "2014-04-10"}))) == [12]


def test_the_precedence_of_the_users_own_source_counts(tmp_path):
    (tmp_path / "sources").mkdir()
    text = files("tracker").joinpath("sources/pdi-template.toml").read_text("utf-8")
    text = re.sub("^precedence = .*\n", "", text, flags=re.MULTILINE)
    text = text.replace('id = "pdi-template"', 'id = "partner"\nprecedence = 1')
    (tmp_path / "sources/partner.toml").write_text(text, encoding="utf-8")
    rows = record({"pcode": "ML09", "value": 10}, {"pcode": "ML09", "value": 12, "source": "partner"})
    assert values(standing(rows)) == [10]
    assert values(standing(rows, tmp_path)) == [12]
