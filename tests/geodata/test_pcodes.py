"""The same string names different places in different numberings."""

from __future__ import annotations

import pandas as pd
import pytest

from geodata.editions import COUNTRY, editions, units
from geodata.errors import PlaceError
from geodata.match import PlaceIndex
from geodata.pcodes import meaning, numbering_of, numberings, parse

INDEX = PlaceIndex("cod-ab-2021")


@pytest.mark.parametrize(
    ("text", "level", "key"),
    [
        ("ML07", 1, "07"),
        ("MLI07      ", 1, "07"),
        ("MLI007", 1, "07"),
        ("ml0701", 2, "0701"),
        ("MLI 0701", 2, "0701"),
        ("MLI007001", 2, "0701"),
        ("ML007001", 2, "0701"),
        ("ML070101", 3, "070101"),
        ("MLI070101", 3, "070101"),
        ("MLI00700101", 3, "070101"),
        ("ML-BKO", 1, "BKO"),
        ("ML-7", 1, "7"),
        ("ML07011", None, "07011"),
    ],
)
def test_every_spelling_is_taken_apart(text: str, level: int | None, key: str) -> None:
    code = parse(text)
    assert (code.level, code.key) == (level, key)


@pytest.mark.parametrize("text", ["TCD0701", "NE07", "BFA-1"])
def test_codes_of_another_country_are_known_as_such(text: str) -> None:
    assert parse(text).foreign
    assert meaning(text, "dtm-2014", "cod-ab-2021").fault == "pcode_foreign"


@pytest.mark.parametrize("text", ["070101", "1E040101", "701", "", "ML"])
def test_what_is_no_code_is_malformed(text: str) -> None:
    assert meaning(text, "cod-ab-2021", "cod-ab-2021").fault == "pcode_malformed"


def test_mli0701_is_gao_in_2014_and_ansongo_since_2017() -> None:
    """Acceptance 3 of the places."""
    assert _place("Gao", "MLI0701", "dtm-2014") == ("ML0703", "code_and_name", None)
    assert _place("Ansongo", "MLI0701", "dtm-2017") == ("ML0701", "code_and_name", None)
    assert _place("Ansongo", "MLI0701", "dtm-2014") == (None, "unmatched", "pcode_name_mismatch")
    undeclared = INDEX.match("Gao", code="MLI0701", level=2)
    assert undeclared.pcode == "ML0703"
    assert undeclared.problem is None
    assert "dtm-2014" in str(undeclared.message)
    contradicting = INDEX.match("Kayes", code="MLI0701", level=2)
    assert (contradicting.pcode, contradicting.problem) == (None, "pcode_name_mismatch")
    assert (
        contradicting.message == "PCode mismatch MLI0701 != Kayes: in the known numberings it is Ansongo, Gao"
    )


def _place(name: str, code: str, numbering: str) -> tuple[str | None, str, str | None]:
    match = INDEX.match(name, code=code, level=2, numbering=numbering)
    return match.pcode, match.method, match.problem


@pytest.mark.parametrize(
    ("edition", "numbering", "pcode", "problem"),
    [
        ("cod-ab-2021", "cod-ab-2021", "ML09", None),  # Bamako
        ("reform-2023", "cod-ab-2021", "ML20", None),  # Bamako
        ("reform-2023", "cod-ab-v03", "ML09", None),  # Taoudénit
        ("cod-ab-2021", "cod-ab-v03", None, "place_not_in_edition"),  # Taoudénit has no polygon in 2021
        ("cod-2012", "fips-10-4", "ML07", None),  # Gao
        ("cod-ab-2021", "by-name", None, "pcode_without_numbering"),
        ("cod-ab-2021", "iso-3166-2", None, "pcode_unknown"),
    ],
)
def test_ml09_means_what_the_declared_numbering_says(
    edition: str, numbering: str, pcode: str | None, problem: str | None
) -> None:
    """Acceptance 3 of the places."""
    match = PlaceIndex(edition).match(None, code="ML09", level=1, numbering=numbering)
    assert (match.pcode, match.problem) == (pcode, problem)


