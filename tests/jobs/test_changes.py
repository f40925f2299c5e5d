"""What changed is told figure by figure, without giving away what is hidden."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from jobs.changes import Limits, changes
from tests.maps.synthetic import synthetic_view
from tracker.sums import Tables
from tracker.view import FLOW_COLUMNS, View


@pytest.fixture
def view() -> View:
    found = synthetic_view(units=9, slices=6, indicators=("idp_stock",))
    figures = found.figures.copy()
    figures["value_status"] = "value"
    figures["value"] = 5000.0 + figures.groupby("pcode").ngroup() * 10
    figures["reference_end"] = figures["slice"]
    return replace(found, figures=figures)


def tables(view: View) -> Tables:
    return Tables(view.figures.copy(), view.totals.copy())


def status(view: View) -> list[dict[str, object]]:
    return [{str(name): value for name, value in row.items()} for row in view.sources.to_dict("records")]


def kinds(found: list[dict[str, object]]) -> list[object]:
    return [change["kind"] for change in found]


def with_value(view: View, position: int, value: float | None, status: str = "value") -> View:
    figures = view.figures.copy()
    figures.loc[figures.index[position], ["value", "value_status"]] = [value, status]
    return replace(view, figures=figures)


def test_nothing_changed_is_nothing_and_so_is_the_first_publication(view: View) -> None:
    assert changes(tables(view), view, status(view)) == []
    assert changes(None, view) == []


def test_a_revised_figure_is_told_old_and_new_and_flagged_when_large(view: View) -> None:
    (small,) = changes(tables(view), with_value(view, 0, 5001.0))
    assert (small["kind"], small["old"], small["new"], small["large"]) == ("revised", 5000, 5001, False)
    assert small["place_name"]
    (large,) = changes(tables(view), with_value(view, 0, 9000.0))
    assert large["large"]
    assert Limits(large_share=0.1, large_people=10_000).large(5000, 9000) is False


def test_a_hidden_figure_is_not_compared(view: View) -> None:
    assert changes(tables(view), with_value(view, 0, None, "suppressed")) == []
    assert changes(tables(with_value(view, 0, None, "suppressed")), view) == []


def test_a_new_round_tells_who_reports_and_who_no_longer_does(view: View) -> None:
    last = view.figures["slice"].max()
    newest = view.figures["slice"] == last
    before = Tables(view.figures[~newest].iloc[1:], view.totals)  # the first place did not report before …
    first = view.figures[~newest].iloc[0]
    assert first["slice"] < last
    figures = view.figures[~(newest & (view.figures["pcode"] == view.figures["pcode"].iloc[-1]))].copy()
    moved = figures.index[(figures["slice"] == last)][2]
    figures.loc[moved, "value"] = 1.0
    found = changes(before, replace(view, figures=figures))
    assert kinds(found)[0] == "new_slice"
    assert found[0]["count"] == 8
    silent = [change["pcode"] for change in found if change["kind"] == "gone_silent"]
    assert silent == [view.figures["pcode"].iloc[-1]]
    (jump,) = [change for change in found if change["kind"] == "large_change"]
    place = figures.loc[moved, "pcode"]
    earlier = figures[(figures["pcode"] == place) & (figures["slice"] < last)]["value"].iloc[-1]
    assert (jump["pcode"], jump["old"], jump["new"], jump["large"]) == (place, earlier, 1, True)


def test_a_withdrawn_figure_is_told(view: View) -> None:
    without = replace(view, figures=view.figures.drop(view.figures.index[0]))
    (gone,) = changes(tables(view), without)
    assert (gone["kind"], gone["old"]) == ("withdrawn", 5000)


def test_sources_come_go_stale_and_recover(view: View) -> None:
    source = {"source": "dtm-mali", "title": "DTM", "state": "fetched", "age_days": 10}
    now = replace(view, sources=pd.DataFrame([{**source, "state": "failed"}]))
    before = [{**source}]
    assert kinds(changes(tables(view), now, before)) == ["silent_source"]
    aged = replace(view, sources=pd.DataFrame([{**source, "age_days": 46}]))
    assert kinds(changes(tables(view), aged, before)) == ["stale_source"]
    fresh = replace(view, sources=pd.DataFrame([source]))
    assert kinds(changes(tables(view), fresh, [{**source, "age_days": 90}])) == ["recovered_source"]
    assert kinds(changes(tables(view), fresh, [{**source, "source": "other"}])) == ["new_source"]
    unasked = replace(view, sources=pd.DataFrame([{**source, "state": "skipped"}]))
    assert not changes(tables(view), unasked, [{**source, "state": "failed"}])


def test_movements_are_compared_way_by_way() -> None:
    view = synthetic_view(units=9, slices=6, pairs=20)
    flows = view.flows.assign(value=5000.0, value_status="value")
    now = replace(view, flows=flows)
    before = Tables(view.figures, view.totals, flows.copy())
    assert changes(before, now) == []
    flows.loc[flows.index[0], "value"] = 9000.0
    (found,) = changes(before, replace(view, flows=flows))
    first = flows.iloc[0]
    assert (found["kind"], found["old"], found["new"], found["large"]) == ("revised", 5000, 9000, True)
    assert found["place_name"] == f"{first['origin_name']} → {first['destination_name']}"
    assert found["pcode"] == f"{first['origin']}>{first['destination']}"
    newest = flows["slice"].max()
    earlier = replace(view, flows=flows[flows["slice"] < newest])
    told = changes(Tables(view.figures, view.totals, earlier.flows), replace(view, flows=flows))
    assert {(change["kind"], change["slice"]) for change in told} == {("new_slice", newest)}
    hidden = flows.assign(value_status="suppressed", value=None)
    assert changes(before, replace(view, flows=hidden)) == []


Row = tuple[str | None, str, float | None, str, str]
"""Origin, its name, value, unit and source of a movement to a village without a code."""


def moved(*rows: Row) -> View:
    flows = pd.DataFrame(
        {
            "indicator": "flow_displacement",
            "slice": "2015-06-17",
            "period_end": "2015-06-17",
            "origin": origin,
            "origin_name": name,
            "destination": None,
            "destination_name": "Boranda",
            "value": value,
            "value_status": "suppressed" if value is None else "value",
            "unit": unit,
            "source": source,
        }
        for origin, name, value, unit, source in rows
    )
    flows = flows.reindex(columns=FLOW_COLUMNS).astype({"value": "Float64"})
    return replace(synthetic_view(units=9, slices=6), flows=flows)


def told(before: View, now: View) -> list[tuple[object, ...]]:
    found = changes(Tables(before.figures, before.totals, before.flows), now)
    return [(change["kind"], change["place_name"], change["old"], change.get("new")) for change in found]


def test_movements_between_places_without_a_code_are_told_by_their_own_names() -> None:
    first: Row = (None, "Kano", 276, "people", "dtm")
    before = moved(first, (None, "Gaberi", 698, "people", "dtm"))
    now = moved(first, (None, "Gaberi", 700, "people", "dtm"))
    assert told(before, now) == [("revised", "Gaberi → Boranda", 698, 700)]
    assert told(before, moved(first)) == [("withdrawn", "Gaberi → Boranda", 698, None)]


def test_the_parts_of_a_way_are_added_and_a_hidden_part_hides_their_sum() -> None:
    def parts(second: float | None) -> View:
        return moved(("ML06", "Djenné", 400, "people", "dtm"), ("ML06", "Mopti", second, "people", "dtm"))

    name = synthetic_view(units=9, slices=6).units.set_index("pcode")["place_name"]["ML06"]
    assert told(parts(50), parts(90)) == [("revised", f"{name} → Boranda", 450, 490)]
    assert told(parts(50), parts(None)) == told(parts(None), parts(90)) == []


@pytest.mark.parametrize("other", [("households", "dtm"), ("people", "unhcr")])
def test_neither_units_nor_sources_of_one_way_are_added(other: tuple[str, str]) -> None:
    def both(second: float) -> View:
        return moved(("ML06", "Mopti", 400, "people", "dtm"), ("ML06", "Mopti", second, *other))

    (found,) = told(both(50), both(60))
    assert (found[0], *found[2:]) == ("revised", 50, 60)


def test_a_movement_another_source_took_over_is_revised() -> None:
    before, now = moved((None, "Kano", 276, "people", "dtm")), moved((None, "Kano", 280, "people", "unhcr"))
    assert told(before, now) == [("revised", "Kano → Boranda", 276, 280)]
