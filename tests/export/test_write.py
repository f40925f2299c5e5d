"""Writing: all or nothing, never over other files unasked, and only what the filters ask for."""

from __future__ import annotations

import csv
import json
import runpy
import sys
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from typer.testing import CliRunner

from jobs.last_tables import keep_tables, mark_last
from tests.export.record import GROUPS, UNITS, tables
from tests.export.views import public_view
from tracker import public
from tracker.cli import build_app
from tracker.embedded.load import ensure_embedded
from tracker.errors import ExportError
from tracker.export import Filters, geojson, layers, write
from tracker.recovery import recovered
from tracker.store import open_store
from tracker.sums import Surroundings, Tables
from tracker.suppress import suppress
from tracker.view import FIGURE_COLUMNS, SLICE_COLUMNS


def test_files_that_are_there_are_kept(tmp_path: Path) -> None:
    filters = Filters(indicators=("idp_stock",))
    files = write(public_view(), tmp_path, formats=["csv"], filters=filters)
    files[0].write_text("mine", encoding="utf-8")
    with pytest.raises(ExportError, match="--overwrite"):
        write(public_view(), tmp_path, formats=["csv"], filters=filters)
    assert files[0].read_text(encoding="utf-8") == "mine"
    write(public_view(), tmp_path, formats=["csv"], filters=filters, overwrite=True)
    assert files[0].read_text(encoding="utf-8") != "mine"


def test_a_failure_leaves_the_old_files_and_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(public_view(), tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    monkeypatch.setattr(
        geojson, "_head", lambda layer: (_ for _ in ()).throw(OSError(28, "No space left on device"))
    )
    with pytest.raises(ExportError, match="No space left"):
        write(public_view(), tmp_path, overwrite=True)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_unknown_names_are_refused_with_those_that_exist(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="geojson, gpkg"):
        write(public_view(), tmp_path, formats=["shp"])
    with pytest.raises(ExportError, match="idp_stock"):
        write(public_view(), tmp_path, filters=Filters(indicators=("idps",)))
    with pytest.raises(ExportError, match="north-south:north"):
        write(public_view(), tmp_path, filters=Filters(group="east"))
    with pytest.raises(ExportError, match="synthetic"):
        write(public_view(), tmp_path, filters=Filters(sources=("dtm",)))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("filters", "pcodes"),
    [
        (Filters(group="north"), {"ML06", "ML07", "ML08"}),
        (Filters(group="north-centre-south:centre"), {"ML04", "ML05"}),
        (Filters(bbox=(-8.2, 12.5, -7.8, 12.8)), {"ML02", "ML09"}),
    ],
)
def test_places_are_narrowed_and_no_sums_written(filters: Filters, pcodes: set[str], tmp_path: Path) -> None:
    files = write(public_view(), tmp_path, formats=["csv"], filters=filters)
    table = pd.read_csv(tmp_path / "idp_stock_adm1.csv", dtype={"pcode": "str"})
    assert set(table["pcode"]) == pcodes
    assert not any("north_south" in path.name or path.name == "totals.csv" for path in files)


def test_dates_and_indicators_are_narrowed(tmp_path: Path) -> None:
    view = public_view()
    days = sorted(view.figures["slice"].unique())
    filters = Filters(indicators=("idp_stock",), start=days[1], end=days[3])
    files = write(view, tmp_path, formats=["csv"], filters=filters)
    table = pd.read_csv(tmp_path / "idp_stock_adm1.csv")
    assert sorted(table["slice"].unique()) == days[1:4]
    assert not any(path.name.startswith(("flow_", "idp_returnees")) for path in files)


