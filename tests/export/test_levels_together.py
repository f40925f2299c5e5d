"""Regions and cercles published together, twice: nothing hidden in either follows from both."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from geodata.groupings import group_of
from tracker.cli import build_app
from tracker.observation import COUNTED_UNITS
from tracker.public import public_view
from tracker.recovery import recovered
from tracker.store import open_store
from tracker.sums import Surroundings, Tables
from tracker.view import View

pytestmark = [pytest.mark.shared]


def _run(*arguments: object) -> None:
    answer = CliRunner().invoke(build_app(), [str(part) for part in arguments])
    assert answer.exit_code == 0, answer.output


def _counts(view: View) -> Tables:
    counted = {name for name, entry in view.indicators.items() if entry.unit in COUNTED_UNITS}
    figures, totals = view.figures, view.totals
    return Tables(
        figures[figures["indicator"].isin(counted)], totals[totals["indicator"].isin(counted)], view.flows
    )


def _publish(home: Path, before: list[Tables] | list[None]) -> tuple[View, View]:
    with open_store(home) as store:
        regions = public_view(store, home, level=1, previous=before[0])
        return regions, public_view(store, home, level=2, previous=before[1], above=regions)


def test_no_small_cell_follows_from_two_publications(
    shared: Path, tracker_home: Path, tmp_path: Path
) -> None:
    _run("boundaries", "add", shared / "geodata/cod_ab_20211220", "--edition", "cod-ab-2021")
    first, *later = sorted((shared / "raw/dtm").glob("*.xlsx"), key=lambda path: path.stat().st_size)
    batch = tmp_path / "batch"
    batch.mkdir()
    for part in later:
        shutil.copy(part, batch)
    _run("ingest", batch)
    issues = [_publish(tracker_home, [None, None])]
    _run("ingest", first)
    issues.append(_publish(tracker_home, [_counts(view) for view in issues[0]]))

    cercles, regions = issues[-1][1].units["pcode"], issues[-1][0].units["pcode"]
    groups = {
        name: {
            pcode: side for pcode in [*cercles, *regions] if (side := group_of(name, pcode, "cod-ab-2021"))
        }
        for name in issues[-1][1].groupings
    }
    parents = {pcode: "ML07" if pcode.startswith("ML10") else pcode[:4] for pcode in cercles}
    fine, coarse = ([_counts(issue[which]) for issue in issues] for which in (1, 0))
    assert (fine[1].figures["value_status"] == "suppressed").sum() > 20
    assert recovered(coarse, Surroundings(groups=groups)) == []
    for above in coarse:
        assert recovered(fine, Surroundings(groups=groups, coarser=above, parents=parents)) == []
