"""The reintegration page: what it holds, that both languages agree, that it is safe and offline."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from maps.page import build
from maps.reintegration_coverage import COLOURS, LIMITS, coverages, fill
from maps.reintegration_panel import payload
from maps.reintegration_words import sections
from maps.words import colon, word
from tests.browser import Browser
from tests.maps.test_hostile_names import NAMES
from tests.solutions.test_complete import _figure
from tracker.solutions import complete
from tracker.view import FIGURE_COLUMNS, View

TOWNS = ("Bamako", "Kayes", "Kita", "Gao", "Mopti", "Tombouctou")


@pytest.fixture(scope="session")
def pages(embedded_view: View, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("reintegration")
    found = {}
    for kind in ("reintegration", "returns"):
        found[kind] = folder / f"{kind}.html"
        found[kind].write_text(build(kind, embedded_view), encoding="utf-8")  # type: ignore[arg-type]
    return found


def _with_assistance(view: View) -> View:
    """Return the view with an invented assistance table: nothing in Gao, most of it in Bamako."""
    counts = {"ML09": 70, "ML05": 20, "ML06": 10}
    rows = [
        _figure(
            "assistance_activities",
            code,
            "2014-08-31",
            counts.get(code),
            "value" if code in counts else "no_data",
        )
        for code in view.units["pcode"]
    ]
    return complete(
        replace(view, figures=pd.concat([view.figures, pd.DataFrame(rows, columns=FIGURE_COLUMNS)]))
    )


@pytest.mark.browser
@pytest.mark.parametrize("size", [(1366, 768), (390, 844)])
@pytest.mark.parametrize("kind", ["reintegration", "returns"])
def test_the_page_opens_offline_in_both_languages(
    offline: Browser, pages: dict[str, Path], kind: str, size: tuple[int, int]
) -> None:
    with offline.open(pages[kind], size=size) as opened:
        page = opened.page
        assert page.locator("path.unit").count() == 9
        for lang in ("en", "fr"):
            page.click("#lang-switch")
            assert page.locator("html").get_attribute("lang") == lang
            shown = page.locator(f'#more [data-only="{lang}"] .block:visible').count()
            assert shown >= 3
            hidden = page.locator(f'#more [data-only="{"fr" if lang == "en" else "en"}"]:visible').count()
            assert hidden == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        assert opened.messages == []
        assert opened.requests == [pages[kind].as_uri()]


@pytest.mark.browser
def test_the_embedded_data_alone_fill_the_page(offline: Browser, pages: dict[str, Path]) -> None:
    with offline.open(pages["reintegration"]) as opened:
        page = opened.page
        text = page.locator('#more .reintegration[data-only="fr"]').inner_text()
        assert "n = 456" in text
        for share in ("68 %", "47 %", "33 %", "100 000 FCFA", "au moins 2,0 mois"):
            assert share in re.sub(r"[\u202f\u00a0]", " ", text)
        assert page.locator('#more [data-only="fr"] .asked b', has_text="non publié").count() >= 7
        services = page.locator('#more [data-only="fr"] table.services').inner_text()
        assert all(town in services for town in TOWNS)
        assert page.locator(".site").count() == 14
        assert page.locator('#more [data-only="fr"] .series polyline').count() >= 4
        assert page.locator('#more [data-only="fr"] .coverage .empty').count() == 1
        picture = re.sub(
            r"[\u202f\u00a0]", " ", page.locator('#more [data-only="fr"] .sides-table').inner_text()
        )
        for people in ("353 455", "199 575", "92 198", "Bamako 46 143", "Koulikoro 19 101", "Ségou 12 139"):
            assert people in picture
        assert page.locator("#indicator").input_value() == "idp_returnees_cumulative"


@pytest.mark.browser
def test_both_languages_say_the_same_numbers(offline: Browser, pages: dict[str, Path]) -> None:
    read = """lang => Array.from(document.querySelectorAll(`#more .reintegration[data-only="${lang}"] td.n`))
        .map(cell => cell.textContent.replace(/[^0-9]/g, ''))"""
    with offline.open(pages["reintegration"]) as opened:
        french, english = (opened.page.evaluate(read, lang) for lang in ("fr", "en"))
    assert len(french) > 100
    assert french == english


@pytest.mark.browser
def test_tapping_a_unit_tells_what_is_known_of_it(
    offline: Browser, pages: dict[str, Path], embedded_view: View
) -> None:
    wanted = payload(embedded_view)["reintegration"]["units"]["ML07"]
    with offline.open(pages["reintegration"], "#l=fr") as opened:
        page = opened.page
        page.locator('path.unit[data-pcode="ML07"]').dispatch_event("click")
        assert page.locator("#place-title").inner_text().casefold() == "gao"
        for lang in ("fr", "en"):
            labels = page.locator("#place-lines dt").all_text_contents()
            said = page.locator("#place-lines dd").all_text_contents()
            assert labels == [label for label, _, _ in wanted[lang]]
            assert said == [value + scope for _, value, scope in wanted[lang]]
            page.click("#lang-switch")
    national = [scope for label, _, scope in wanted["fr"] if label.startswith("Endettés")]
    assert national == ["chiffre national"]


@pytest.mark.browser
def test_the_gap_is_painted_ranked_and_said_alike(
    offline: Browser, embedded_view: View, tmp_path: Path
) -> None:
    view = _with_assistance(embedded_view)
    path = tmp_path / "gap.html"
    path.write_text(build("reintegration", view), encoding="utf-8")
    own = view.figures[view.figures["indicator"] == "coverage_gap"].set_index("pcode")
    with offline.open(path) as opened:
        block = opened.page.locator('#more [data-only="fr"] .coverage')
        ranked = block.locator("tr[data-gap]").evaluate_all("rows => rows.map(row => row.dataset.gap)")
        painted = block.locator("figure > svg path").evaluate_all(
            "paths => paths.map(path => [path.textContent, path.getAttribute('fill')])"
        )
        alone = block.locator("tr[data-gap]:has(.alone)").count()
    assert len(ranked) == 9
    assert alone == 6
    shares = view.figures[view.figures["indicator"] == "share_of_assistance"].set_index("pcode")["value"]
    assert [float(shares[code]) == 0 for code in ranked] == [True] * 6 + [False] * 3
    for (words, colour), code in zip(painted, view.units["pcode"], strict=True):
        assert colour == fill(own.loc[code, "value"], str(own.loc[code, "value_status"]))
        assert words.startswith(str(view.units.set_index("pcode").loc[code, "place_name"]))


def test_a_gap_of_a_figure_carried_forward_is_hatched_and_says_which_figure(embedded_view: View) -> None:
    figures = embedded_view.figures.copy()
    older = {"ML06"}
    known = (figures["indicator"] == "idp_stock") & figures["pcode"].isin(older) & figures["value"].notna()
    figures.loc[known, ["value_status", "reference_end"]] = "carried_forward", "2014-03-31"
    view = _with_assistance(replace(embedded_view, figures=figures))
    (gap,) = coverages(view, "fr")
    assert {row.pcode for row in gap.ranked if "repris" in row.older} == older
    hatched = [colour for _, colour, words in gap.shapes if "repris" in words]
    assert len(hatched) == len(older)
    assert word("status.carried_forward", "fr") in dict(gap.legend).values()
    html = build("reintegration", view)
    for colour in hatched:
        assert f'id="{colour[5:-1]}"' in html
    panel = payload(view)["reintegration"]["units"]
    assert all("repris" in str(panel[code]["fr"]) for code in older)


def test_a_unit_nobody_assessed_is_drawn_and_named_alike(embedded_view: View) -> None:
    view = _with_assistance(embedded_view)
    figures = view.figures.copy()
    silent = (figures["indicator"] == "coverage_gap") & (figures["pcode"] == "ML08")
    figures.loc[silent, "value"], figures.loc[silent, "value_status"] = pd.NA, "not_assessed"
    (gap,) = coverages(replace(view, figures=figures), "fr")
    (colour,) = {colour for _, colour, words in gap.shapes if words == "Kidal – non évalué"}
    assert colour == "url(#p-not_assessed)"
    assert (colour, "non évalué") in gap.legend


@pytest.mark.parametrize(
    ("lang", "said"), [("fr", "écart de {} points au plus"), ("en", "gap of {} points at most")]
)
def test_the_class_around_zero_is_named_with_its_declared_limit(
    embedded_view: View, lang: str, said: str
) -> None:
    gap = coverages(_with_assistance(embedded_view), lang)[0]
    assert dict(gap.legend)[COLOURS[2]] == said.format(int(LIMITS[2]))
    assert -LIMITS[1] == LIMITS[2]
    assert f"10{colon(lang)} " in dict(gap.legend)[COLOURS[4]]


def test_the_tip_of_a_service_point_is_in_the_language_of_the_page(embedded_view: View) -> None:
    known = set(sections()["category"]) | set(sections()["remark"])
    sites = payload(embedded_view)["reintegration"]["sites"]
    operators = {tuple(site["operator"]) for site in sites}
    assert ("Gouvernement du Mali", "Government of Mali") in operators
    for row in embedded_view.sites.to_dict("records"):
        for part in [] if pd.isna(row["conditions"]) else str(row["conditions"]).split("; "):
            assert part in known, part


def test_colours_of_the_gap_turn_at_the_limits() -> None:
    assert fill(0.0, "value") == COLOURS[2]
    assert fill(10.1, "value") == COLOURS[4]
    assert fill(-10.0, "value") == COLOURS[0]
    assert fill(None, "suppressed") == "url(#p-suppressed)"


@pytest.mark.browser
def test_hostile_text_is_shown_as_it_is(offline: Browser, embedded_view: View, tmp_path: Path) -> None:
    sites = embedded_view.sites.assign(
        name=[NAMES[i % len(NAMES)] for i in range(len(embedded_view.sites))],
        operator=NAMES[0],
        conditions=NAMES[3],
        note=NAMES[8],
    )
    surveys = embedded_view.surveys.assign(note=NAMES[3], place_name=NAMES[0])
    surveys["category"] = [NAMES[3] if text == "friends" else text for text in surveys["category"]]
    path = tmp_path / "hostile.html"
    path.write_text(
        build("reintegration", replace(embedded_view, sites=sites, surveys=surveys)), encoding="utf-8"
    )
    with offline.open(path) as opened:
        page = opened.page
        page.on("dialog", lambda dialog: opened.messages.append(f"dialog: {dialog.message}"))
        for mark in range(page.locator(".site").count()):
            page.locator(".site").nth(mark).dispatch_event("mouseenter")
            assert page.locator("#tip strong").text_content() in NAMES
        page.locator('path.unit[data-pcode="ML07"]').dispatch_event("click")
        page.click("#lang-switch")
        assert page.locator("img").count() == 0
        assert opened.messages == []
        assert opened.requests == [path.as_uri()]


def test_words_are_filled_alike_and_every_one_is_used() -> None:
    folder = Path(__file__).resolve().parents[2] / "maps"
    files = [*folder.glob("reintegration*.py"), *folder.glob("[a-z]*/reintegration*")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    for section, entries in sections().items():
        for key, (french, english) in entries.items():
            assert set(re.findall(r"\{\w+\}", french)) == set(re.findall(r"\{\w+\}", english)), key
            if section in ("category", "unit", "remark", "basis"):
                continue
            named = f"{section}.{key}" in text or f"{section}.{{" in text
            assert named, f"{section}.{key} is said nowhere"
