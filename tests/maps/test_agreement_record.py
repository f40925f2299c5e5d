"""The page of the embedded figures agrees with what ``tracker observations`` lists."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from maps import number
from maps.page import build
from tests.browser import Browser, go_to
from tests.maps.test_agreement import READ, check_legend
from tracker.classes import classes_of
from tracker.cli import build_app
from tracker.embedded.load import ensure_embedded
from tracker.public import public_view
from tracker.slices import slice_of
from tracker.store import open_store
from tracker.view import View

pytestmark = pytest.mark.browser
PAIRS = 200


def _listed(edition: str) -> dict[tuple[str, str], float]:
    """Return what the listing has for each unit and slice: the latest figure of the month."""
    asked = ["observations", "--indicator", "idp_stock", "--level", "1", "--edition", edition, "--json"]
    answer = CliRunner().invoke(build_app(), asked)
    assert answer.exit_code == 0, answer.output
    rows = pd.DataFrame(json.loads(answer.stdout))
    rows["slice"] = slice_of(rows["reference_end"])
    last = rows.sort_values("reference_end").drop_duplicates(["pcode", "slice"], keep="last")
    return {
        (pcode, day): float(value)
        for pcode, day, value in zip(last["pcode"], last["slice"], last["value"], strict=True)
    }


def _view(home: Path) -> View:
    with open_store(home) as store:
        ensure_embedded(store, home)
        return public_view(store, home)


def test_two_hundred_places_and_dates_agree_with_the_listing(
    offline: Browser, tracker_home: Path, tmp_path: Path
) -> None:
    view = _view(tracker_home)
    listed = _listed(view.edition.id)
    page_file = tmp_path / "displacement.html"
    page_file.write_text(build("displacement", view), encoding="utf-8")
    dates = sorted(view.slices[view.slices["indicator"] == "idp_stock"]["slice"])
    population = view.units.set_index("pcode")["population"]
    classes = classes_of(view.figures, view.indicators["idp_stock"], measure="rate", units=view.units)
    figures = view.figures[view.figures["indicator"] == "idp_stock"]
    parts = figures[figures["crosswalk"] == "partial"]
    without_rate = set(zip(parts["pcode"], parts["slice"].astype(str), strict=True))
    everything = [(day, pcode) for day in dates for pcode in population.index]
    agreed = 0
    with offline.open(page_file) as opened:
        for day, pcode in sorted(random.Random(11).sample(everything, PAIRS)):
            go_to(opened.page, dates.index(day))
            seen, known = opened.page.evaluate(READ, pcode), listed.get((pcode, day))
            assert seen["date"] == day
            if seen["status"] in ("value", "zero"):
                assert float(seen["rowValue"]) == known
                rate = known * 1000 / float(population[pcode])
                partial = (pcode, str(day)) in without_rate
                assert seen["klass"] == ("" if partial else str(int(classes.index(rate))))
                assert number.people(known, "fr") in seen["tip"]
                if known and not partial:
                    check_legend(seen, number.per_thousand(rate, classes.decimals, "fr"))
                agreed += 1
            elif seen["status"] == "suppressed":
                assert known is not None
                assert seen["rowValue"] == ""
            else:
                assert known is None, "the record has a figure that the page does not show"
            assert (seen["fill"][0] != "#") == (seen["status"] not in ("value", "zero"))
        assert opened.messages == []
    assert agreed > PAIRS / 2
