"""The flows page: what is in the picture, what the address keeps, what is said of unknown places."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from maps.page import build
from tests.browser import Browser, go_to, plain
from tests.maps.synthetic import synthetic_view
from tracker.view import FLOW_COLUMNS, View

pytestmark = pytest.mark.browser
INSIDE = """() => {
  const frame = document.getElementById('map').getBoundingClientRect();
  const within = box => box.left >= frame.left && box.right <= frame.right && box.top >= frame.top
    && box.bottom <= frame.bottom;
  const dots = Array.from(document.querySelectorAll('circle.node'));
  return dots.every(dot => within(dot.getBoundingClientRect()));
}"""


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)])
def test_both_ends_of_every_movement_are_in_the_picture(
    offline: Browser, written: Callable[..., Path], size: tuple[int, int]
) -> None:
    with offline.open(written("flows"), size=size) as opened:
        assert opened.page.locator("circle.node").count() > 5
        assert opened.page.evaluate(INSIDE)


def test_address_keeps_what_is_shown(offline: Browser, written: Callable[..., Path]) -> None:
    with offline.open(written("flows")) as opened:
        page = opened.page
        page.locator("#kinds input").first.uncheck()
        page.locator("#top").fill("7")
        page.locator("#top").dispatch_event("change")
        page.locator("#threshold").fill("30")
        page.locator("path.unit").nth(2).dispatch_event("click")
        page.select_option("#level", "group")
        page.wait_for_timeout(400)  # the address is written a few times a second
        kept, shown = page.evaluate("location.hash"), page.locator("path.flow").count()
    assert 0 < shown <= 7
    with offline.open(written("flows"), kept) as again:
        page = again.page
        assert page.evaluate("location.hash") == kept
        assert not page.locator("#kinds input").first.is_checked()
        assert page.locator("#top").input_value() == "7"
        assert page.locator("#level").input_value() == "group"
        assert page.locator("#threshold-value").inner_text() != "0"
        assert page.locator("path.flow").count() == shown


def test_one_place_is_isolated_by_a_tap_and_stressed_by_hovering(
    offline: Browser, written: Callable[..., Path]
) -> None:
    with offline.open(written("flows")) as opened:
        page = opened.page
        page.locator("circle.reach").first.dispatch_event("mouseenter")
        assert 0 < page.locator("path.flow.dim").count() < page.locator("path.flow").count()
        page.locator("circle.reach").first.dispatch_event("mouseleave")
        assert page.locator("path.flow.dim").count() == 0
        page.locator("path.unit").nth(4).dispatch_event("click")
        ends = page.eval_on_selector_all(
            "path.flow", "all => all.map(f => [f.dataset.origin, f.dataset.destination])"
        )
        assert ends
        assert all("u4" in pair for pair in ends)
        page.click("#only button")
        assert page.locator("path.flow").count() > len(ends)


def test_two_periods_that_end_on_one_day_have_addresses_of_their_own(
    offline: Browser, embedded_view: View, tmp_path: Path
) -> None:
    path = tmp_path / "flows.html"
    path.write_text(build("flows", embedded_view), encoding="utf-8")
    with offline.open(path) as opened:
        page = opened.page
        places, addresses = list(range(int(page.get_attribute("#slider", "max") or 0) + 1)), []
        for place in places:
            go_to(page, place)
            page.wait_for_timeout(250)
            addresses.append(page.evaluate("location.hash"))
        assert len(set(addresses)) == len(places)
        for place, address in zip(places, addresses, strict=True):
            page.evaluate("address => { location.hash = address; }", address)
            page.wait_for_timeout(50)
            assert page.input_value("#slider") == str(place)


@pytest.mark.parametrize("lite", [False, True])
def test_people_who_left_only_mali_have_no_known_region(offline: Browser, tmp_path: Path, lite: bool) -> None:
    view = synthetic_view(9, 12, 72)
    last = view.flows["slice"].max()
    kept = view.flows[view.flows["slice"] != last]
    row = view.flows[view.flows["slice"] == last].iloc[0].to_dict()
    row |= {
        "origin": "MLI",
        "origin_name": "Mali",
        "destination": "MRT",
        "value": 5000,
        "value_status": "value",
    }
    mali = {"id": "MLI", "name_fr": "Mali", "name_en": "Mali", "kind": "country", "lon": -1.0, "lat": 17.0}
    flows = pd.concat([kept, pd.DataFrame([row])], ignore_index=True)
    anchors = pd.concat([view.anchors, pd.DataFrame([mali])], ignore_index=True)
    path = tmp_path / "flows.html"
    path.write_text(build("flows", replace(view, flows=flows, anchors=anchors), lite=lite), encoding="utf-8")
    with offline.open(path) as opened:
        text = opened.page.evaluate("document.querySelector('#app, main').textContent")
    assert "connu seulement comme «\u00a0Mali\u00a0»\u00a0: 100" in text
    assert "Mali (région inconnue)" in text


def test_a_period_says_whether_it_is_a_year_or_a_month(
    offline: Browser, written: Callable[..., Path]
) -> None:
    with offline.open(written("flows")) as opened:
        assert opened.page.locator("#as-of-word").inner_text().startswith("Mois")
        opened.page.click("#lang-switch")
        assert opened.page.locator("#as-of-word").inner_text().startswith("Month")


@pytest.mark.parametrize("lite", [False, True])
def test_a_movement_with_one_known_end_is_a_dashed_ring_there(
    offline: Browser, tmp_path: Path, lite: bool
) -> None:
    view = synthetic_view(9, 12, 72)
    last = view.flows["slice"].max()
    row = view.flows[view.flows["slice"] == last].iloc[0].to_dict()
    row |= {
        "origin": None,
        "origin_name": None,
        "destination": "ML06",
        "value": 22659,
        "value_status": "value",
    }
    flows = pd.concat([view.flows[view.flows["slice"] != last], pd.DataFrame([row])], ignore_index=True)
    path = tmp_path / "flows.html"
    path.write_text(build("flows", replace(view, flows=flows), lite=lite), encoding="utf-8")
    with offline.open(path) as opened:
        ring = opened.page.locator("circle.flow")
        assert ring.count() == 1
        assert ring.get_attribute("stroke-dasharray") == "4 3"
        assert lite or ring.get_attribute("data-origin") == ""
        assert (
            "connu seulement comme «\u00a0Mali\u00a0»\u00a0: 100" in opened.page.locator("#side").inner_text()
        )
        assert opened.messages == []


FAR = {"id": "FRA", "name_fr": "France", "name_en": "France", "kind": "country", "lon": None, "lat": None}


def _moves(*rows: dict[str, Any], month: str = "2013-01") -> pd.DataFrame:
    """Return movements of one month; displacements of people unless a row says otherwise."""
    common = {
        "indicator": "flow_displacement",
        "slice": f"{month}-28",
        "period_start": f"{month}-01",
        "period_end": f"{month}-28",
        "value_status": "value",
        "unit": "people",
        "source": "synthetic",
    }
    table = pd.DataFrame([common | row for row in rows]).reindex(columns=FLOW_COLUMNS)
    return table.assign(value=pd.to_numeric(table["value"]).astype("Float64"))


def _hidden(origin: str, destination: str) -> dict[str, Any]:
    return {"origin": origin, "destination": destination, "value": None, "value_status": "suppressed"}


def _page(tmp_path: Path, view: View, flows: pd.DataFrame, *, lite: bool = False) -> Path:
    anchors = pd.concat([view.anchors, pd.DataFrame([FAR])], ignore_index=True)
    path = tmp_path / f"flows-{lite}.html"
    path.write_text(build("flows", replace(view, flows=flows, anchors=anchors), lite=lite), encoding="utf-8")
    return path


def _text(opened: Any, selector: str) -> str:
    return plain(str(opened.page.evaluate(f"document.querySelector('{selector}').textContent")))


@pytest.mark.parametrize("lite", [False, True])
def test_movements_to_a_country_off_the_map_are_counted_and_listed_but_not_drawn(
    offline: Browser, tmp_path: Path, lite: bool
) -> None:
    flows = _moves(
        {"origin": "ML06", "destination": "FRA", "value": 250},
        {"origin": "ML06", "destination": "ML05", "value": 750},
    )
    with offline.open(_page(tmp_path, synthetic_view(9, 12, 72), flows, lite=lite)) as opened:
        assert opened.messages == []
        assert opened.page.locator("path.flow").count() == 1
        body = _text(opened, "body")
        assert "Flux dessinés : 1 sur 2 (75 % des personnes)" in body
        assert "hors de la carte, non dessinés : 250 personnes (25 %)" in body
        assert opened.page.locator(".total").get_attribute("data-value") == "1000"
        assert "France" in _text(opened, "#table" if lite else "#flow-table")


def test_what_is_suppressed_is_never_printed_as_nought(offline: Browser, tmp_path: Path) -> None:
    flows = _moves(
        _hidden("ML01", "ML02"),
        _hidden("ML03", "ML05"),
        {"origin": "ML06", "destination": "ML05", "value": 400},
        {"origin": "ML05", "destination": "ML04", "value": 100},
    )
    with offline.open(_page(tmp_path, synthetic_view(9, 12, 72), flows)) as opened:
        page = opened.page
        page.evaluate("document.getElementById('table-section').open = true")
        cells = {
            code: page.locator(f"#table tr[data-pcode={code}] > *").all_inner_texts()[2:]
            for code in ("ML01", "ML02", "ML04", "ML05")
        }
        assert cells["ML01"][:3] == cells["ML02"][:3] == ["", "", ""]
        assert cells["ML01"][3] == cells["ML02"][3] == "Masqué (pour protéger de petits nombres)"
        assert cells["ML04"] == ["100", "–", "100", "Valeur"]
        assert cells["ML05"][:3] == ["400", "100", "300"]
        assert cells["ML05"][3] == "Valeur (plus des mouvements masqués pour protéger de petits nombres)"
        said = {}
        for code in ("ML01", "ML05"):
            page.locator(f"path.unit[data-pcode={code}]").focus()
            said[code] = plain(page.locator("#tip").inner_text())
        assert "Masqué : petit nombre" in said["ML01"]
        assert "0" not in said["ML01"]
        assert "400" in said["ML05"]
        assert "plus des mouvements masqués" in said["ML05"]


def test_a_period_whose_kinds_are_unticked_is_not_said_to_be_empty(offline: Browser, tmp_path: Path) -> None:
    flows = _moves({"origin": "ML06", "destination": "ML05", "value": 400})
    with offline.open(_page(tmp_path, synthetic_view(9, 12, 72), flows)) as opened:
        opened.page.locator("#kinds input").uncheck()
        assert (
            opened.page.locator("#totals").inner_text()
            == "Tous les mouvements de cette période sont décochés."
        )


@pytest.mark.parametrize("lite", [False, True])
def test_a_total_of_suppressed_movements_alone_says_so(offline: Browser, tmp_path: Path, lite: bool) -> None:
    path = _page(tmp_path, synthetic_view(9, 12, 72), _moves(_hidden("ML01", "ML02")), lite=lite)
    with offline.open(path) as opened:
        assert "Masqué" in opened.page.locator(".total").inner_text()
        assert opened.page.locator(".total").get_attribute("data-value") == ""
        assert opened.messages == []


def test_another_grouping_forgets_a_side_it_does_not_have(
    offline: Browser, tmp_path: Path, embedded_view: View
) -> None:
    names = list(embedded_view.groupings)
    assert names[:2] == ["north-south", "north-centre-south"]
    flows = _moves({"origin": "ML06", "destination": "ML05", "value": 400})
    path = _page(tmp_path, embedded_view, flows)
    with offline.open(path, "#g=north-centre-south&v=group&p=g2") as opened:
        page = opened.page
        page.wait_for_timeout(400)
        assert "p=g2" in page.evaluate("location.hash")
        assert "Seulement" in page.locator("#only").inner_text()
        page.select_option("#grouping", "north-south")
        page.wait_for_timeout(400)
        assert "p=" not in page.evaluate("location.hash")
        assert page.locator("path.flow").count() == 1
        assert opened.messages == []


HOUSEHOLDS = {"indicator": "flow_intended_return", "unit": "households"}


@pytest.mark.parametrize("lite", [False, True])
def test_households_are_never_added_to_people(offline: Browser, tmp_path: Path, lite: bool) -> None:
    flows = _moves(
        {"origin": "ML06", "destination": "ML05", "value": 300},
        {"origin": None, "destination": "ML04", "value": 100},
        HOUSEHOLDS | {"origin": "ML02", "destination": "ML03", "value": 9000},
        HOUSEHOLDS | {"origin": None, "destination": "ML03", "value": 1000},
    )
    with offline.open(_page(tmp_path, synthetic_view(9, 12, 72), flows, lite=lite)) as opened:
        page, body = opened.page, _text(opened, "body")
        assert "Flux dessinés : 4 sur 4 (100 % des personnes, 100 % des ménages)" in body
        assert "« Mali » : 25 % des personnes, 10 % des ménages" in body
        assert "Une seule largeur : " in body
        assert "(ménages)" in page.locator(".total").last.inner_text()
        widths = {
            line.get_attribute("data-kind"): float(line.get_attribute("stroke-width") or 0)
            for line in page.locator("path.flow").all()
        }
        assert widths["intended_return"] < 3 < 14 < widths["displacement"]
        assert "9 000 ménages" in _text(opened, "#table" if lite else "#flow-table")
        page.locator("path.flow[data-kind=intended_return]").dispatch_event("mousemove")
        assert "9 000 ménages" in _text(opened, "#tip")
        assert opened.messages == []


def test_a_side_of_one_grouping_is_no_side_of_another(
    offline: Browser, tmp_path: Path, embedded_view: View
) -> None:
    flows = _moves({"origin": "group:south", "destination": "group:north", "value": 400})
    path = _page(tmp_path, embedded_view, flows)
    for grouping, ends in (("north-south", ("g1", "g0")), ("north-centre-south", ("o1", "o0"))):
        with offline.open(path, f"#g={grouping}&v=group") as opened:
            line = opened.page.locator("path.flow")
            assert (line.get_attribute("data-origin"), line.get_attribute("data-destination")) == ends
            assert opened.page.locator(".sides-flow").count() == (grouping == "north-south")
            assert opened.messages == []


def test_the_list_follows_the_slider_and_the_places_of_rings_are_named(
    offline: Browser, tmp_path: Path
) -> None:
    flows = pd.concat(
        [
            _moves({"origin": "ML06", "destination": "ML05", "value": 300}),
            _moves({"origin": "ML02", "destination": "ML03", "value": 700}, month="2013-02"),
        ]
    )
    with offline.open(_page(tmp_path, synthetic_view(9, 12, 72), flows)) as opened:
        page = opened.page
        assert page.locator("#flow-table tbody").inner_text().endswith("700")
        page.locator("#slider").focus()
        page.keyboard.press("Home")
        assert page.locator("#flow-table tbody").inner_text().endswith("300")
        assert "janvier 2013" in page.locator("#flow-caption").inner_text()
        page.keyboard.press("End")
        page.select_option("#level", "group")
        assert page.locator("circle.ring").count() == 1
        assert page.locator("#map text.place").get_by_text("Sud", exact=True).count() == 1
        assert opened.messages == []


def test_passages_a_day_are_a_count_of_their_own(offline: Browser, tmp_path: Path) -> None:
    passage = {"indicator": "flow_monitoring", "origin": "ML02", "destination": "ML03"}
    flows = _moves(passage | {"value": 500}, passage | {"value": 20, "unit": "people per day"})
    path = _page(tmp_path, synthetic_view(9, 12, 72), flows)
    with offline.open(path) as opened:
        values = [one.get_attribute("data-value") for one in opened.page.locator(".total").all()]
        assert values == ["500", "20"]
        opened.page.locator("#kinds input").last.uncheck()
        opened.page.wait_for_timeout(400)
        kept = opened.page.evaluate("location.hash")
    with offline.open(path, kept) as again:
        assert [one.is_checked() for one in again.page.locator("#kinds input").all()] == [True, False]


def test_a_unit_is_isolated_from_the_keyboard(offline: Browser, written: Callable[..., Path]) -> None:
    with offline.open(written("flows")) as opened:
        page = opened.page
        every = page.locator("path.flow").count()
        for key in ("Enter", " "):
            page.locator("path.unit").nth(4).focus()
            page.keyboard.press(key)
            ends = page.eval_on_selector_all(
                "path.flow", "all => all.map(f => [f.dataset.origin, f.dataset.destination])"
            )
            assert 0 < len(ends) < every
            assert all("u4" in pair for pair in ends)
            page.keyboard.press(key)
            assert page.locator("path.flow").count() == every
        assert page.evaluate("scrollY") == 0


@pytest.mark.parametrize("lite", [False, True])
def test_without_script_the_page_says_its_period_and_where_it_is_from(
    offline: Browser, tmp_path: Path, lite: bool
) -> None:
    view = replace(synthetic_view(9, 12, 72), as_of="2013-09-30")
    path = tmp_path / "flows.html"
    path.write_text(build("flows", view, lite=lite), encoding="utf-8")
    context = offline.chromium.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    page.goto(path.as_uri())
    as_of, said = page.locator("#as-of"), page.locator("div[data-only=fr]:visible").inner_text()
    assert (as_of.inner_text(), as_of.get_attribute("data-date")) == ("août 2013", "2013-08-31")
    context.close()
    said = plain(said)
    assert "Crédit synthetic" in said
    assert "Découpage : Limites synthétiques" in said
    assert "Diffusion : publique. Les nombres de 1 à 9 sont masqués" in said
    assert "n'impliquent aucune prise de position" in said


def test_the_small_page_counts_the_age_of_its_sources_to_the_day_it_is_read(
    offline: Browser, written: Callable[..., Path]
) -> None:
    context = offline.chromium.new_context(offline=True)
    page = context.new_page()
    page.clock.set_fixed_time("2040-06-01")
    page.goto(written("flows", lite=True).as_uri())
    assert "(25 ans)" in page.locator("[data-only=fr] [data-age]").first.inner_text()
    page.click("#lang-switch")
    assert "(25 years)" in page.locator("[data-only=en] [data-age]").first.inner_text()
    legend = page.locator("#legend").inner_text()
    assert re.search(r"\d% of people", legend)
    context.close()


def test_the_mouse_and_a_finger_find_a_movement(offline: Browser, tmp_path: Path) -> None:
    flows = _moves(
        {"origin": "ML06", "destination": "ML03", "value": 3},
        {"origin": "ML01", "destination": "ML08", "value": 40_000},
    )
    path = _page(tmp_path, synthetic_view(9, 12, 72), flows)
    middle = """line => {
      const on = line.getPointAtLength(line.getTotalLength() * 0.6), to = line.getScreenCTM();
      return [on.x * to.a + to.e, on.y * to.d + to.f];
    }"""
    with offline.open(path) as opened:
        page = opened.page
        for line in page.locator("path.flow").all():
            page.mouse.move(5, 760)
            x, y = line.evaluate(middle)
            page.mouse.move(x, y + 3)
            assert page.locator("#tip").is_visible()
            assert "→" in page.locator("#tip").inner_text()


@pytest.mark.parametrize("lite", [False, True])
def test_all_but_the_hidden_is_not_all(offline: Browser, tmp_path: Path, lite: bool) -> None:
    flows = _moves({"origin": "ML06", "destination": "ML05", "value": 400}, _hidden("ML01", "ML02"))
    with offline.open(_page(tmp_path, synthetic_view(9, 12, 72), flows, lite=lite), "#n=1") as opened:
        said = str(opened.page.locator("body").inner_text())
        assert "personnes\N{NARROW NO-BREAK SPACE}; 1 masqué\N{NO-BREAK SPACE}: petit nombre)" in said
        opened.page.click("#lang-switch")
        assert "of people; 1 hidden: small number)" in opened.page.locator("body").inner_text()


def test_an_arrow_grows_with_the_map_and_is_drawn_once_for_a_zoom(offline: Browser, tmp_path: Path) -> None:
    flows = _moves({"origin": "ML06", "destination": "ML05", "value": 400})
    zoom = """async line => {
      const before = line.getTotalLength(), added = [];
      const wait = ms => new Promise(done => setTimeout(done, ms));
      const watch = new MutationObserver(all => all.forEach(one => added.push(...one.addedNodes)));
      watch.observe(line.parentNode, { childList: true });
      document.querySelector('.leaflet-control-zoom-in').click();
      for (let turn = 0; turn < 100 && !added.length; turn++) await wait(50);
      await wait(200);
      return added.filter(one => one.matches('.flow')).map(one => one.getTotalLength() / before);
    }"""
    with offline.open(_page(tmp_path, synthetic_view(9, 12, 72), flows)) as opened:
        (grown,) = opened.page.locator("path.flow").evaluate(zoom)
        assert grown == pytest.approx(2**0.5, rel=0.1)


def test_the_list_of_movements_is_sorted_and_copied(offline: Browser, tmp_path: Path) -> None:
    flows = _moves(
        {"origin": "ML06", "destination": "ML05", "value": 1750},
        {"origin": "ML05", "destination": "ML06", "value": 12000},
        _hidden("ML01", "ML02"),
    )
    with offline.open(_page(tmp_path, synthetic_view(9, 12, 72), flows)) as opened:
        page = opened.page
        numbers = "rows => rows.map(row => row.cells[3].textContent.replace(/\\D/g, ''))"
        page.click("#flow-table th:nth-child(4) button")
        assert page.eval_on_selector_all("#flow-table tbody tr", numbers) == ["12000", "1750", ""]
        page.click("#flow-table th:nth-child(4) button")
        assert page.eval_on_selector_all("#flow-table tbody tr", numbers) == ["", "1750", "12000"]
        assert page.locator("#flow-table th:nth-child(4)").get_attribute("aria-sort") == "ascending"
        page.evaluate("document.addEventListener('copy', () => (window.copied = getSelection().toString()))")
        page.click("#flow-copy")
        lines = [line.split("\t") for line in page.evaluate("window.copied").splitlines()]
        assert [line[3] for line in lines[2:]] == ["1750", "12000"]
        assert lines[1][3].startswith("Masqué")
        assert opened.messages == []