def test_two_publications_on_disk_give_no_small_count_away(tmp_path: Path) -> None:
    days = ["2014-04-30", "2014-05-31"]
    people = [500, 700, 90, 4, 300, 8, 60, 0, 900, 12]
    cells: dict[tuple[str, str, str], int | None] = {
        ("idp_stock", code, day): n + 11 * turn if n else 0
        for turn, day in enumerate(days)
        for code, n in zip(UNITS, people, strict=True)
    }
    groups = {
        name: {code: side for code, side in sides.items() if code != "ML10"} for name, sides in GROUPS.items()
    }
    earlier = tables({key: n for key, n in cells.items() if key[1] not in {"ML07", "ML10"}}, groups)
    later = tables({key: n for key, n in cells.items() if key[1] != "ML10"}, groups)
    first = suppress(earlier.figures, earlier.totals, 10, groups=groups)
    second = suppress(later.figures, later.totals, 10, Tables(first.figures, first.totals), groups=groups)
    read = []
    for number, safe in enumerate((first, second)):
        view = replace(
            public_view(),
            figures=safe.figures,
            totals=safe.totals,
            slices=pd.DataFrame(columns=SLICE_COLUMNS),
        )
        layers(view, tmp_path / str(number))
        figures = pd.read_csv(tmp_path / str(number) / "idp_stock_adm1.csv", dtype={"pcode": "str"})
        totals = pd.read_csv(tmp_path / str(number) / "totals.csv")
        read.append(Tables(figures.reindex(columns=FIGURE_COLUMNS), totals))
        shown = figures["value"].dropna()
        assert not shown.between(1, 9).any()
    assert [cell for cell in recovered(read, Surroundings(groups=groups)) if cell[0] == "unit"] == []


def test_the_example_joins_and_loses_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    view = public_view()
    layers(view, tmp_path)
    view.units[["pcode", "geometry"]].rename(columns={"pcode": "ADM1_PCODE"}).to_file(
        tmp_path / "borders.gpkg"
    )
    figures, borders, out = (
        str(tmp_path / name) for name in ("idp_stock_adm1_latest.csv", "borders.gpkg", "out.gpkg")
    )
    monkeypatch.setattr(sys, "argv", ["example_join.py", figures, borders, "ADM1_PCODE", out])
    runpy.run_path(str(Path(__file__).with_name("example_join.py")), run_name="__main__")
    mine = view.figures[view.figures["indicator"] == "idp_stock"]
    assert gpd.read_file(out)["value"].sum() == mine.loc[mine["slice"] == mine["slice"].max(), "value"].sum()


def test_the_command_writes_the_embedded_record(tracker_home: Path, tmp_path: Path) -> None:
    arguments = [
        "export",
        "--out",
        str(tmp_path / "out"),
        "--indicator",
        "idp_stock",
        "--format",
        "geojson,csv",
    ]
    answer = CliRunner().invoke(build_app(), arguments)
    assert answer.exit_code == 0, answer.output
    document = json.loads((tmp_path / "out" / "idp_stock_adm1.geojson").read_text(encoding="utf-8"))
    april = [f["properties"] for f in document["features"] if f["properties"]["slice"] == "2014-04-30"]
    assert sum(entry["value"] or 0 for entry in april) == 137_096
    with (tmp_path / "out" / "totals.csv").open(encoding="utf-8") as file:
        sides = {row["group"]: row["value"] for row in csv.DictReader(file) if row["slice"] == "2014-04-30"
                 and row["grouping"] == "north-south" and row["indicator"] == "idp_stock"}  # fmt: skip
    assert sides == {"north": "57253", "south": "79843"}
    french = (tmp_path / "out" / "idp_stock_adm1.qml").read_text(encoding="utf-8")
    assert CliRunner().invoke(build_app(), [*arguments, "--lang", "en", "--overwrite"]).exit_code == 0
    english = (tmp_path / "out" / "idp_stock_adm1.qml").read_text(encoding="utf-8")
    assert "Suppressed (protects small numbers)" in english
    assert "Suppressed" not in french
    assert CliRunner().invoke(build_app(), [*arguments, "--bbox", "1,2"]).exit_code == 2


def test_what_the_last_publication_hid_stays_hidden_in_the_edition_named(
    tracker_home: Path, tmp_path: Path
) -> None:
    with open_store(tracker_home) as store:
        ensure_embedded(store, tracker_home)
        view = public.public_view(store, tracker_home)
    centre = view.figures["pcode"].isin(["ML04", "ML05"]) & view.figures["slice"].eq("2014-04-30")
    hidden = view.figures.copy()
    hidden.loc[centre, ["value", "value_status"]] = [pd.NA, "suppressed"]
    keep_tables(tracker_home, "ab" * 32, [replace(view, figures=hidden)])
    mark_last(tracker_home, "ab" * 32, [])
    words = ["--edition", "ne-2013", "--indicator", "idp_stock", "--format", "csv", "--out", str(tmp_path)]
    assert CliRunner().invoke(build_app(), ["export", *words]).exit_code == 0
    table = pd.read_csv(tmp_path / "idp_stock_adm1.csv").set_index(["pcode", "slice"])
    assert set(table.loc[[("ML04", "2014-04-30"), ("ML05", "2014-04-30")], "value_status"]) == {"suppressed"}
