"""What a suppressed figure says is true of small numbers and of the large ones that would reveal them."""

from __future__ import annotations

import re

import pytest

from maps.reintegration_words import say
from maps.words import LANGS, word

KEYS = ("status.suppressed", "tooltip.suppressed", "map.hidden")


@pytest.mark.parametrize("lang", LANGS)
def test_no_word_says_that_a_suppressed_number_is_small(lang: str) -> None:
    said = [word(key, lang) for key in KEYS] + [say("mark.suppressed", lang)]
    for text in said:
        assert not re.search(r"\d|inférieur|moins de|below|fewer than|\((petit|small)", text), text
    assert re.search("déduirai|reveal", word("tooltip.suppressed", lang))
    assert re.search("déduirai|reveal", word("reading.disclosure", lang, largest="9"))
