"""The still map: small, deterministic, literal, every status told, nothing painted that was not reported."""

from __future__ import annotations

import dataclasses
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.groupings import Group
from maps.payload import PLAIN
from maps.sides import divide, line_between
from maps.still import svg
from maps.still_geometry import KM_PER_DEGREE, path, projected, scale_bar_km, window
from maps.still_labels import Wanted, fit_labels
from maps.still_legend import class_words
from maps.still_paint import ZERO, paint
from maps.still_slice import representative_slice, slice_figures
from tests.maps.synthetic import synthetic_view
from tests.stills.monthly import NORTH, monthly_view
from tracker.classes import Classes, ramp
from tracker.view import View

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "${x}",
    "`",
    "</script>",
    "{{7*7}}",
    "a \"b\" 'c' & d",
    "ⵎⴰⵍⵉ مالي",
]


def drawn(**options: object) -> ET.Element:
    return ET.fromstring(svg(monthly_view(), "idp_stock", **options))  # type: ignore[arg-type]


def test_same_view_same_bytes_and_small() -> None:
    view = monthly_view()
    assert svg(view, "idp_stock") == svg(view, "idp_stock")
    assert len(svg(view, "idp_stock").encode()) < 34_000
    assert len(svg(view, "idp_stock", compact=True).encode()) < 12_500


def test_the_latest_well_reported_slice_is_shown() -> None:
    view = monthly_view()
    assert view.slices["slice"].max() == "2014-10-31"
    assert representative_slice(view, "idp_stock") == "2014-07-31"
    assert representative_slice(view, "idp_returnees_cumulative") is None
    with pytest.raises(ValueError, match="no slice"):
        svg(view, "idp_returnees_cumulative")


def test_title_description_and_figures_are_told() -> None:
    root = drawn(slice_date="2013-06-30")
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "still-title still-desc"
    said = "".join(root.itertext()).replace("\u202f", " ").replace("\u00a0", " ")
    assert "Mali : Personnes déplacées internes (PDI) – 30 juin 2013" in said
    assert "9 unités avec un chiffre sur 9, 353 455 au total." in said
    assert "Gao – 57 079 (91 pour 1 000 habitants)" in said
    assert "Nations Unies" in said
    assert "200 km" in said


def test_all_statuses_have_their_own_look_and_only_those_present_are_listed() -> None:
    text = svg(monthly_view(), "idp_stock", "2014-10-31", lang="en")
    for status in ("no_data", "not_assessed", "suppressed"):
        assert f"url(#still-{status})" in text
    assert re.search(r"url\(#still-carried_forward-\d\)", text)
    assert "Figure of 31 July 2014, carried forward (3 months)" in text
    full = svg(monthly_view(), "idp_stock", "2013-06-30", lang="en")
    assert "No data" not in full
    assert "Suppressed" not in full
    for words in ("No data", "Not assessed", "Suppressed (protects small numbers)", "0 (none counted)"):
        assert words in text


def test_a_silent_unit_never_takes_the_colour_of_an_older_slice() -> None:
    root = drawn(slice_date="2014-10-31")
    fills = {
        (unit.findtext(f"{SVG}title") or "").split(" – ")[0]: unit.get("fill", "")
        for unit in root.iter(f"{SVG}path")
        if unit.find(f"{SVG}title") is not None
    }
    assert fills["Sikasso"] == "url(#still-no_data)"
    assert fills["Koulikoro"] == "url(#still-not_assessed)"
    assert fills["Kayes"] == "url(#still-suppressed)"
    assert fills["Ségou"] == "#ffffff"
    assert fills["Gao"].startswith("#")


def uncounted(view: View, *names: str) -> View:
    """Return the view with nobody knowing how many people live in these regions; in all without names."""
    here = view.units["place_name"].isin(names) if names else view.units["pcode"].notna()
    return dataclasses.replace(view, units=view.units.assign(population=view.units["population"].mask(here)))


def test_people_without_known_residents_are_never_painted_as_zero() -> None:
    view = uncounted(monthly_view(), "Gao", "Kidal", "Ségou")
    painted = paint(slice_figures(view, "idp_stock", "2014-10-31"), view.indicators["idp_stock"], "x-")
    fills = dict(zip(view.units["place_name"], painted.fills, strict=True))
    assert fills["Gao"] == PLAIN
    assert fills["Kidal"] == "url(#x-carried_forward-plain)"
    assert f'stop-color="{PLAIN}"' in painted.patterns["carried_forward-plain"]
    assert fills["Ségou"] == ZERO
    assert "Chiffre communiqué" in svg(view, "idp_stock", "2014-10-31")
    assert PLAIN in svg(view, "idp_stock", "2014-10-31", compact=True)


