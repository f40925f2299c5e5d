"""Movements as pages are handed them: what is summed, hidden, off the map, drawn without script."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from maps import payload_flows, still_flows, still_overview
from maps.drawing import Drawing
from tests.maps.synthetic import synthetic_view
from tracker.view import FLOW_COLUMNS, View


def _view(*rows: dict[str, Any], **anchor: Any) -> View:
    """Return a view of one month's movements of people, and one more anchor."""
    common = {
        "indicator": "flow_displacement",
        "slice": "2013-01-31",
        "period_start": "2013-01-01",
        "period_end": "2013-01-31",
        "value_status": "value",
        "unit": "people",
        "source": "synthetic",
    }
    table = pd.DataFrame([common | row for row in rows]).reindex(columns=FLOW_COLUMNS)
    view = synthetic_view(9, 12, 72)
    far = {"id": "FRA", "name_fr": "France", "name_en": "France", "kind": "country", "lon": None, "lat": None}
    return replace(
        view,
        flows=table.assign(value=pd.to_numeric(table["value"]).astype("Float64")),
        anchors=pd.concat([view.anchors, pd.DataFrame([far | anchor])], ignore_index=True),
    )


def _kept(view: View) -> dict[tuple[str, str], float]:
    table = payload_flows.summed(view)
    places, _ = payload_flows._places(view, table)
    shown = payload_flows._ends_shown(table, places)
    return {(row.origin, row.destination): row.value for row in shown.itertuples()}


def test_a_country_off_the_map_has_a_name_and_no_point() -> None:
    view = _view({"origin": "ML06", "destination": "FRA", "value": 250})
    others = payload_flows.record(view)["flows"]["others"]
    assert others == [{"id": "FRA", "names": ["France", "France"], "at": None}]
    assert "FRA" not in still_flows.places(view, Drawing(view))
    assert still_flows.svg(view, "fr") == ""
    assert payload_flows.listing(view, "fr")["latest_flows"][0]["destination"] == "France"


def test_a_country_off_the_map_takes_no_place_among_the_drawn() -> None:
    far = [{"origin": f"ML0{n}", "destination": "FRA", "value": 5000 + n} for n in range(1, 9)]
    pairs = [(a, b) for a in range(1, 9) for b in range(1, 9) if a != b][: still_flows.MOST]
    near = [{"origin": f"ML0{a}", "destination": f"ML0{b}", "value": 100} for a, b in pairs]
    view = _view(*far, *near)
    assert len(still_flows.latest(view, still_flows.places(view, Drawing(view)))) == still_flows.MOST
    picture = still_overview.flows(view, title="Flux", description="Flux")
    assert "nan" not in picture
    assert picture.count('stroke-opacity=".85"') == still_overview.MOST_FLOWS
    assert len(still_overview.largest_flows(view)) == still_overview.MOST_FLOWS


def test_a_reported_nought_stays_a_nought_when_an_end_is_unknown_to_the_page() -> None:
    hidden = {"value": None, "value_status": "suppressed"}
    view = _view(
        {"origin": "XYZ", "destination": "ML05", "value": 0, "value_status": "zero"},
        {"origin": "XYZ", "destination": "ML06", **hidden},
        {"origin": "", "destination": "ML06", "value": 40},
        {"origin": "XYZ", "destination": "ML07", **hidden},
    )
    assert _kept(view) == {("", "ML05"): 0, ("", "ML06"): 40, ("", "ML07"): -1}


def test_units_are_summed_apart() -> None:
    passage = {"indicator": "flow_monitoring", "origin": "ML02", "destination": "ML03"}
    view = _view(
        passage | {"value": 20, "unit": "people per day"},
        passage | {"value": 500},
        {
            "indicator": "flow_intended_return",
            "origin": "",
            "destination": "ML06",
            "value": 9000,
            "unit": "households",
        },
    )
    kinds = [(one["id"], one["unit"]) for one in payload_flows.record(view)["flows"]["kinds"]]
    assert sorted(kinds) == [
        ("flow_intended_return", "households"),
        ("flow_monitoring", "people"),
        ("flow_monitoring", "people per day"),
    ]
    assert kinds.index(("flow_monitoring", "people")) < kinds.index(("flow_monitoring", "people per day"))
    said = [row["value"] for row in payload_flows.listing(view, "fr")["latest_flows"]]
    assert said == ["500", "9\u202f000\xa0ménages", "20\xa0personnes par jour"]


def test_households_have_one_width_in_the_still_picture() -> None:
    households = {"indicator": "flow_intended_return", "unit": "households"}
    view = _view(
        {"origin": "ML06", "destination": "ML05", "value": 400},
        households | {"origin": "ML02", "destination": "ML03", "value": 9000},
    )
    picture = still_flows.svg(view, "fr")
    assert 'stroke-width="16.0"' in picture
    assert f'stroke-width="{still_flows.ONE_WIDTH}"' in picture


@pytest.mark.parametrize("ends", [("ML06", "MRT"), ("MRT", "MRT")])
def test_names_are_text_in_the_still_picture(ends: tuple[str, str]) -> None:
    view = _view({"origin": ends[0], "destination": ends[1], "value": 400})
    hostile = "<script>alert('1')</script> & \"Co\""
    named = view.anchors.assign(name_fr=view.anchors["name_fr"].where(view.anchors["id"] != "MRT", hostile))
    picture = still_flows.svg(replace(view, anchors=named), "fr")
    assert "<script" not in picture
    assert "&lt;script&gt;" in picture
    assert ('r="12"' in picture) == (ends[0] == ends[1])


def test_a_movement_with_one_known_end_is_a_dashed_ring_in_the_still_picture() -> None:
    view = _view(
        {"origin": "", "destination": "ML05", "value": 9000},
        {"origin": "", "destination": "", "value": 100},
        {"origin": "ML06", "destination": "ML05", "value": 400},
    )
    picture = still_flows.svg(view, "fr")
    assert picture.count('stroke-width="8.0" stroke-dasharray="4 3"') == 1
    assert 'stroke-width="16.0"' in picture
    assert picture.count("<text") == 2


def test_the_still_picture_says_what_its_strokes_mean() -> None:
    view = _view(
        {"origin": "ML06", "destination": "ML05", "value": 400},
        {"origin": "ML05", "destination": "ML06", "value": 100},
        {
            "indicator": "flow_intended_return",
            "unit": "households",
            "origin": "ML02",
            "destination": "ML03",
            "value": 9,
        },
    )
    drawn = still_flows.latest(view, still_flows.places(view, Drawing(view)))
    keys = still_flows.legend(view, drawn, "fr")
    assert [key.words.split("\u00a0: ")[-1] for key in keys] == [
        "500",
        "9\u00a0ménages",
        "400\u00a0personnes",
        "80\u00a0personnes",
    ]
    assert [key.width for key in keys[2:]] == [16.0, 3.2]
    assert all(key.words in still_flows.svg(view, "fr") for key in keys)
