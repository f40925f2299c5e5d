"""Four naive ways to draw a View, as a careful reader of each library's manual would write them.

``timeslider``: folium's TimeSliderChoropleth; ``choropleths``: one folium.Choropleth per date with a
layer control; ``timestamped``: folium's TimestampedGeoJson for the flows; ``plotly``: an animated
``px.choropleth_map`` with plotly.js inside (needs plotly, which only this benchmark uses).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import folium
import pandas as pd
from folium.plugins import TimeSliderChoropleth, TimestampedGeoJson

from tracker.classes import classes_of, ramp
from tracker.view import View

INDICATOR = "idp_stock"
CENTRE = (17.0, -4.0)


def _figures(view: View) -> pd.DataFrame:
    mine = view.figures[view.figures["indicator"] == INDICATOR]
    return mine[mine["value"].notna()]


def _map(view: View) -> folium.Map:
    """Return a map on which the country is as large as the window allows, as it is on ours."""
    west, south, east, north = (float(side) for side in view.units.total_bounds)
    page = folium.Map()
    page.fit_bounds([[south, west], [north, east]])
    return page


def timeslider(view: View) -> str:
    """Return folium's own answer to slices: a style for every unit and date."""
    classes = classes_of(view.figures, view.indicators[INDICATOR])
    colours = ramp(view.indicators[INDICATOR], len(classes.limits))
    styles: dict[str, dict[str, dict[str, object]]] = {}
    figures = _figures(view)
    places = classes.index(figures["value"].astype(float))
    seconds = pd.to_datetime(figures["slice"]).astype("int64") // 10**6 // 1000
    for code, second, place in zip(figures["pcode"], seconds, places, strict=True):
        colour = colours[place - 1] if place > 0 else "#ffffff"
        styles.setdefault(str(code), {})[str(second)] = {"color": colour, "opacity": 0.8}
    units = view.units.set_index("pcode")[["geometry"]]
    page = _map(view)
    TimeSliderChoropleth(units.to_json(), styledict=styles).add_to(page)
    return str(page.get_root().render())


def choropleths(view: View) -> str:
    """Return one Choropleth per date under a layer control."""
    page = _map(view)
    units = json.loads(view.units[["pcode", "geometry"]].to_json())
    figures = _figures(view)
    for day, rows in figures.groupby("slice"):
        folium.Choropleth(
            geo_data=units,
            data=rows,
            columns=["pcode", "value"],
            key_on="feature.properties.pcode",
            name=str(day),
            show=False,
            fill_color="YlOrRd",
        ).add_to(page)
    folium.LayerControl().add_to(page)
    return str(page.get_root().render())


def timestamped(view: View) -> str:
    """Return every flow record as a line with its time."""
    ends = {
        str(code): [float(lon), float(lat)]
        for codes, lons, lats in (
            (view.units["pcode"], view.units["label_lon"], view.units["label_lat"]),
            (view.anchors["id"], view.anchors["lon"], view.anchors["lat"]),
        )
        for code, lon, lat in zip(codes, lons, lats, strict=True)
    }
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "LineString", "coordinates": [ends[origin], ends[destination]]},
            "properties": {
                "times": [day, day],
                "style": {"color": "#c4421a", "weight": 1 + value**0.5 / 20},
                "popup": f"{value:g}",
            },
        }
        for day, origin, destination, value in zip(
            view.flows["slice"],
            view.flows["origin"],
            view.flows["destination"],
            view.flows["value"].astype(float),
            strict=True,
        )
        if origin in ends and destination in ends
    ]
    page = _map(view)
    TimestampedGeoJson(
        {"type": "FeatureCollection", "features": features},
        period="P1M",
        duration="P1M",
        auto_play=False,
    ).add_to(page)
    return str(page.get_root().render())


def plotly(view: View) -> str:
    """Return plotly's animated choropleth map, its library inlined.

    Raises ``ImportError`` where plotly is not installed.
    """
    import plotly.express as px

    units = json.loads(view.units[["pcode", "geometry"]].to_json())
    figure = px.choropleth_map(
        _figures(view),
        geojson=units,
        featureidkey="properties.pcode",
        locations="pcode",
        color="value",
        animation_frame="slice",
        map_style="white-bg",
        center={"lat": CENTRE[0], "lon": CENTRE[1]},
        zoom=4,
    )
    return str(figure.to_html(include_plotlyjs=True))


def _ours(kind: str, *, lite: bool = False) -> Callable[[View], str]:
    def build(view: View) -> str:
        from maps import page

        return page.build(kind, view, lite=lite)  # type: ignore[arg-type]

    return build


TOOLS: dict[str, Callable[[View], str]] = {
    "ours": _ours("displacement"),
    "ours lite": _ours("displacement", lite=True),
    "ours flows": _ours("flows"),
    "timeslider": timeslider,
    "choropleths": choropleths,
    "timestamped": timestamped,
    "plotly": plotly,
}


def write(tool: str, view: View, out: Path) -> None:
    out.write_text(TOOLS[tool](view), encoding="utf-8", newline="\n")