def test_a_zero_carried_forward_is_a_hatch_on_white() -> None:
    view = monthly_view()
    figures = view.figures.copy()
    figures.loc[(figures["slice"] == "2014-10-31") & (figures["pcode"] == "ML08"), "value"] = 0
    view = uncounted(dataclasses.replace(view, figures=figures), "Kidal")
    painted = paint(slice_figures(view, "idp_stock", "2014-10-31"), view.indicators["idp_stock"], "x-")
    assert f'stop-color="{ZERO}"' in painted.patterns["carried_forward-0"]


def test_a_number_that_is_no_rate_is_a_circle_and_never_a_colour() -> None:
    view = uncounted(monthly_view())
    text = svg(view, "idp_stock", "2013-06-30")
    assert "Nombre (ronds seuls)" in text
    assert not any(colour in text for colour in ramp(view.indicators["idp_stock"], 5))
    assert text.count("<circle") > 9


def test_the_legend_prints_the_limits_as_the_pages_do() -> None:
    figures = slice_figures(monthly_view(), "idp_stock", "2013-06-30")
    fine = dataclasses.replace(figures, classes=Classes("quantile", (2.5, 15.0, 30.5), 1))
    assert class_words(fine, "en") == ["0.1–2.5", "2.6–15.0", "15.1–30.5"]
    whole = dataclasses.replace(fine, classes=Classes("quantile", (1, 2, 7), below=True))
    assert class_words(whole, "en") == ["≤\u00a01", "2", "3–7"]


def test_sources_are_credited_and_written_as_the_language_does() -> None:
    view = monthly_view()
    assert view.sources["credit_fr"].isna().all()
    text = svg(view, "idp_stock", "2013-06-30", lang="en")
    assert "Sources: OIM et Commission Mouvement de Populations" in text
    assert "30 June 2013 – Total reported: 353,455 (9 of 9 units reported)" in text
    assert "North and south" in text
    assert "Population: HDX/OCHA, 2013" in text
    assert "nan" not in re.sub("Natural Earth", "", text)
    prescribed = view.sources.assign(credit="Source: IOM")
    assert "Sources: IOM – " in svg(dataclasses.replace(view, sources=prescribed), "idp_stock", lang="en")


def test_many_units_are_drawn_coarsely_with_everything_that_explains_them() -> None:
    view = synthetic_view(700, 26)
    text = svg(view, "idp_stock", lang="en")
    root = ET.fromstring(text)
    said = "".join(root.itertext())
    assert "Rate per 1,000 residents" in said
    assert "km" in said
    assert len(text.encode()) < 45_000
    assert "<circle" not in re.sub("<pattern.*?</pattern>", "", text)
    assert svg(uncounted(view), "idp_stock").count("<circle") > 600


def test_neighbours_are_those_of_the_country_of_the_edition() -> None:
    view = monthly_view()
    edition = dataclasses.replace(view.edition, country="NER")
    text = svg(dataclasses.replace(view, edition=edition), "idp_stock", "2013-06-30", lang="fr")
    assert ">Niger</text>" not in text
    assert ">Algérie</text>" in text


def test_class_limits_are_the_same_in_every_slice() -> None:
    view = monthly_view()
    limits = {slice_figures(view, "idp_stock", day).classes.limits for day in view.slices["slice"].unique()}
    assert len(limits) == 1


@pytest.mark.parametrize("compact", [False, True])
def test_hostile_names_are_text(compact: bool) -> None:
    view = monthly_view()
    units = view.units.copy()
    units.loc[: len(HOSTILE) - 1, "place_name"] = HOSTILE
    root = ET.fromstring(svg(dataclasses.replace(view, units=units), "idp_stock", compact=compact))
    assert not list(root.iter(f"{SVG}img"))
    said = "".join(root.itertext())
    for name in HOSTILE:
        assert (name in said) is not compact


def test_every_unit_is_drawn_and_shared_edges_survive() -> None:
    view = synthetic_view(50, 4)
    frame = window(view.units, 720)
    shapes = projected(np.asarray(view.units.geometry.to_numpy(), dtype=object), frame, 0.6, coverage=True)
    assert shapely.coverage_is_valid(shapes)
    root = ET.fromstring(svg(view, "idp_stock"))
    units = [unit for unit in root.iter(f"{SVG}path") if unit.find(f"{SVG}title") is not None]
    assert len(units) == 50
    assert all((unit.get("d") or "").startswith("M") for unit in units)