def test_a_code_of_another_level_or_an_unknown_one_is_reported_and_the_name_decides() -> None:
    level = INDEX.match("Gao", code="MLI07", level=2, numbering="dtm-2014")
    assert (level.pcode, level.method, level.problem) == ("ML0703", "name", "pcode_level")
    unknown = INDEX.match("Mopti", code="ML9999", level=2, numbering="cod-ab-2021")
    assert (unknown.pcode, unknown.problem) == ("ML0506", "pcode_unknown")
    assert str(unknown.message).startswith("PCode unknown ML9999")
    foreign = INDEX.match("Gao", code="NER007", level=2, numbering="cod-ab-2021")
    assert (foreign.pcode, foreign.problem) == (None, "pcode_foreign")


def test_likeness_may_confirm_a_code_but_not_replace_it() -> None:
    match = INDEX.match("Bandiagra", code="ML0501", level=2, numbering="cod-ab-2021")
    assert (match.pcode, match.method) == ("ML0501", "code")
    assert "likeness confirms it" in str(match.message)
    other = INDEX.match("Bandiagra", code="ML0502", level=2, numbering="cod-ab-2021")
    assert (other.pcode, other.problem) == (None, "pcode_name_mismatch")


def test_a_longer_spelling_of_the_editions_own_code_is_noted_in_hdx_words() -> None:
    match = INDEX.match("Mopti", code="mli 0506", level=2, numbering="cod-ab-2021")
    assert (match.pcode, match.problem, match.message) == ("ML0506", None, "PCode length MLI0506->ML0506")


def test_a_code_outside_the_named_parent_is_a_problem_with_both_readings() -> None:
    match = INDEX.match("Gao", code="ML0703", level=2, within="ML06", numbering="cod-ab-2021")
    assert (match.pcode, match.problem) == (None, "pcode_parent_mismatch")
    assert match.message == "PCode mismatch ML0703->Gao (parent): it does not lie in Tombouctou"


def test_of_an_eleven_character_commune_code_only_the_cercle_counts() -> None:
    kidal = INDEX.match("Kidal", code="MLI00800102", level=3, numbering="dtm-2014")
    assert (kidal.pcode, kidal.method) == ("ML080203", "name")
    elsewhere = INDEX.match("Goundam", code="MLI00800102", level=3, numbering="dtm-2014")
    assert elsewhere.problem == "pcode_name_mismatch"
    alone = INDEX.match(None, code="MLI00800102", level=3, numbering="dtm-2014")
    assert alone.problem == "place_ambiguous"


def test_the_divided_menaka_needs_its_name() -> None:
    named = INDEX.match("Menaka", code="MLI0704", level=2, numbering="dtm-2014")
    assert (named.pcode, named.problem) == ("ML1001", None)
    assert named.message == (
        "MLI0704 was divided into Ménaka, Anderamboukane, Inekar, Tidermene; the name decides"
    )
    assert INDEX.match(None, code="MLI0704", level=2, numbering="dtm-2014").problem == "place_ambiguous"
    assert (
        PlaceIndex("cod-2012").match("Menaka", code="MLI0704", level=2, numbering="dtm-2014").pcode
        == "ML0704"
    )


def test_every_numbering_is_declared_and_every_code_in_it_means_a_unit() -> None:
    table = pd.read_csv(COUNTRY / "numberings.csv", dtype="str", keep_default_na=False)
    own = {id for id, entry in numberings().items() if "edition" in entry}
    assert set(table["numbering"]) | own == set(numberings())
    assert not table.duplicated(["numbering", "level", "code"]).any()
    for (edition, level), part in table.groupby(["edition", "level"]):
        assert part["pcode"].isin(units(str(edition), int(str(level)))["pcode"]).all()
    for row in table.itertuples():
        read = meaning(str(row.code), str(row.numbering), str(row.edition))
        assert read.pcodes == (row.pcode,), row


@pytest.mark.parametrize("edition", sorted(editions()))
def test_an_edition_id_stands_for_its_own_numbering(edition: str) -> None:
    assert numbering_of(edition) == editions()[edition].numbering


def test_an_undeclared_numbering_is_refused() -> None:
    with pytest.raises(PlaceError, match="numbering 'dtm-1999' is not declared; known are: by-name"):
        INDEX.match("Gao", code="MLI0701", numbering="dtm-1999")
