"""Every remark of the embedded rows that the page prints is said in French."""

from __future__ import annotations

import pandas as pd

from maps.reintegration import BACK
from maps.reintegration_figures import ASSISTANCE, DEBT, DETAIL, table
from maps.reintegration_numbers import remark
from maps.reintegration_options import asked
from maps.reintegration_programmes import elsewhere
from maps.reintegration_services import points
from maps.reintegration_words import remark_words, sections
from tracker.solutions.pilots import pilots
from tracker.view import View

COMPUTED = ("debt_burden", "secondary_displacement_rate")


def test_every_remark_on_the_page_is_known_in_both_languages(embedded_view: View) -> None:
    known = set(sections()["remark"])
    shown = {*DEBT, *ASSISTANCE, *DETAIL, *BACK} - set(COMPUTED)
    own = embedded_view.surveys[embedded_view.surveys["indicator"].isin(shown)]
    parts: set[str] = {pilot.source for pilot in pilots()}
    for note in own["note"].dropna().astype("str"):
        parts |= set(note.partition("; ")[2].split("; "))
    for note in embedded_view.sites["note"].dropna():
        parts |= set(str(note).split("; "))
    assert len(parts) > 20
    assert parts - known - {""} == set()


def test_no_english_remark_is_left_in_french(embedded_view: View) -> None:
    notes = [row.note for row in table(embedded_view, (*DETAIL, *ASSISTANCE), "fr").rows]
    notes += [one.note.partition("; ")[2] for one in asked(embedded_view, "fr")]
    notes += [f"{one.name} {one.note}" for one in elsewhere(embedded_view, "fr")]
    notes += [f"{one.operator} {one.note}" for one in points(embedded_view, "fr")]
    text = pd.Series(" ".join(notes).split()).str.strip("()«».,;:").str.lower()
    assert (
        set(text) & {"of", "the", "those", "asked", "printed", "returns", "nearly", "over", "month"} == set()
    )


def test_french_remarks_are_joined_as_french_is() -> None:
    told = remark_words("of those asked; telephone survey", "fr")
    assert told == "des personnes interrogées\N{NARROW NO-BREAK SPACE}; enquête par téléphone"
    assert remark_words("of those asked; telephone survey", "en") == "of those asked; telephone survey"
    assert remark_words("la médiane ; tout", "fr") == "la médiane\N{NARROW NO-BREAK SPACE}; tout"


def test_what_a_rate_was_computed_from_is_written_as_numbers_and_a_date() -> None:
    assert remark("4673 / 74205 (2019-09-30)", "en") == "4,673 / 74,205 (30 September 2019)"
    assert remark("4673 / 74205 (2019-09-30)", "fr").endswith("(30 septembre 2019)")
    assert remark("oui | yes", "fr") == "oui"
