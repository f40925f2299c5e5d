"""Every interface word exists in both languages, with the same places to fill, and is used."""

import re
import string
from functools import cache
from pathlib import Path

import pytest

from geodata.groupings import groupings
from maps.kinds import KINDS
from maps.reintegration_words import sections
from maps.words import LANGS, catalogue, colon, group, plural, word
from tests.problem_codes import problem_codes
from tracker.classes import declared
from tracker.indicators import catalogue as indicators
from tracker.observation import VALUE_STATUSES
from tracker.typography import THIN, WIDE, french

ROOT = Path(__file__).resolve().parents[2]


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_words() -> None:
    french, english = catalogue("fr"), catalogue("en")
    assert list(french) == list(english)
    for key, text in french.items():
        assert not text.endswith(" ")
        assert text
        assert english[key]
        assert places(text) == places(english[key]), key


def _text(folders: tuple[str, ...], kinds: tuple[str, ...]) -> str:
    """Return the sources of some folders but for the words themselves."""
    found = [path for folder in folders for kind in kinds for path in (ROOT / folder).rglob(kind)]
    own = [path for path in found if path.parent.name != "words" and path.name != "reintegration_words.toml"]
    return "\n".join(path.read_text(encoding="utf-8") for path in own)


PAGES = _text(("maps",), ("*.py", "*.j2", "*.js"))
EVERYWHERE = _text(("geodata", "tracker", "maps", "jobs"), ("*.py", "*.toml", "*.j2", "*.js"))


def mapped_units() -> set[str]:
    """Return the units of every indicator that some page may draw."""
    families = {kind.family for kind in KINDS.values()}
    also = {name for kind in KINDS.values() for name in kind.also}
    drawn = [
        one
        for one in indicators().values()
        if one.family in families or one.id in also or one.flow_kind is not None
    ]
    return {one.unit for one in drawn}


@cache
def composed() -> dict[str, set[str] | None]:
    """Return the beginnings of keys that are put together, with their ends; None for names of the code."""
    return {
        "kind.": set(KINDS),
        "unit.": mapped_units() | {"people per day"},
        "status.": set(VALUE_STATUSES),
        "reading.sensitivity_": {"public", "restricted"},
        "state.never_": {"failed", "empty"},
        "variant.": {f"adm{level}" for level in range(4)}
        | {"latest"}
        | {name.replace("-", "_") for name in groupings()},
        **dict.fromkeys(("level.", "table.", "headline.", "state.", "change.", "severity."), None),
        "problem.": problem_codes() | {"other"},
        "layer.": None,
    }


def _asked_for(key: str) -> bool:
    section, name = key.split(".")
    stem = re.sub(r"_(one|other)$", "", key)
    if any(f"{quote}{one}{quote}" in PAGES for one in (key, stem) for quote in "\"'"):
        return True
    if section == "portal" and re.search(rf"\bw\.{name}\b", PAGES):
        return True
    for start, ends in composed().items():
        if key.startswith(start):
            end = key.removeprefix(start)
            return end in ends if ends is not None else bool(re.search(rf"[\"']{end}[\"'.]", EVERYWHERE))
    return False


def test_every_word_is_used() -> None:
    """A key is used when the source has its name, or a declared beginning is put before its end."""
    silent = [key for key in catalogue("fr") if not _asked_for(key)]
    assert not silent, f"words nobody says: {silent}"


def test_every_word_of_the_reintegration_page_is_used() -> None:
    ends = {
        "basis": {"commune", "booked", "cercle", "town", "seat"},
        "mark": {"better", "worse", "neither", "suppressed", "no_data", "not_assessed"},
    }
    for section, words in sections().items():
        for name in words:
            if section in ("remark", "category"):
                continue
            if section == "unit":
                assert name in {one.unit for one in indicators().values()}, name
            else:
                quoted = any(f"{quote}{section}.{name}{quote}" in PAGES for quote in "\"'")
                assert quoted or name in ends.get(section, ()), f"{section}.{name}"


