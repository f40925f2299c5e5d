"""Every interface word exists in both languages, with the same places to fill, and is used."""

import re
import string
from pathlib import Path

import pytest

from maps.words import LANGS, catalogue, group, plural, word
from tests.problem_codes import problem_codes

MAPS = Path(__file__).resolve().parents[2] / "maps"


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


def test_every_word_is_used() -> None:
    """A key counts as used when it, its plural stem, or its whole section is named in the source."""
    sources = [path for kind in ("*.py", "*.j2", "*.js") for path in MAPS.rglob(kind)]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    wanted = set()
    for key in catalogue("fr"):
        section, name = key.split(".")
        stem = re.sub(r"_(one|other)$", "", key)
        start = key.rsplit("_", 1)[0]
        asked = [
            f'"{key}"',
            f"'{key}'",
            f'"{stem}"',
            f"'{stem}'",
            f'"{section}.{{',
            f'group("{section}"',
            f'"{start}_{{',
        ]
        in_script = re.search(rf"\b(words|w|W|t)\.{section}\.{name}\b", text)
        if not in_script and not any(form in text for form in asked):
            wanted.add(key)
    assert not wanted, f"words nobody says: {sorted(wanted)}"


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
