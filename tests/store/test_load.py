"""What a load adds, supersedes, leaves alone and refuses."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.readings import MONDAY, TUESDAY, WEDNESDAY, Declared, Read, figure, figures, read
from tracker.errors import StoreError
from tracker.observation import NAMES
from tracker.problem import Problem
from tracker.store import Store, open_store
from tracker.store.encode import natural_keys

GAO = (figure("Ansongo", 1888), figure("Bourem", 720), figure("Gao", 4500))


def load(store: Store, reading: Read, when=MONDAY, run_id=None):
    return store.load(reading, run_id=run_id, recorded_at=when)


def values(store: Store, **asked) -> dict[str, float | None]:
    table = store.observations(**asked)
    return {
        name: None if pd.isna(value) else float(value)
        for name, value in zip(table["reported_admin2_name"], table["value"], strict=True)
    }


def test_what_goes_in_comes_out_column_by_column(store: Store):
    every = {
        "population_group": "PDI", "category": "c", "cause": "Conflict; Insecurity", "sex": "f",
        "sample_size": 12, "denominator": 34.5, "operation": "Mali Conflict", "assessment_type": "BA",
        "reported_admin0_name": "Mali", "reported_admin0_code": "MLI",
        "reported_admin3_name": "Commune’s ",
        "match_score": 97.5, "match_rivals": '["x"]', "reported_origin_name": "Ménaka", "origin_level": 1,
        "origin_pcode": "ML10", "note": "ligne 1\nligne 2", "credit": "Source: \"OIM\"", "licence": "—",
    }  # fmt: skip
    table = figures(figure(**every), figure("Gao", None), figure("Bourem", 0))
    load(store, Read(table))
    back = store.observations()
    pd.testing.assert_frame_equal(back[NAMES], table)
    assert list(back.columns) == [*NAMES, "snapshot_sha256", "recorded_at", "natural_key"]
    assert set(back["natural_key"]) == set(natural_keys(table))
    assert set(back["recorded_at"]) == {"2024-03-04T06:00:00.000000Z"}


def test_the_same_bytes_twice_change_nothing(store: Store):
    reading = read(*GAO, problems=[Problem("odd", "odd row", severity="warning", row=9)])
    first, second = load(store, reading), load(store, reading, TUESDAY)
    assert (first.new, first.unchanged, first.superseded) == (3, 0, 0)
    assert (second.new, second.unchanged, second.superseded) == (0, 3, 0)
    assert not second.changed
    assert set(store.observations()["recorded_at"]) == {"2024-03-04T06:00:00.000000Z"}
    assert len(store.problems()) == 1


def test_a_corrected_file_supersedes_exactly_the_changed_figures(store: Store):
    first = read(*GAO)
    load(store, first, MONDAY)
    report = load(store, read(figure("Ansongo", 1890), *GAO[1:], figure("Ménaka", 5)), WEDNESDAY)
    assert (report.new, report.unchanged, report.superseded) == (1, 2, 1)
    now = {"Ansongo": 1890, "Bourem": 720, "Gao": 4500, "Ménaka": 5}
    then = {"Ansongo": 1888, "Bourem": 720, "Gao": 4500}
    assert values(store) == now
    assert values(store, as_of="2024-03-04") == values(store, as_of="2024-03-05") == then
    assert values(store, as_of="2024-03-06") == now
    assert values(store, as_of=WEDNESDAY) == now
    assert values(store, as_of="2024-03-03") == {}
    kept = store.observations().set_index("reported_admin2_name")["snapshot_sha256"]
    assert kept["Bourem"] == first.sha256
    assert kept["Ansongo"] != first.sha256


def test_a_figure_can_come_back_to_what_it_was(store: Store):
    for value, when in ((10, MONDAY), (11, TUESDAY), (10, WEDNESDAY)):
        load(store, read(figure("Gao", value)), when)
    assert values(store) == {"Gao": 10}
    assert values(store, as_of="2024-03-05") == {"Gao": 11}


@pytest.mark.parametrize(
    "change",
    [
        {"pcode": "ML0701"},
        {"value": 4501},
        {"value": None, "value_status": "no_data"},
        {"figure_kind": "printed_approximate"},
        {"match_method": "alias"},
        {"origin_pcode": "ML08"},
        {"denominator": 7.0},
    ],
    ids=str,
)
def test_another_value_or_decision_supersedes(store: Store, change: dict[str, object]):
    load(store, read(figure("Gao", 4500)))
    assert load(store, read(figure("Gao", 4500) | change), TUESDAY).superseded == 1
    assert len(store.observations()) == 1


def test_another_row_file_or_remark_does_not(store: Store):
    load(store, read(figure("Gao", 4500)))
    moved = figure("Gao", 4500, source_file="round_12_v2.csv", note="moved", source_column="K", at=77)
    report = load(store, read(moved), TUESDAY)
    assert (report.unchanged, report.superseded, report.new) == (1, 0, 0)


@pytest.mark.parametrize(
    "other",
    [{"cause": "Flood"}, {"reference_end": "2015-01-31"}, {"sex": "m"}, {"source": "cmp"}, {"round": "13"}],
    ids=str,
)
def test_another_key_is_another_figure(store: Store, other: dict[str, object]):
    report = load(store, read(figure("Gao", 4500), figure("Gao", 4500, **other)))
    assert report.new == 2


def test_a_figure_twice_in_one_file_names_the_first_row(store: Store):
    reading = read(figure("Gao", 4500), figure("Bourem", 1), figure("Gao", 4501), figure("Gao", 4500))
    report = load(store, reading)
    assert (report.rows_in, report.kept, report.quarantined) == (4, 2, 2)
    assert (report.new, report.figures_quarantined) == (2, 2)
    assert values(store) == {"Gao": 4500, "Bourem": 1}
    problems = store.problems()
    assert problems["code"].tolist() == ["duplicate_differs", "duplicate"]
    assert problems["row"].tolist() == [4, 5]
    assert "row 2, there with 4500" in problems["message"][0]
    assert problems["people"].tolist() == [4501, 4500]


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ({"value": -1}, "negative"),
        ({"value": None}, "status_contradicts_value"),
        ({"value": 5, "value_status": "zero"}, "status_contradicts_value"),
        ({"indicator": "idps"}, "unknown_indicator"),
        ({"value_status": "nd"}, "unknown_value_status"),
        ({"reference_end": "2014-02-30"}, "not_a_day"),
        ({"reference_end": "31-12-2014"}, "not_a_day"),
        ({"reference_end": None}, "empty_column"),
        ({"reference_start": "2015-01-01"}, "ends_before_it_starts"),
        ({"level": 4}, "no_such_level"),
        ({"source": None}, "empty_column"),
    ],
    ids=str,
)
def test_an_impossible_figure_is_quarantined(store: Store, fault: dict[str, object], code: str):
    report = load(store, read(figure("Gao", 3), figure("Bourem", 4) | fault))
    assert (report.new, report.quarantined, report.rows_in) == (1, 1, 2)
    problems = store.problems()
    assert problems["code"].tolist() == [code]
    assert problems["file"].tolist() == ["round.csv"]
    assert problems["row"].tolist() == [3]


def test_people_in_are_placed_unplaced_or_not_summable(store: Store):
    rows = [
        figure("Gao", 100),
        figure("Nowhere", 20, pcode=None, match_method="unmatched"),
        figure("Bourem", 3000, figure_kind="printed_approximate"),
        figure("Gao", 40, sex="f"),
        figure("Gao", 100),
        figure("Gao", 9, unit="households", indicator="idp_households"),
    ]
    lost = Problem("negative", "a negative count", people=7, indicator="idp_stock")
    report = load(store, read(*rows, problems=[lost], rows_quarantined=1))
    assert (report.people_in, report.people_placed) == (3267, 100)
    assert (report.people_unplaced, report.people_not_summable) == (20, 3147)
    assert list(report.by_indicator) == ["idp_stock"]


def test_rows_that_do_not_balance_are_refused_whole(store: Store):
    reading = read(*GAO)

    class Short(Read):
        rows_in = property(lambda self: 7)

    with pytest.raises(StoreError, match="rows in is 7, but kept"):
        load(store, Short(reading.observations))
    assert len(store.observations()) == 0
    assert len(store.loads()) == 0


def test_a_load_that_fails_half_way_leaves_nothing(store: Store, monkeypatch: pytest.MonkeyPatch):
    load(store, read(*GAO))

    def fail(*_: object) -> None:
        raise RuntimeError("killed")

    monkeypatch.setattr("tracker.store.sites.add", fail)
    with pytest.raises(RuntimeError):
        load(store, read(figure("Gao", 1), problems=[Problem("x", "y")]), TUESDAY)
    assert values(store) == {"Ansongo": 1888, "Bourem": 720, "Gao": 4500}
    assert len(store.loads()) == len(store.snapshots()) == 1


def test_questions_narrow_the_answer(store: Store):
    load(
        store,
        read(
            *GAO,
            figure("Gao", 1, level=1, pcode="ML07", reported_place_name="region"),
            figure("Gao", 9, indicator="idp_households", unit="households"),
            figure("Gao", 8, reference_start="2015-01-01", reference_end="2015-06-30"),
            figure("Gao", 7, source="cmp"),
        ),
    )

    def count(**asked: object) -> int:
        return len(store.observations(**asked))

    assert count() == 7
    assert count(indicator="idp_households") == 1
    assert count(indicator=["idp_households", "idp_stock"]) == 7
    assert count(level=1) == count(pcode="ML07") == 1
    assert count(source="cmp") == 1
    assert count(start="2015-01-01") == count(start="2015-03-01", end="2015-04-01") == 1
    assert count(end="2014-12-31") == 6
    assert count(end="2014-12-30") == 0
    assert count(source="nobody") == 0
    assert store.observations(source="nobody").dtypes.equals(store.observations().dtypes)


def test_two_sources_keep_their_figures_apart(store: Store):
    load(store, read(figure("Gao", 1)))
    load(store, read(figure("Gao", 2, source="cmp"), source=Declared("cmp"), name="cmp.csv"), TUESDAY)
    assert sorted(store.observations()["value"]) == [1, 2]


def test_a_moment_without_time_zone_is_refused(store: Store):
    with pytest.raises(StoreError, match="no time zone"):
        load(store, read(*GAO), MONDAY.replace(tzinfo=None))
    with pytest.raises(StoreError, match="no date"):
        store.observations(as_of="last week")


def test_many_places_and_series_fit(store: Store):
    rows = [figure(f"Cercle {index % 1300}", index, cause=f"cause {index // 1300}") for index in range(2600)]
    assert load(store, read(*rows)).new == 2600
    assert load(store, read(*rows), TUESDAY).unchanged == 2600
    changed = [*rows[:-1], replace_value(rows[-1], 1)]
    assert load(store, read(*changed), WEDNESDAY).superseded == 1


def replace_value(row: dict[str, object], value: float) -> dict[str, object]:
    return {**row, "value": value, "value_status": "value"}


FIGURE = st.builds(
    figure,
    st.sampled_from(["Gao", "Bourem", "Ansongo", "Ménaka"]),
    st.one_of(st.none(), st.integers(0, 10**7)),
    cause=st.sampled_from([None, "Conflict", ""]),
    pcode=st.sampled_from([None, "ML0701"]),
    reference_end=st.sampled_from(["2014-12-31", "2015-01-31"]),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(FIGURE, max_size=12), min_size=1, max_size=4))
def test_every_load_balances_and_repeats_to_nothing(tmp_path_factory, batches):
    with open_store(tmp_path_factory.mktemp("home")) as store:
        for day, rows in enumerate(batches, 1):
            reading = read(*rows)
            when = MONDAY.replace(day=day)
            report = load(store, reading, when)
            report.balance()
            assert report.figures == len(rows)
            again = load(store, reading, when)
            assert (again.new, again.superseded, again.unchanged) == (
                0,
                0,
                report.new + report.superseded + report.unchanged,
            )
        table = store.observations()
        assert table["natural_key"].is_unique
        newest: dict[str, object] = {}
        for rows in batches:
            table_in = read(*rows).observations
            firsts = table_in.assign(key=natural_keys(table_in)).drop_duplicates("key")
            newest |= dict(zip(firsts["key"], firsts["value"].astype(object), strict=True))
        stored = dict(zip(table["natural_key"], table["value"].astype(object), strict=True))
        assert {k: None if pd.isna(v) else v for k, v in stored.items()} == {
            k: None if pd.isna(v) else v for k, v in newest.items()
        }


def test_the_report_is_frozen_and_speaks_json(store: Store):
    report = load(store, read(*GAO), run_id="run-1")
    assert report.record()["by_indicator"]["idp_stock"]["people_in"] == 7108
    with pytest.raises(StoreError):
        replace(report, unchanged=5).balance()


def test_two_files_that_disagree_settle_when_both_are_read_again(store: Store):
    old = read(figure("Gao", 10), figure("Bourem", 1), name="old.csv")
    new = read(figure("Gao", 11), name="new.csv")
    for reading in (old, new):
        reading.path = reading.name
    load(store, old, MONDAY)
    assert load(store, new, MONDAY).superseded == 1
    for _ in range(3):
        for reading in (old, new):
            report = load(store, reading, TUESDAY)
            assert (report.new, report.superseded) == (0, 0)
    assert values(store) == {"Gao": 11, "Bourem": 1}


def test_a_publisher_who_goes_back_to_the_old_file_is_followed(store: Store):
    first, second = read(figure("Gao", 10), name="week.csv"), read(figure("Gao", 11), name="week.csv")
    for reading, when in ((first, MONDAY), (second, TUESDAY), (first, WEDNESDAY)):
        load(store, reading, when)
    assert values(store) == {"Gao": 10}


def test_another_decision_about_the_same_bytes_supersedes_each_time(store: Store):
    first = read(figure("Gao", 10, pcode=None))
    load(store, first)
    load(store, read(figure("Gao", 10, pcode=None), figure("Bourem", 2)), MONDAY)
    for pcode in ("ML0701", "ML0702"):
        again = read(figure("Gao", 10, pcode=None), figure("Bourem", 2))
        digest = again.sha256
        again.observations["pcode"] = again.observations["pcode"].mask(
            again.observations["reported_admin2_name"] == "Gao", pcode
        )

        class Same(Read):
            sha256 = property(lambda self, digest=digest: digest)

        report = load(store, Same(again.observations), TUESDAY)
        assert (report.superseded, report.unchanged) == (1, 1)
        assert set(store.observations()["pcode"]) == {pcode, "ML-Bourem"}


def test_figures_a_newer_edition_no_longer_gives_are_told_and_stay(store: Store):
    load(store, read(*GAO))
    report = load(store, read(GAO[0], figure("Gao", 4501)), TUESDAY)
    assert (report.superseded, report.unchanged, report.withdrawn) == (1, 1, 1)
    problems = store.problems()
    assert problems["code"].tolist() == ["figures_withdrawn"]
    assert problems["message"][0].endswith("not in this one: 1")
    assert values(store) == {"Ansongo": 1888, "Bourem": 720, "Gao": 4501}
    again = load(store, read(GAO[0], figure("Gao", 4501)), WEDNESDAY)
    assert (again.withdrawn, again.changed) == (0, False)
    other = load(store, read(figure("Kidal", 5, source_file="other.csv"), name="other.csv"), WEDNESDAY)
    assert other.withdrawn == 0
