"""Every spelling met matches the right unit or none; likeness never decides."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from geodata.editions import units
from geodata.errors import PlaceError
from geodata.match import PlaceIndex
from geodata.names import name_key

INDEX = PlaceIndex("cod-ab-2021")


@pytest.fixture(scope="module")
def variants(shared: Path) -> pd.DataFrame:
    table = pd.read_csv(shared / "reference" / "place_name_variants.csv", dtype="str", keep_default_na=False)
    return table[table["level"].isin(["admin1", "admin2", "admin3"])]


# Spellings that are another name than the standard one in the table, and the unit they do mean.
OTHER_NAMES = {
    "Baroueli": "ML0401", "BAROUELI": "ML0401", "Barlawilli": "ML0401",
    "Baraoueli": "ML0401", "Baraouéli": "ML0401",
    "Diedougou": "ML020206", "Guegneka": "ML020209", "Rharous": "ML060308", "Anefif": "ML080201",
    "Souboundou": "ML060407", "Oualia Commune": "ML010111", "Baya": "ML030601", "Guidime": "ML010705",
}  # fmt: skip
# No region of these names in 2021, and a commune filed under the neighbouring cercle.
NOWHERE = {"Badiangara", "Taoudenit", "Taoudenni", "Troungoumbé"}


@pytest.mark.shared
def test_every_spelling_met_matches_the_right_unit_or_none(variants: pd.DataFrame) -> None:
    """Acceptance 2 of the places."""
    wrong, unmatched = [], set()
    for row in variants.to_dict("records"):
        parent = row["parent"].split(" > ")[-1] or None
        level = int(row["level"][-1])
        match = INDEX.match(row["variant"], level=level, within=parent)
        if match.pcode is None:
            unmatched.add(row["variant"])
            assert match.problem in {"place_unknown", "place_ambiguous"}
            continue
        same_name = name_key(str(match.place_name)) == name_key(row["standard_name"])
        if not same_name and OTHER_NAMES.get(row["variant"]) != match.pcode:
            wrong.append((row["variant"], match.place_name))
    assert wrong == []
    assert unmatched == NOWHERE


@pytest.mark.shared
def test_taoudenit_matches_in_the_edition_that_has_it(variants: pd.DataFrame) -> None:
    index = PlaceIndex("reform-2023")
    spellings = variants.loc[variants["standard_name"] == "Taoudénit", "variant"]
    assert [index.match(name, level=1).pcode for name in spellings] == ["ML09", "ML09"]
    assert index.match("Badiangara", level=1).pcode == "ML19"


@pytest.mark.parametrize("edition", ["cod-2012", "cod-ab-2021", "reform-2023"])
@pytest.mark.parametrize("level", [1, 2])
def test_every_name_of_an_edition_matches_itself(edition: str, level: int) -> None:
    index = PlaceIndex(edition)
    for row in units(edition, level).itertuples():
        assert index.match(
            str(row.name), level=level, within=str(row.parent_pcode) if level > 1 else None
        ).pcode == (row.pcode)


@pytest.mark.parametrize(
    ("name", "level", "pcode"),
    [
        ("Koulikouro", 1, "ML02"),
        ("Segou", 1, "ML04"),
        ("Timbuktu", 1, "ML06"),
        ("Timbuktu", 2, "ML0605"),
        ("Gourma Rharous", 2, "ML0603"),
        ("KaYes", 2, "ML0103"),
        ("NioNo", 2, "ML0404"),
        (" Tin-Essako", 2, "ML0804"),
        ("Niono (région de Ségou)", 2, "ML0404"),
        ("Kita", 2, "ML0105"),
    ],
)
def test_the_spellings_named_in_the_issue_match(name: str, level: int, pcode: str) -> None:
    assert INDEX.match(name, level=level).pcode == pcode


@pytest.mark.parametrize(
    ("name", "never"), [("Kita", "Kidal"), ("Boni", "Bougouni"), ("Place Kidal", "Kidal")]
)
@pytest.mark.parametrize("level", [1, 2])
def test_likeness_never_decides(name: str, never: str, level: int) -> None:
    assert INDEX.match(name, level=level).place_name != never


def test_a_typing_error_is_a_suggestion_for_a_person() -> None:
    match = INDEX.match("Bandiagra", level=2)
    assert (match.pcode, match.method, match.problem) == (None, "unmatched", "place_unknown")
    assert [near.pcode for near in match.suggestions] == ["ML0501"]
    assert match.score is not None
    assert match.score >= 88
    assert not INDEX.match("Bandiagra", level=2, within="ML01").suggestions, "only within the parent"


def test_homonyms_stay_ambiguous_unless_level_or_parent_decides() -> None:
    anywhere = INDEX.match("Kayes")
    assert (anywhere.pcode, anywhere.method) == (None, "ambiguous")
    assert anywhere.rivals == ("ML01", "ML0103", "ML010312")
    communes = units("cod-ab-2021", 3)
    twice = communes[communes["name"].map(name_key).duplicated(keep=False)]
    assert len(twice) > 20
    for row in twice.itertuples():
        assert INDEX.match(str(row.name), level=3).problem == "place_ambiguous"
        assert INDEX.match(str(row.name), level=3, within=str(row.parent_pcode)).pcode == row.pcode


def test_the_parent_may_be_the_region_a_new_one_was_cut_out_of() -> None:
    assert INDEX.match("Menaka", level=2, within="Gao").pcode == "ML1001"
    assert INDEX.match("Menaka", level=2, within="Kayes").pcode is None


def test_a_name_under_the_wrong_parent_says_where_it_is() -> None:
    match = INDEX.match("Troungoumbé", level=3, within="Diéma")
    assert match.pcode is None
    assert "PCode mismatch Troungoumbé (parent): it is ML010614 in Nioro" in str(match.message)


def test_a_parent_that_is_no_place_is_a_problem() -> None:
    match = INDEX.match("Gao", level=2, within="Gondor")
    assert (match.pcode, match.problem) == (None, "place_unknown")
    assert INDEX.match("", level=2).problem == "place_unknown"


def test_many_decisions_equal_single_ones_and_keep_the_index() -> None:
    names = pd.Series(["Gao", "gao ", None, "Kita", "Gao"], index=[9, 8, 7, 6, 5], dtype="str")
    codes = pd.Series(["MLI0701", "MLI0701", "MLI0701", None, "MLI0702"], index=names.index, dtype="str")
    table = INDEX.match_many(names, codes, 2, None, "dtm-2014")
    assert list(table.index) == [9, 8, 7, 6, 5]
    assert table["pcode"].fillna("").tolist() == ["ML0703", "ML0703", "ML0703", "ML0105", ""]
    assert table["match_method"].tolist() == ["code_and_name", "code_and_name", "code", "name", "unmatched"]
    assert table["problem_code"].fillna("").tolist() == ["", "", "", "", "pcode_name_mismatch"]
    assert table.loc[5, "match_rivals"] == '["ML0703", "ML0701"]'


@pytest.mark.shared
def test_no_person_of_six_workbooks_is_placed_in_a_wrong_cercle(shared: Path) -> None:
    rows = pd.read_csv(shared / "reference" / "dtm_commune_rows.csv", dtype="str", keep_default_na=False)
    for number, part in rows.groupby("round"):
        numbering = "dtm-2014" if int(str(number)) < 30 else "dtm-2017"
        region = INDEX.match_many(
            part["admin1_as_printed"], part["admin1_pcode_as_printed"], 1, None, numbering
        )
        cercle = INDEX.match_many(
            part["admin2_as_printed"], part["admin2_pcode_as_printed"], 2, region["pcode"], numbering
        )
        assert set(region["match_method"]) == {"code_and_name"}
        assert set(cercle["match_method"]) == {"code_and_name"}
        key = part["admin2_as_printed"].map(name_key)
        known = {"baroueli": "baraoueli"}
        assert (cercle["place_name"].map(name_key) == key.replace(known)).all()


def test_an_undeclared_edition_is_refused() -> None:
    with pytest.raises(PlaceError, match="is not declared"):
        PlaceIndex("cod-1999")
