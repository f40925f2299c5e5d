"""Names that wait for a person, and the alias table a person writes."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from geodata.aliases import Alias, accept, aliases, own_file
from geodata.editions import COUNTRY, editions, units
from geodata.errors import PlaceError
from geodata.match import PlaceIndex
from geodata.names import name_key
from geodata.review import accept_suggestion, review, unused_aliases

WAITING = pd.DataFrame(
    {
        "name": ["Bandiagra", "Kayes", "Gondor", "Gao"],
        "level": pd.Series([2, None, 2, 2], dtype="Int64"),
        "within": ["Mopti", None, None, None],
        "edition": "cod-ab-2021",
        "rows": [3, 1, 1, 1],
        "people": [5000.0, 10.0, 20.0, 1.0],
    }
)


def test_every_shipped_alias_leads_to_a_unit_of_some_edition() -> None:
    for alias in aliases():
        levels = [alias.level] if alias.level else [1, 2, 3]
        names = {
            name_key(name)
            for edition in editions()
            for level in levels
            for name in units(edition, level)["name"]
        }
        assert name_key(alias.name) in names, alias
        assert name_key(alias.alias) != name_key(alias.name), f"{alias} changes nothing"
        assert alias.source


def test_shipped_aliases_do_not_shadow_a_name() -> None:
    for alias in aliases():
        for edition in ("cod-ab-2021", "cod-2012"):
            for level in [alias.level] if alias.level else [1, 2]:
                bearers = units(edition, level)["name"].map(name_key)
                assert name_key(alias.alias) not in set(bearers), alias


def test_review_lists_what_waits_with_its_suggestion_most_people_first() -> None:
    table = review(WAITING)
    assert table["name"].tolist() == ["Bandiagra", "Gondor", "Kayes"]
    first = table.iloc[0]
    assert (first["suggestion"], first["suggestion_pcode"]) == ("Bandiagara", "ML0501")
    assert table.loc[table["name"] == "Kayes", "method"].item() == "ambiguous"


def test_accepting_writes_the_alias_and_settles_the_name(tmp_path: Path) -> None:
    waiting = review(WAITING, tmp_path)
    alias = accept_suggestion("Bandiagra", tmp_path, waiting)
    assert (alias.name, alias.level) == ("Bandiagara", 2)
    match = PlaceIndex("cod-ab-2021", tmp_path).match("Bandiagra", level=2)
    assert (match.pcode, match.method) == ("ML0501", "alias")
    assert "Bandiagra" not in set(review(WAITING, tmp_path)["name"])


def test_a_person_may_choose_another_place(tmp_path: Path) -> None:
    waiting = review(WAITING, tmp_path)
    with pytest.raises(PlaceError, match="has no suggestion; name the place with --pcode"):
        accept_suggestion("Gondor", tmp_path, waiting)
    with pytest.raises(PlaceError, match="ML0799 is no unit of edition cod-ab-2021"):
        accept_suggestion("Gondor", tmp_path, waiting, pcode="ML0799")
    accept_suggestion("Gondor", tmp_path, waiting, pcode="ML0703")
    assert PlaceIndex("cod-ab-2021", tmp_path).match("Gondor", level=2).place_name == "Gao"
    with pytest.raises(PlaceError, match="'Atlantis' is not waiting for review"):
        accept_suggestion("Atlantis", tmp_path, waiting)


def test_the_users_alias_wins_over_the_shipped_one_and_the_last_decision_counts(tmp_path: Path) -> None:
    accept(tmp_path, Alias("Baroueli", 2, "Bla", "", "test"))
    assert PlaceIndex("cod-ab-2021", tmp_path).match("Baroueli", level=2).place_name == "Bla"
    accept(tmp_path, Alias("BAROUELI", 2, "San", "", "test"))
    assert PlaceIndex("cod-ab-2021", tmp_path).match("Baroueli", level=2).place_name == "San"
    assert len(own_file(tmp_path).read_text().splitlines()) == 2
    assert PlaceIndex("cod-ab-2021").match("Baroueli", level=2).place_name == "Baraouéli"


def test_unused_aliases_are_reported(tmp_path: Path) -> None:
    accept(tmp_path, Alias("Gondor", 2, "Gao", "", "test"))
    unused = {alias.alias for alias in unused_aliases(["GONDOR", "Timbuktu"], tmp_path)}
    assert "Gondor" not in unused
    assert "Timbuktu" not in unused
    assert "Badiangara" in unused


def test_an_incomplete_alias_table_is_refused_with_the_row(tmp_path: Path) -> None:
    own_file(tmp_path).write_text("alias,level,name,within,source\nX,2,,,\n")
    with pytest.raises(PlaceError, match=r"row 2: \['name', 'source'\] empty"):
        aliases(tmp_path)
    own_file(tmp_path).write_text("alias,level,name,within,source\nX,cercle,Gao,,me\n")
    with pytest.raises(PlaceError, match="row 2: level is 'cercle'"):
        aliases(tmp_path)


def test_the_shipped_table_names_a_source_on_every_row() -> None:
    table = pd.read_csv(COUNTRY / "aliases.csv", dtype="str", keep_default_na=False)
    assert table["source"].ne("").all()
