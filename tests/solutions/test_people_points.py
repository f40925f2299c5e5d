"""Reach is measured from where people were counted: communes, towns, cercles; and gives nobody away."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from tests.maps.synthetic import synthetic_view
from tests.solutions.test_complete import _figure
from tracker.solutions import reach_figures
from tracker.solutions.people_points import people_points, units_of
from tracker.solutions.reach_figures import points, reach_rows
from tracker.view import FIGURE_COLUMNS, POINT_COLUMNS, SITE_COLUMNS, View

DAY = "2020-04-30"
NEAR, FAR = (-4.2, 14.5), (-1.0, 17.0)


def _view(counts: list[tuple[tuple[float, float], int, str, str]], people: int = 1000) -> View:
    """Return one unit with `people`, counted at points with their people, basis and source."""
    view = synthetic_view(9, 2)
    unit = view.units.iloc[[0]].reset_index(drop=True)
    code = str(unit["pcode"].iloc[0])
    rows = [(code, *at, count, DAY, source, basis) for at, count, basis, source in counts]
    site = {"site_id": "s", "name": "S", "site_type": "training", "pcode": code, "status": "working"}
    return replace(
        view,
        units=unit,
        figures=pd.DataFrame([_figure("idp_stock", code, DAY, people)], columns=FIGURE_COLUMNS).assign(
            source="dtm"
        ),
        points=pd.DataFrame(rows, columns=POINT_COLUMNS),
        sites=pd.DataFrame([{**site, "lon": NEAR[0], "lat": NEAR[1]}]).reindex(columns=SITE_COLUMNS),
    )


def _share(view: View, km: int = 25) -> tuple[float, str]:
    rows = reach_rows(view, points(view))
    row = rows[(rows["indicator"] == f"reach_{km}_km") & (rows["category"] == "")].iloc[0]
    return float(row["value"]), str(row["note"])


def test_people_stand_where_they_were_counted() -> None:
    value, note = _share(_view([(NEAR, 300, "commune", "dtm"), (FAR, 700, "commune", "dtm")]))
    assert (value, note) == (30.0, "people at: commune")


def test_counts_of_an_older_date_or_another_source_are_weights() -> None:
    value, note = _share(_view([(NEAR, 100, "cercle", "other"), (FAR, 100, "cercle", "other")]))
    assert value == 50.0
    assert note == "people at: cercle"


def test_who_is_counted_nowhere_else_stands_at_the_seat(monkeypatch: pytest.MonkeyPatch) -> None:
    view = _view([(NEAR, 400, "town", "press")])
    seats = reach_figures._seats(view, None).assign(lon=FAR[0], lat=FAR[1])
    monkeypatch.setattr(reach_figures, "_seats", lambda *_: seats.copy())
    value, note = _share(view)
    assert (value, note) == (40.0, "people at: seat, town")


def test_communes_go_before_cercles_and_towns() -> None:
    counts = [(NEAR, 500, "commune", "dtm"), (FAR, 500, "commune", "dtm"), (NEAR, 1000, "town", "press")]
    assert _share(_view(counts))[0] == 50.0


def test_a_share_tells_neither_of_a_few_people_nor_of_a_hidden_count() -> None:
    few = _view([(NEAR, 4, "commune", "dtm"), (FAR, 996, "commune", "dtm")])
    assert _share(few)[0] == 0.0
    shares = {
        _share(_view([(NEAR, count, "commune", "dtm"), (FAR, 1000 - count, "commune", "dtm")]))[0]
        for count in range(116, 125)
    }
    assert len(shares) == 1


def test_a_hidden_figure_has_no_reach() -> None:
    view = _view([(NEAR, 300, "commune", "dtm")])
    hidden = view.figures.assign(value=pd.array([None], dtype="Float64"), value_status="suppressed")
    assert reach_rows(replace(view, figures=hidden), points(replace(view, figures=hidden))).empty


def test_the_record_gives_the_points_of_the_newest_counts() -> None:
    units = gpd.GeoDataFrame(
        {"pcode": ["A", "B"]}, geometry=[shapely.box(-13, 9, -5, 26), shapely.box(-5, 9, 5, 26)], crs=4326
    )
    row = {
        "indicator": "idp_stock", "figure_kind": "printed", "sex": None, "population_group": None,
        "level": None, "edition": None, "place_name": None, "reported_admin3_name": None, "source": "press",
    }  # fmt: skip
    bamako, gao = "town:2460596", "town:2457163"
    told = [(bamako, 50, "2014-03-15"), (bamako, 70, "2014-04-15"), (gao, 30, "2014-04-20")]
    record = pd.DataFrame([{**row, "pcode": code, "value": n, "reference_end": day} for code, n, day in told])
    figures = pd.DataFrame(
        [_figure("idp_stock", "A", "2014-04-30", 100), _figure("idp_stock", "B", "2014-03-31", 100)],
        columns=FIGURE_COLUMNS,
    )
    found = people_points(record, figures, units)
    assert found[["pcode", "people", "slice", "basis"]].to_numpy().tolist() == [
        ["A", 70, "2014-04-30", "town"]
    ]  # B was last counted before the town was


def test_a_point_on_a_border_has_one_unit() -> None:
    halves = gpd.GeoDataFrame(
        {"pcode": ["B", "A"]}, geometry=[shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)], crs=4326
    )
    assert units_of(pd.Series([1.0, 3.0]), pd.Series([0.5, 0.5]), halves).tolist() == ["A", None]