@pytest.mark.parametrize("lang", LANGS)
def test_every_unit_that_can_be_drawn_has_words(lang: str) -> None:
    assert {f"unit.{unit}" for unit in mapped_units()} <= set(catalogue(lang))


def test_the_number_on_the_map_is_named_by_its_unit() -> None:
    said = word("measure.count", "fr", unit=word("unit.organisations", "fr"))
    assert said == "Nombre\N{NO-BREAK SPACE}: organisations"


def test_french_is_shown_with_spaces_that_no_line_breaks_at() -> None:
    shown = [*catalogue("fr").values()]
    shown += [pair[0] for words in sections().values() for pair in words.values()]
    shown += [text for one in indicators().values() for text in (one.label("fr"), one.definition("fr"))]
    for text in shown:
        assert not re.search(r" [:;?!»%]|« ", text), text
    files = [ROOT / "maps/words/fr.toml", ROOT / "maps/reintegration_words.toml"]
    for path in [*files, *(ROOT / "tracker/catalogue").glob("*.toml")]:
        assert not re.search("[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]", path.read_text("utf-8")), path


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Source : « OIM » ; HCR", "Source_: «_OIM_».; HCR"),
        ("Rester ? Non !", "Rester.? Non.!"),
        ("moins de 35 ans, 5 % de 10 112", "moins de 35 ans, 5.% de 10.112"),
        ("1 000 000 FCFA en 2013 283 fois", "1.000.000 FCFA en 2013 283 fois"),
        ("https://iom.int: 2013-14, A | B", "https://iom.int: 2013-14, A | B"),
    ],
)
def test_french_spaces_are_put_in_once(typed: str, shown: str) -> None:
    told = french(typed)
    assert told.replace(WIDE, "_").replace(THIN, ".") == shown
    assert french(told) == told


def test_the_colon_after_a_word_is_the_one_of_the_language() -> None:
    assert (colon("fr"), colon("en")) == ("\N{NO-BREAK SPACE}:", ":")


def test_suppressed_numbers_are_named_without_zero() -> None:
    assert "de 1 à 9 sont" in word("reading.disclosure", "fr", largest=9)
    assert "from 1 to 9 are" in word("reading.disclosure", "en", largest=9)


def test_french_has_no_calque_of_reporting_or_printing() -> None:
    said = " ".join(
        [*catalogue("fr").values(), *(pair[0] for words in sections().values() for pair in words.values())]
    )
    said += " ".join(f"{one.label_fr} {one.definition_fr}" for one in indicators().values())
    assert not re.findall(r"\w*rapport(?:é|e|ent)\w*|imprim\w+", said)


def test_both_names_of_a_status_are_one() -> None:
    styles = declared()["statuses"]
    for lang in LANGS:
        assert styles["carried_forward"][f"label_{lang}"] == word("status.carried_forward", lang)


PORTAL = ("portal", "headline", "state", "change", "severity", "problem")


@pytest.mark.parametrize("lang", LANGS)
def test_every_problem_code_has_words_and_no_other_has(lang: str) -> None:
    assert set(group("problem", lang)) - {"other", "count_one", "count_other"} == problem_codes()


def test_french_signs_of_two_parts_keep_to_their_word_on_the_portal() -> None:
    loose = [
        text for name in PORTAL for text in group(name, "fr").values() if re.search("« | [:;?!»%]", text)
    ]
    assert not loose


def test_words_are_filled_and_counted() -> None:
    assert word("page.title", "fr", subject="x") == "Mali : x"
    assert plural("age.days", 1, "en", count="1") == "1 day"
    assert plural("age.days", 0, "en", count="0") == "0 days"
    assert plural("age.days", 0, "fr", count="0") == "0 jour"
    assert group("status", "fr")["no_data"] == "Pas de données"
    assert set(LANGS) == {"fr", "en"}
    with pytest.raises(KeyError):
        word("page.title", "fr", nothing=1)
    with pytest.raises(KeyError):
        catalogue("de")
