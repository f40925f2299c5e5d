"""Figures move between editions by whole units or declared shares, and no person is lost."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.crosswalk import reexpress, table
from geodata.editions import editions, units
from geodata.errors import PlaceError

CERCLES = list(units("cod-ab-2021", 2)["pcode"])
PEOPLE = st.one_of(st.none(), st.integers(min_value=0, max_value=1_000_000))


def figures(values: dict[str, int | None]) -> pd.DataFrame:
    frame = pd.DataFrame({"pcode": list(values), "value": list(values.values()), "round": "1"})
    return frame.astype({"value": "Float64"})


@settings(max_examples=50)
@given(st.dictionaries(st.sampled_from(CERCLES), PEOPLE, min_size=1))
def test_cercles_of_2021_in_2012_conserve_every_person(values: dict[str, int | None]) -> None:
    moved = reexpress(figures(values), "cod-ab-2021", "cod-2012", 2, ["round"])
    assert moved["value"].sum() == sum(value or 0 for value in values.values())
    assert set(moved["crosswalk"]) == {"exact"}
    assert set(moved["pcode"]) <= set(units("cod-2012", 2)["pcode"])


@settings(max_examples=50)
@given(
    st.sampled_from(
        [(a, b, level) for a in editions() for b in editions() for level in editions()[a].levels]
    ),
    st.data(),
)
def test_every_move_conserves_every_person(move: tuple[str, str, int], data: st.DataObject) -> None:
    old, new, level = move
    codes = list(units(old, level)["pcode"])[:60]
    values = data.draw(st.dictionaries(st.sampled_from(codes), PEOPLE, min_size=1, max_size=20))
    moved = reexpress(figures(values), old, new, level, ["round"])
    assert moved["value"].sum() == sum(value or 0 for value in values.values())
    stayed = moved[moved["crosswalk"] == "not_expressible"]
    assert set(stayed["pcode"]) <= set(values)


def test_the_four_cercles_of_menaka_fold_into_one() -> None:
    values = dict.fromkeys(CERCLES, 1)
    moved = reexpress(figures(values), "cod-ab-2021", "cod-2012", 2, ["round"]).set_index("pcode")["value"]
    assert len(moved) == 50
    assert moved["ML0704"] == 4
    assert moved.drop("ML0704").eq(1).all()


def test_whole_units_move_exactly_to_the_regions_of_2023_and_divided_ones_are_flagged() -> None:
    values = {code: number for number, code in enumerate(CERCLES, start=1)}
    moved = reexpress(figures(values), "cod-ab-2021", "reform-2023", 2, ["round"], to_level=1)
    stayed = moved[moved["crosswalk"] == "not_expressible"]
    # Tombouctou lost Salam (Taoudénit), Kati Ouélessébougou, Bla Yangasso: nobody counted the parts.
    assert set(stayed["pcode"]) == {"ML0605", "ML0204", "ML0402"}
    exact = moved[moved["crosswalk"] == "exact"].set_index("pcode")["value"]
    assert exact["ML10"] == sum(values[code] for code in CERCLES if code.startswith("ML10"))
    assert exact["ML12"] == values["ML0105"]  # Kita
    assert moved["value"].sum() == sum(values.values())


def test_communes_move_to_the_region_they_joined_alone() -> None:
    moved = reexpress(
        figures({"ML060505": 10, "ML060506": 7}), "cod-ab-2021", "reform-2023", 3, ["round"], to_level=1
    )
    assert dict(zip(moved["pcode"], moved["value"], strict=True)) == {"ML09": 10, "ML06": 7}


def test_gao_of_2012_cannot_be_split_into_gao_and_menaka() -> None:
    moved = reexpress(figures({"ML07": 57_253, "ML01": 5}), "cod-2012", "cod-ab-2021", 1, ["round"])
    by_code = moved.set_index("pcode")["crosswalk"]
    assert by_code["ML07"] == "not_expressible"
    assert by_code["ML01"] == "exact"


def test_cercles_of_2023_are_placed_by_their_seat_and_flagged() -> None:
    moved = reexpress(figures({"ML1507": 12}), "reform-2023", "cod-ab-2021", 2, ["round"])
    assert moved[["pcode", "crosswalk"]].values.tolist() == [["ML0204", "shared"]]


def test_a_cercle_of_2023_whose_seat_is_not_found_moves_with_its_region() -> None:
    almoustrat = figures({"ML0704": 3})
    stays = reexpress(almoustrat, "reform-2023", "cod-ab-2021", 2, ["round"])
    assert stays["crosswalk"].tolist() == ["not_expressible"]
    moved = reexpress(almoustrat, "reform-2023", "cod-ab-2021", 2, ["round"], to_level=1)
    assert moved[["pcode", "value", "crosswalk"]].values.tolist() == [["ML07", 3.0, "shared"]]


def test_the_old_cercle_of_menaka_is_booked_on_its_seat_and_flagged() -> None:
    moved = reexpress(figures({"ML0704": 9}), "cod-2012", "cod-ab-2021", 2, ["round"])
    assert moved[["pcode", "value", "crosswalk"]].values.tolist() == [["ML1001", 9.0, "shared"]]


def test_figures_without_a_value_stay_without() -> None:
    moved = reexpress(figures({"ML0101": None}), "cod-ab-2021", "cod-2012", 2, ["round"])
    assert moved["value"].isna().all()


def test_moving_down_is_refused() -> None:
    with pytest.raises(PlaceError, match="nobody counted the parts"):
        table("cod-2012", "cod-ab-2021", 1, to_level=2)


SHARES = "from_edition,from_pcode,to_edition,to_pcode,share,basis\n"


@settings(max_examples=50)
@given(st.integers(min_value=0, max_value=10**7), st.integers(min_value=0, max_value=1000))
def test_declared_shares_split_to_the_person(
    tmp_path_factory: pytest.TempPathFactory, people: int, permille: int
) -> None:
    home = tmp_path_factory.mktemp("shares")
    rows = f"cod-ab-2021,ML0204,reform-2023,ML02,{permille / 1000},census\n"
    rows += f"cod-ab-2021,ML0204,reform-2023,ML15,{1 - permille / 1000},census\n"
    (home / "crosswalk.csv").write_text(SHARES + rows)
    moved = reexpress(
        figures({"ML0204": people}), "cod-ab-2021", "reform-2023", 2, ["round"], home=home, to_level=1
    )
    assert moved["value"].sum() == people
    assert (moved["value"] % 1 == 0).all()
    assert set(moved["crosswalk"]) == {"shared"}


def test_shares_that_do_not_add_up_are_refused(tmp_path: Path) -> None:
    (tmp_path / "crosswalk.csv").write_text(SHARES + "cod-ab-2021,ML0204,reform-2023,ML02,0.7,guess\n")
    with pytest.raises(PlaceError, match="must be positive and add up to 1"):
        table("cod-ab-2021", "reform-2023", 2, to_level=1, home=tmp_path)