def test_the_line_runs_where_the_sides_touch() -> None:
    view = monthly_view()
    side = view.sides["north-south"]
    shapes = np.asarray(view.units.geometry.to_numpy(), dtype=object)
    line = divide(shapes, list(view.units["pcode"]), side)
    assert line is not None
    assert 4 < line.length < 9
    assert divide(shapes, list(view.units["pcode"]), {}) is None


def test_three_sides_have_every_line_between_them_and_units_of_none_have_no_line() -> None:
    view = monthly_view()
    shapes = np.asarray(view.units.geometry.to_numpy(), dtype=object)
    names = {"north": NORTH, "centre": ("Mopti",), "south": ("Ségou", "Sikasso", "Bamako", "Koulikoro")}
    three = dataclasses.replace(
        view.groupings["north-south"],
        id="three",
        groups=tuple(Group(name, name, name, members) for name, members in names.items()),
    )
    side = {
        code: next((group for group, members in names.items() if name in members), "")
        for code, name in zip(view.units["pcode"], view.units["place_name"], strict=True)
    }
    view = dataclasses.replace(view, groupings={"three": three}, sides={"three": side})
    divided = line_between(view, shapes)
    assert divided is not None
    assert divided.grouping is three

    def between(one: str, other: str) -> float:
        parts = [
            shapely.coverage_union_all(shapes[[side.get(code) == name for code in view.units["pcode"]]])
            for name in (one, other)
        ]
        return float(shapely.intersection(*(shapely.boundary(part) for part in parts)).length)

    lengths = [between("north", "centre"), between("centre", "south"), between("north", "south")]
    assert min(lengths[:2]) > 1
    assert divided.line.length == pytest.approx(sum(lengths))


def test_scale_bar_is_true_at_the_middle_latitude() -> None:
    frame = window(monthly_view().units, 720)
    (left, y), (right, _) = frame.point(-5.0, 17.0), frame.point(-4.0, 17.0)
    assert right - left == pytest.approx(frame.stretch * KM_PER_DEGREE * frame.pixels_per_km)
    assert frame.point(-5.0, 16.0)[1] - y == pytest.approx(KM_PER_DEGREE * frame.pixels_per_km)
    assert scale_bar_km(frame, 130) == 200


def _walk(text: str) -> list[tuple[float, float]]:
    """Follow an `M x y l dx dy …` path."""
    numbers = [float(one) for one in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", text)]
    points = [(numbers[0], numbers[1])]
    for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
        points.append((points[-1][0] + dx, points[-1][1] + dy))
    return points


@given(
    st.lists(st.tuples(st.integers(-900, 900), st.integers(-900, 900)), min_size=2, max_size=30, unique=True)
)
def test_short_paths_lead_where_the_line_leads(points: list[tuple[int, int]]) -> None:
    line = [(x / 10, y / 10) for x, y in points]
    assert np.allclose(_walk(path(shapely.LineString(line))), line)


@given(st.lists(st.tuples(st.floats(0, 700), st.floats(0, 700), st.floats(0, 30)), max_size=40))
def test_labels_stay_inside_and_apart(spots: list[tuple[float, float, float]]) -> None:
    found = fit_labels([Wanted("Tombouctou", x, y, 12, clear) for x, y, clear in spots], 720, 720)
    baselines = [(label.x, label.y, label.anchor) for label in found]
    assert len(set(baselines)) == len(baselines)
    assert all(0 <= label.y <= 720 for label in found)


def test_a_name_that_would_stand_in_another_place_is_left_out() -> None:
    places = [
        shapely.box(100, 100, 140, 140),
        shapely.box(100, 140, 140, 300),
        shapely.box(140, 100, 600, 300),
    ]
    wanted = Wanted("Bamako", 120, 120, 12, 15, place=0)
    assert fit_labels([wanted], 720, 720)[0].y > 140
    above = fit_labels([wanted], 720, 720, (), places)
    assert [label.y < 100 for label in above] == [True]
    assert fit_labels([wanted], 720, 720, [(0, 0, 720, 99)], [*places, shapely.box(0, 100, 100, 140)]) == []


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_no_line_under_the_title_is_wider_than_the_picture(lang: str) -> None:
    picture = drawn(lang=lang)
    lines = [one.text or "" for one in picture.findall(f"./{SVG}g[@font-size='14']/{SVG}text")]
    assert lines
    assert max(len(line) for line in lines) <= 90
    assert lines[-1].endswith(")")
