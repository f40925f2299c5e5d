"""The portal: true headline figures, both languages, offline, literal, deterministic."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Browser, Page

from maps.portal import Download, PageLink, PortalData, Release, build
from maps.portal_headlines import Headline, headlines, told_for_country
from maps.portal_layers import layer_title
from maps.portal_sections import changes, downloads, problems, sources
from maps.words import LANGS
from tests.maps.synthetic import synthetic_view
from tests.stills.monthly import monthly_view
from tracker.view import FIGURE_COLUMNS, View

HOSTILE = "<img src=x onerror=alert(1)></script>{{7*7}}${x}`"


def figures(*rows: tuple[str, str, str, float]) -> pd.DataFrame:
    names = ("indicator", "pcode", "slice", "value")
    table = pd.DataFrame([dict(zip(names, row, strict=True)) for row in rows])
    return table.assign(source="idps-monthly", figure_kind="printed").reindex(columns=FIGURE_COLUMNS)


def told_view() -> View:
    return dataclasses.replace(
        monthly_view(),
        national=figures(
            ("idp_stock", "MLI", "2013-07-31", 350_000),
            ("idp_stock", "MLI", "2014-09-30", 101_279),
            ("idp_returnees_cumulative", "MLI", "2014-10-31", 371_144),
        ),
    )


def full_data(view: View) -> PortalData:
    return PortalData(
        view,
        pages=[
            PageLink(kind, f"{kind}.html", 186_000, f"lite/{kind}.html", 22_000)
            for kind in ("displacement", "flows", "returns", "reintegration")
        ],
        downloads=[
            Download("layers/figures.geojson", "GeoJSON", 123_456, "PDI par région", "IDPs by region")
        ],
        changes=[
            {"kind": "new_slice", "indicator": "idp_stock", "slice": "2014-10-31"},
            {
                "kind": "revised",
                "indicator": "idp_stock",
                "place_name": HOSTILE,
                "slice": "2014-07-31",
                "old": 10_809,
                "new": 9_000,
                "large": True,
            },
            {"kind": "something_else", "text": "told in its own words"},
        ],
        problems=[
            {"severity": "note", "code": "duplicate", "count": 3},
            {"severity": "warning", "code": "never_seen", "count": 1},
        ],
        publications=[Release("2014-10-31-abc", "2014-10-31", current=True)],
        abroad=figures(
            ("refugees_abroad", "MRT", "2014-06-30", 50_000), ("refugees_abroad", "NER", "2014-06-30", 48_000)
        ),
        generator="displacement-tracker test",
    )


def test_headlines_take_whole_sums_and_printed_totals_only() -> None:
    found = {one.id: one for one in headlines(told_view(), full_data(told_view()).abroad)}
    assert found["idps"].day == "2014-09-30"
    assert found["idps"].value["en"] == "101,279"
    assert found["idps"].age_days == 31
    assert found["idps"].change is not None
    assert found["idps"].change["en"] == "−71% compared with July 2013"
    assert (found["peak"].day, found["peak"].value["en"]) == ("2013-06-30", "353,455")
    assert found["peak"].how["fr"] == "somme de 9 régions ou cercles sur 9"
    assert found["returnees"].value["en"] == "371,144"
    assert found["repatriated"].day == ""
    assert found["abroad"].value["en"] == "98,000"
    assert found["abroad"].how["en"] == "in 2 countries of asylum"


def _idps(view: View) -> Headline:
    return headlines(view)[0]


def test_a_change_is_told_between_figures_that_came_about_alike() -> None:
    summed = monthly_view()
    assert _idps(summed).change is not None
    printed = figures(("idp_stock", "MLI", "2014-09-30", 101_279))
    assert _idps(dataclasses.replace(summed, national=printed)).change is None

    another = pd.concat(
        [printed, figures(("idp_stock", "MLI", "2013-09-30", 300_000)).assign(source="other")]
    )
    assert _idps(dataclasses.replace(summed, national=another)).change is None

    year_before = summed.figures[summed.figures["slice"].between("2013-03-01", "2013-12-31")]
    silent = year_before[year_before["pcode"] == "ML07"].index
    assert len(silent)
    fewer = summed.figures.copy()
    fewer.loc[silent, "value_status"] = "carried_forward"
    assert _idps(dataclasses.replace(summed, figures=fewer)).change is None


def test_a_suppressed_total_says_so() -> None:
    view = monthly_view()
    totals = view.totals.copy()
    newest = totals["grouping"].eq("country") & totals["slice"].eq("2014-07-31")
    totals.loc[newest, "value"] = pd.NA
    totals.loc[newest, "value_status"] = "suppressed"
    found = _idps(dataclasses.replace(view, totals=totals))
    assert (found.day, found.value["fr"]) == ("2014-07-31", "Masqué (pour protéger de petits nombres)")
    assert found.change is None
    printed = figures(("idp_stock", "MLI", "2014-09-30", 5)).assign(value=pd.NA, value_status="suppressed")
    found = _idps(dataclasses.replace(view, national=printed))
    assert (found.day, found.value["en"]) == ("2014-09-30", "Suppressed (protects small numbers)")


def test_a_partial_sum_is_no_headline() -> None:
    days = [told.day for told in told_for_country(monthly_view(), "idp_stock")]
    assert days[-1] == "2014-07-31"


def test_the_same_data_give_the_same_bytes_and_a_small_page() -> None:
    data = full_data(told_view())
    page = build(data)
    assert page == build(data)
    assert len(page.encode()) < 150_000
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)
    assert "<style" in page
    assert "unsafe" not in page


def test_an_almost_empty_view_has_a_portal_too() -> None:
    empty = dataclasses.replace(
        monthly_view(),
        **{name: getattr(monthly_view(), name)[:0] for name in ("slices", "figures", "totals", "sources")},
    )
    page = build(PortalData(empty, pages=[PageLink("displacement", "displacement.html")], first=True), "en")
    assert "Nothing to draw yet" in page
    assert "No figure yet" in page
    assert "First publication" in page


def test_layers_are_grouped_by_subject_with_their_formats() -> None:
    view = monthly_view()
    files = [
        Download(
            f"layers/{stem}.{kind}", kind.upper(), 1000, *(layer_title(view, stem, lang) for lang in LANGS)
        )
        for stem in ("idp_stock_adm1", "idp_stock_adm1_latest")
        for kind in ("csv", "geojson")
    ]
    main, variants = downloads(PortalData(view, downloads=files))
    assert [row["name"] for row in main] == ["idp_stock_adm1"]
    assert [row["name"] for row in variants] == ["idp_stock_adm1_latest"]
    assert [file["format"] for file in main[0]["files"]] == ["CSV", "GEOJSON"]


@pytest.mark.parametrize(
    ("stem", "title"),
    [
        ("idp_stock_adm1", "Personnes déplacées internes (PDI) – par région"),
        ("idp_stock_north_south_adm2", "Personnes déplacées internes (PDI) – Nord et Sud, par cercle"),
        (
            "idp_stock_adm1_latest",
            "Personnes déplacées internes (PDI) – par région, dernier chiffre de chaque lieu",
        ),
        ("totals", "Totaux\u00a0: pays et parties du pays"),
        ("people_abroad", "Réfugiés maliens par pays d'asile"),
        ("datapackage", "Description de toutes les couches (Data Package)"),
        ("something_new", "Something new"),
    ],
)
def test_layers_are_named_in_words(stem: str, title: str) -> None:
    assert layer_title(monthly_view(), stem, "fr") == title


def test_a_layer_of_a_grouping_of_the_user_bears_its_label() -> None:
    view = monthly_view()
    own = dataclasses.replace(view.groupings["north-south"], id="river", label_fr="Fleuve et reste")
    view = dataclasses.replace(view, groupings=view.groupings | {"river": own})
    title = layer_title(view, "idp_stock_river_adm1", "fr")
    assert title == "Personnes déplacées internes (PDI) – Fleuve et reste, par région"


def test_what_ships_with_the_program_is_not_called_stale() -> None:
    data = dataclasses.replace(full_data(monthly_view()), stale_days=1)
    assert "plus de 1 jour" not in build(data)


def test_links_carry_the_language(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "index.html"
    path.write_text(build(full_data(monthly_view())), encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    page.click("button[data-lang=en]")
    links = page.eval_on_selector_all("a[data-page]", "links => links.map(link => link.hash)")
    page.close()
    assert links
    assert set(links) == {"#l=en"}


def test_a_page_may_have_a_twin_by_cercle() -> None:
    link = PageLink(
        "displacement",
        "displacement.html",
        1,
        deeper_href="cercles/displacement.html",
        deeper_size_bytes=260_000,
    )
    page = build(PortalData(monthly_view(), pages=[link]))
    assert 'href="cercles/displacement.html"' in page
    assert "Par cercle (260 ko)" in page


def test_flows_have_a_picture() -> None:
    page = build(PortalData(synthetic_view(9, 6, 40), pages=[PageLink("flows", "flows.html")]))
    assert 'id="card-flows-title"' in page


def test_new_dates_of_an_indicator_are_told_in_one_sentence() -> None:
    days = ("2014-12-31", "2015-11-30", "2016-01-31")
    every = [{"kind": "new_slice", "indicator": "idp_households", "slice": day, "count": 9} for day in days]
    every.append({"kind": "new_slice", "indicator": "idp_stock", "slice": "2016-01-31", "count": 9})
    told, more = changes(PortalData(monthly_view(), changes=every))
    assert more is None
    assert [one["text"]["en"] for one in told] == [
        "Internally displaced households: new figures for 3 dates, from December 2014 to January 2016",
        "Internally displaced people (IDPs): new figures for January 2016",
    ]
    assert told[0]["text"]["fr"].endswith("pour 3 dates, entre décembre 2014 et janvier 2016")


def test_what_is_counted_once_is_told_in_the_singular() -> None:
    dates = [f"20{year}-12-31" for year in range(10, 23)]
    every = [{"kind": "gone_silent", "slice": day} for day in dates]
    view = told_view()
    site = pd.DataFrame([{"lon": -4.0, "lat": 14.5}]).reindex(columns=view.sites.columns)
    data = PortalData(
        dataclasses.replace(view, sites=site),
        pages=[PageLink("reintegration", "reintegration.html")],
        changes=every,
        abroad=figures(("refugees_abroad", "MRT", "2014-06-30", 50_000)),
    )
    page = build(data).replace("\N{NO-BREAK SPACE}", " ")
    for said in (
        "et 1 autre changement, dans",
        "and 1 more change, in",
        "Image : 1 site<",
        "Picture: 1 site<",
    ):
        assert said in page
    assert "in 1 country of asylum" in page


def test_a_silent_source_is_named_in_the_language_of_the_reader() -> None:
    silent = {"title": "HDX", "title_fr": "Personnes, HDX", "title_en": "People, HDX"}
    silent |= {"organisation": "OCHA", "state": "failed"}
    assert sources(PortalData(monthly_view(), silent=[silent]))[-1]["title"]["fr"] == "Personnes, HDX"


def test_a_sentence_that_several_codes_share_stands_once() -> None:
    entries = [
        {"severity": "quarantined", "code": "period_backwards", "count": 2},
        {"severity": "quarantined", "code": "period_reversed", "count": 1},
        {"severity": "warning", "code": "jump", "count": 9},
    ]
    assert [one["count"]["en"] for one in problems(entries)] == ["3 cases", "9 cases"]


@pytest.fixture(scope="module")
def browser_page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    yield page
    page.close()


@pytest.mark.browser
def test_offline_both_languages_and_hostile_names_in_a_browser(browser_page: Page, tmp_path: Path) -> None:
    view = told_view()
    hostile = dataclasses.replace(view, sources=view.sources.assign(title=HOSTILE, organisation=HOSTILE))
    path = tmp_path / "index.html"
    path.write_text(build(full_data(hostile)), encoding="utf-8")
    said: list[str] = []
    asked: list[str] = []
    browser_page.on("console", lambda message: said.append(message.text))
    browser_page.on("pageerror", lambda error: said.append(str(error)))
    browser_page.on("dialog", lambda dialog: said.append("dialog"))
    browser_page.on("request", lambda request: asked.append(request.url))
    browser_page.clock.set_fixed_time("2016-10-31T12:00:00Z")
    browser_page.goto(path.as_uri())
    assert browser_page.locator("html").get_attribute("lang") == "fr"
    assert (
        browser_page.locator(".brand").inner_text().replace("\u00a0", " ") == "Mali : suivi des déplacements"
    )
    assert "il y a 2 ans" in browser_page.locator(".figures").inner_text()
    assert browser_page.locator("tbody th", has_text="onerror").first.inner_text() == HOSTILE
    browser_page.get_by_role("button", name="English").click()
    assert browser_page.title() == "Mali: displacement tracker"
    text = browser_page.locator("body").inner_text()
    assert "2 years ago" in text
    assert "10,809 → 9,000" in text
    assert "Chiffres clés" not in text
    assert browser_page.evaluate("document.documentElement.scrollWidth") <= 390
    browser_page.set_viewport_size({"width": 320, "height": 640})
    assert browser_page.evaluate("document.documentElement.scrollWidth") <= 320
    browser_page.set_viewport_size({"width": 390, "height": 844})
    assert browser_page.locator("svg[role=img]:visible").count() >= 2
    browser_page.goto(path.as_uri() + "#fr")
    assert said == []
    assert {url.split("#")[0] for url in asked} == {path.as_uri()}


@pytest.mark.browser
def test_what_grows_old_is_marked_by_the_readers_own_clock(browser: Browser, tmp_path: Path) -> None:
    plain = monthly_view()
    view = dataclasses.replace(plain, sources=plain.sources.assign(state="fetched"))
    path = tmp_path / "index.html"
    path.write_text(build(dataclasses.replace(full_data(view), stale_days=120)), encoding="utf-8")
    for day, old in (("2014-11-05", False), ("2015-06-01", True)):
        page = browser.new_page()
        page.clock.set_fixed_time(f"{day}T12:00:00Z")
        page.goto(path.as_uri())
        flags = page.locator(".flag", has_text="plus de 3 mois")
        assert flags.count() == len(view.sources)
        assert flags.first.is_visible() == old
        assert page.locator(".figures li:first-child .old").count() == int(old)
        page.close()


@pytest.mark.browser
def test_a_viewer_that_keeps_its_address_still_switches_the_language(
    browser: Browser, tmp_path: Path
) -> None:
    path = tmp_path / "index.html"
    path.write_text(build(full_data(monthly_view())), encoding="utf-8")
    page = browser.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.add_init_script("history.replaceState = () => { throw new DOMException('no', 'SecurityError'); };")
    page.goto(path.as_uri())
    page.get_by_role("button", name="English").click()
    assert page.title() == "Mali: displacement tracker"
    assert said == []
    page.close()
