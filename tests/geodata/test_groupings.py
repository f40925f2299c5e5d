"""North and south: the default reproduces IOM's, successors follow, users may declare their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from geodata.editions import editions, units
from geodata.errors import PlaceError
from geodata.groupings import group_of, groupings

NORTH_2012 = {"Gao", "Kidal", "Tombouctou"}


@pytest.mark.parametrize("edition_id", sorted(editions()))
@pytest.mark.parametrize("grouping", ["north-south", "north-centre-south"])
def test_every_unit_of_every_edition_has_a_side(edition_id: str, grouping: str) -> None:
    for level in editions()[edition_id].levels:
        for row in units(edition_id, level).itertuples():
            side = group_of(grouping, str(row.pcode), edition_id)
            assert (side == "north") == (row.region_2012 in NORTH_2012), row


@pytest.mark.parametrize(
    ("edition_id", "pcode", "side"),
    [
        ("cod-ab-2021", "ML10", "north"),  # Ménaka, cut out of Gao
        ("cod-2012", "ML0704", "north"),  # Ménaka as a cercle of Gao
        ("reform-2023", "ML09", "north"),  # Taoudénit, cut out of Tombouctou
        ("cod-ab-2021", "ML09", "south"),  # Bamako, with the same code
        ("cod-ab-2021", "ML05", "south"),  # Mopti
        ("reform-2023", "ML18", "south"),  # Douentza, cut out of Mopti
        ("cod-ab-2021", "ML060505", "north"),
    ],
)
def test_successors_follow_their_predecessor(edition_id: str, pcode: str, side: str) -> None:
    assert group_of("north-south", pcode, edition_id) == side


def test_the_centre_is_mopti_and_segou_with_what_came_out_of_them() -> None:
    centre = [row.name for row in units("reform-2023", 1).itertuples() if _side(str(row.pcode)) == "centre"]
    assert set(centre) == {"Mopti", "Ségou", "San", "Douentza", "Bandiagara"}


def _side(pcode: str) -> str | None:
    return group_of("north-centre-south", pcode, "reform-2023")


def test_unknown_units_have_no_side_and_unknown_groupings_are_refused() -> None:
    assert group_of("north-south", "XX01", "cod-ab-2021") is None
    with pytest.raises(PlaceError, match="known are: north-south, north-centre-south"):
        group_of("east-west", "ML01", "cod-ab-2021")


OWN = """
[groupings.liptako]
label_fr = "Liptako et reste"
label_en = "Liptako and rest"
definition_fr = "Liptako : Gao et Ménaka."
definition_en = "Liptako: Gao and Ménaka."
source = "test"
groups = [
  { id = "liptako", label_fr = "Liptako", label_en = "Liptako", members = ["Gao", "Ménaka"] },
  { id = "menaka", label_fr = "x", label_en = "x", members = ["MEMBER"] },
]
"""


def test_a_user_may_declare_a_grouping_in_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "tracker.toml").write_text(OWN.replace("MEMBER", "Kidal"), encoding="utf-8")
    assert "liptako" in groupings(tmp_path)
    assert group_of("liptako", "ML1002", "cod-ab-2021", tmp_path) == "liptako"
    assert group_of("liptako", "ML01", "cod-ab-2021", tmp_path) is None


@pytest.mark.parametrize(
    ("member", "words"), [("Gao", "puts a region in two groups"), ("Gondor", "no regions")]
)
def test_a_wrong_declaration_is_refused(tmp_path: Path, member: str, words: str) -> None:
    (tmp_path / "tracker.toml").write_text(OWN.replace("MEMBER", member), encoding="utf-8")
    with pytest.raises(PlaceError, match=words):
        groupings(tmp_path)


def test_more_groups_than_a_map_can_show_and_the_name_of_the_whole_are_refused(tmp_path: Path) -> None:
    group = '{{ id = "g{0}", label_fr = "x", label_en = "x", members = ["{1}"] }}'
    regions = ("Gao", "Kidal", "Mopti", "Kayes", "Ségou")
    many = ", ".join(group.format(at, name) for at, name in enumerate(regions))
    text = OWN[: OWN.index("groups =")] + f"groups = [{many}]"
    (tmp_path / "tracker.toml").write_text(text, encoding="utf-8")
    with pytest.raises(PlaceError, match="5 groups, and at most 4"):
        groupings(tmp_path)
    text = OWN.replace("MEMBER", "Kidal").replace("groupings.liptako", "groupings.country")
    (tmp_path / "tracker.toml").write_text(text, encoding="utf-8")
    with pytest.raises(PlaceError, match="whole country"):
        groupings(tmp_path)
