"""The scripts as sources: small modules, known words, no way to run or insert text from data."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from maps.kinds import KINDS
from maps.words import catalogue

NAMES = sorted({name for kind in KINDS.values() for name in kind.scripts} | {"lite.js", "lite_flows.js"})
SOURCES = {name: (files("maps") / "static" / name).read_text("utf-8") for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_modules_stay_small(name: str) -> None:
    assert SOURCES[name].count("\n") <= 260


@pytest.mark.parametrize("name", NAMES)
def test_nothing_inserts_markup_or_runs_text(name: str) -> None:
    markup = r"innerHTML|outerHTML\s*=|insertAdjacentHTML|document\.write|srcdoc"
    forbidden = markup + r"|\beval\b|new Function|XMLHttp|fetch\("
    assert not re.search(forbidden, SOURCES[name])


@pytest.mark.parametrize("name", NAMES)
def test_words_asked_for_exist(name: str) -> None:
    asked = set(re.findall(r"\bw\('([a-z_]+\.[a-z_]+)'", SOURCES[name]))
    asked |= {f"{stem}_other" for stem in re.findall(r"\bplural\('([a-z_]+\.[a-z_]+)'", SOURCES[name])}
    assert not asked - set(catalogue("fr"))


@pytest.mark.browser
@pytest.mark.parametrize("kind", ["displacement", "flows", "returns"])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_no_key_shows_in_place_of_its_words(offline, written, kind: str, lang: str) -> None:  # type: ignore[no-untyped-def]
    with offline.open(written(kind, lang)) as opened:
        text = opened.page.locator("body").inner_text()
    sections = "|".join(sorted({key.split(".")[0] for key in catalogue("fr")}))
    assert not re.search(rf"\b(?:{sections})\.[a-z]+_?[a-z]*\b", text)
