import itertools

import pytest

from maps.palette import (
    BASE,
    DIVERGING,
    FLOW_STYLES,
    GROUP_INKS,
    RAMPS,
    STATUS_STYLES,
    ink_on,
    ramp,
    svg_hatch,
)
from maps.reintegration_coverage import COLOURS
from tests.stills.colour_vision import MACHADO, contrast, difference, lab
from tracker.indicators import catalogue
from tracker.observation import VALUE_STATUSES

pytestmark = pytest.mark.parametrize("vision", sorted(MACHADO))


@pytest.mark.parametrize("name", sorted(RAMPS))
def test_five_classes_stay_apart_and_darken(name: str, vision: str) -> None:
    colours = RAMPS[name]
    assert len(colours) == 5
    assert min(difference(a, b, vision) for a, b in itertools.combinations(colours, 2)) >= 9
    lightness = [lab(colour, vision)[0] for colour in colours]
    assert all(light - dark >= 8 for light, dark in itertools.pairwise(lightness))


def test_loss_and_gain_stay_apart(vision: str) -> None:
    assert min(difference(a, b, vision) for a, b in itertools.combinations(DIVERGING, 2)) >= 15


def test_kinds_of_flow_stay_apart(vision: str) -> None:
    pairs = itertools.combinations((style.colour for style in FLOW_STYLES.values()), 2)
    assert min(difference(a, b, vision) for a, b in pairs) >= 12


def test_north_and_south_stay_apart_and_read_on_white(vision: str) -> None:
    assert difference(GROUP_INKS[0], GROUP_INKS[1], vision) >= 25
    assert all(contrast(ink, "#ffffff") >= 3 for ink in GROUP_INKS)


def test_every_status_and_kind_has_its_own_look(vision: str) -> None:
    assert tuple(STATUS_STYLES) == VALUE_STATUSES
    assert {entry.flow_kind for entry in catalogue().values() if entry.flow_kind} <= set(FLOW_STYLES)
    looks = {(style.fill, style.hatch) for style in STATUS_STYLES.values()}
    assert len(looks) == len(STATUS_STYLES)
    for style in STATUS_STYLES.values():
        if style.hatch != "none" and style.fill:
            assert difference(style.fill, style.ink, vision) >= 20
    hatches = [style.hatch for style in STATUS_STYLES.values() if style.hatch != "none"]
    assert len(set(hatches)) == len(hatches) == 4


def test_labels_read_on_every_ground(vision: str) -> None:
    assert contrast(BASE["label"], BASE["halo"]) >= 7
    assert ramp("displacement") == RAMPS["warm"]
    assert ramp("returns") == RAMPS["cool"]
    assert ramp("services") == RAMPS["neutral"]
    assert 'stop-color="#feebb6"' in svg_hatch(STATUS_STYLES["carried_forward"], "x", "#feebb6")


@pytest.mark.parametrize("ground", [colour for ramp in (*RAMPS.values(), COLOURS) for colour in ramp])
def test_the_hatch_of_a_figure_carried_forward_stands_out_on_every_class(ground: str, vision: str) -> None:
    style = STATUS_STYLES["carried_forward"]
    assert contrast(ink_on(style, ground), ground) >= 3
    assert ink_on(style, ground) in svg_hatch(style, "x", ground)
