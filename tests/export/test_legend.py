"""Legends of styles: the words and limits of the pages' legends, in the language of the export."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import get_args
from xml.etree import ElementTree

import pytest

from maps.still_legend import class_words as words_of_the_page
from maps.words import catalogue as page_words
from maps.words import word as page_word
from tests.export.solutions import solutions_view
from tests.export.views import public_view
from tracker.classes import Classes
from tracker.classes import declared as looks
from tracker.export import Filters, write
from tracker.export.build import all_layers
from tracker.export.fields import fields_of
from tracker.export.legend import LANGS, RATE, Lang, class_words, declared, heading, unit_words, word
from tracker.export.style import circle_classes, painted_by, rules_of
from tracker.export.styling import qml, sld
from tracker.indicators import catalogue, indicator
from tracker.typography import french

LANGUAGES = pytest.mark.parametrize("lang", get_args(Lang))


@LANGUAGES
def test_the_words_are_those_of_the_pages(lang: Lang) -> None:
    shared = {"rate": "measure.rate", "circles": "legend.circles"}
    assert {name: word(name, lang) for name in shared} == {
        name: page_word(key, lang) for name, key in shared.items()
    }
    places = {"low": "1", "high": "2"}
    assert word("range", lang, **places) == page_word("legend.class_range", lang, **places)
    told = {status: style[f"label_{lang}"] for status, style in looks()["statuses"].items()}
    assert told == {
        status: page_word("legend.zero" if status == "zero" else f"status.{status}", lang) for status in told
    }
    assert looks()["unrated"][f"label_{lang}"] == page_word("map.unrated", lang)
    named = {key.removeprefix("unit."): text for key, text in page_words(lang).items() if "unit." in key}
    known = declared()["counts"] | declared()["amounts"]
    assert {"people", "households"} <= set(known) & set(named)
    assert all(unit_words(unit, lang) == named[unit] for unit in set(known) & set(named))
    assert heading(indicator("idp_stock"), "value", lang) == page_word(
        "measure.count", lang, unit=named["people"]
    )


@LANGUAGES
@pytest.mark.parametrize(
    "classes",
    [
        Classes("quantile", (3.0, 15.0, 480.0), below=True),
        Classes("quantile", (1.0, 2.0, 1500.0), below=True),
        Classes("quantile", (1.0, 2.0)),
        Classes("quantile", (0.5, 10.0, 27.0), decimals=1),
        Classes("quantile", ()),
    ],
)
def test_the_classes_read_as_on_the_pages(classes: Classes, lang: Lang) -> None:
    assert class_words(classes, RATE, lang) == words_of_the_page(SimpleNamespace(classes=classes), lang)


def test_only_rates_may_be_below_one() -> None:
    classes = Classes("quantile", (3.0, 1500.0), below=True)
    assert class_words(classes, RATE, "fr") == ["<\u00a01 – 3", "4 – 1\u202f500"]
    assert class_words(classes, "value", "en") == ["1–3", "4–1,500"]


def test_every_unit_of_the_catalogue_has_words_and_is_used() -> None:
    known = declared()["counts"] | declared()["amounts"]
    assert set(known) == {entry.unit for entry in catalogue().values()}
    assert not set(declared()["counts"]) & set(declared()["amounts"])


@LANGUAGES
def test_every_legend_is_in_one_language_and_names_what_it_measures(lang: Lang) -> None:
    other = LANGS[1 - LANGS.index(lang)]
    foreign = {
        pair[LANGS.index(other)] for table in ("counts", "amounts") for pair in declared()[table].values()
    }
    foreign -= {
        pair[LANGS.index(lang)] for table in ("counts", "amounts") for pair in declared()[table].values()
    }
    for layer in [*all_layers(public_view()), *all_layers(solutions_view())]:
        if layer.indicator is None or layer.shape != "MultiPolygon":
            continue
        rules = rules_of(layer, lang)
        assert not any(re.search(rf"\b{text}\b", rule.alone) for rule in rules for text in foreign)
        name, classes = painted_by(layer)
        painted = [rule for rule in rules if rule.heading == heading(layer.indicator, name, lang)]
        assert [rule.label for rule in painted] == class_words(classes, name, lang)
        circles = [rule for rule in rules if rule.qgis_only]
        assert {rule.heading for rule in circles} <= {layer.indicator.label(lang)}
        assert all(layer.indicator.label(lang) in rule.label for rule in circle_classes(layer, lang))


@LANGUAGES
def test_files_of_style_say_it_in_the_language_asked_for(lang: Lang) -> None:
    layer = next(layer for layer in all_layers(public_view()) if layer.name == "idp_stock_adm1")
    tree = ElementTree.fromstring(qml(layer, lang))
    aliases = {alias.get("field"): alias.get("name") for alias in tree.iter("alias")}
    assert aliases["value_status"] == {"fr": "Statut de la valeur", "en": "Value status"}[lang]
    headings = [rule.get("label") for rule in tree.iter("rule") if rule.get("symbol") is None]
    assert headings == [word("rate", lang), layer.indicator.label(lang)]  # type: ignore[union-attr]
    titles = [
        node.text for node in ElementTree.fromstring(sld(layer, lang)).iter() if node.tag.endswith("Title")
    ]
    assert titles[0] == layer.title(lang)
    assert len(titles) == len(set(titles))


def test_titles_are_in_good_french() -> None:
    titles = {layer.title_fr for layer in all_layers(public_view())}
    assert "Personnes déplacées internes (PDI), par région" in titles
    assert not any("region" in title for title in titles)


def test_a_site_whose_state_is_left_empty_is_drawn() -> None:
    view = public_view()
    view = replace(view, sites=view.sites.assign(site_type="reception_centre", status=None))
    layer = next(layer for layer in all_layers(view) if layer.name == "sites")
    assert any("IS NULL" in rule.filter for rule in rules_of(layer))


def test_parts_of_a_figure_are_not_drawn_over_the_whole() -> None:
    layer = next(layer for layer in all_layers(solutions_view()) if layer.name == "reach_25_km_adm1")
    assert all("\"category\" = ''" in rule.filter for rule in rules_of(layer))
    rules = sld(layer).split("<Rule>")[1:]
    assert all("<ogc:PropertyName>category</ogc:PropertyName>" in rule for rule in rules)


def test_a_part_of_the_record_keeps_the_classes_of_the_pages(tmp_path: Path) -> None:
    view = public_view()
    first = str(view.figures["slice"].min())
    for folder, filters in (("whole", Filters()), ("part", Filters(indicators=("idp_stock",), end=first))):
        write(view, tmp_path / folder, filters=filters)
    for ending in ("qml", "sld"):
        whole, part = (tmp_path / folder / f"idp_stock_adm1.{ending}" for folder in ("whole", "part"))
        assert whole.read_bytes() == part.read_bytes()


def test_the_command_writes_english_legends(tmp_path: Path) -> None:
    write(public_view(), tmp_path, lang="en")
    text = (tmp_path / "idp_stock_adm1.qml").read_text(encoding="utf-8")
    assert "Rate per 1,000 residents" in text
    assert french("Taux pour 1 000 habitants") not in text


def test_households_are_set_against_no_residents() -> None:
    view = public_view()
    figures = view.figures[view.figures["indicator"] == "idp_stock"].assign(indicator="idp_households")
    slices = view.slices[view.slices["indicator"] == "idp_stock"].assign(indicator="idp_households")
    layer = all_layers(replace(view, figures=figures, slices=slices))[0]
    assert layer.table["rate_per_1000"].isna().all()
    assert painted_by(layer)[0] == "value"
    assert rules_of(layer)[0].heading == "Nombre\u00a0: ménages"


def test_a_movement_of_too_few_to_publish_is_not_drawn_as_none() -> None:
    layer = next(layer for layer in all_layers(public_view()) if layer.kind == "flows")
    hidden = [rule for rule in rules_of(layer) if "suppressed" in rule.filter]
    assert [rule.label for rule in hidden] == [page_word("status.suppressed", "fr")]
    assert "stroke-dasharray" in sld(layer)


def test_styles_ask_only_for_fields_the_layer_has() -> None:
    for layer in [*all_layers(public_view()), *all_layers(solutions_view())]:
        known = {field.name for field in fields_of(layer.kind)}
        asked = {name for rule in rules_of(layer) for name in re.findall(r'"(\w+)"', rule.filter)}
        named = set(re.findall(r"<ogc:PropertyName>(\w+)<", sld(layer)))
        assert asked | named <= known, layer.name
