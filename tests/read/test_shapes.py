"""Files as people send them: any container, any delimiter, dates as headers, and bombs."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

from tests.read import corpus_workbook
from tests.read.corpus import CASES, HEADER, PEOPLE, TRUTH, VALUES, csv_of
from tracker.cells.bomb import bomb_of
from tracker.cli import build_app
from tracker.errors import UnreadableFile
from tracker.ingest import read_file

assert corpus_workbook
FRENCH = ["Date", "Région", "Code région", "Cercle", "Code cercle", "Latitude", "Longitude", "PDI", "Ménages"]
_ODS = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def french(change: str = "") -> list[list[str]]:
    """Return the truth under French headers, with decimal commas and a sign between thousands."""
    spaced = [[*row[:7], f"{int(row[7]):,}".replace(",", change), row[8]] for row in TRUTH]
    return [FRENCH, *[[cell.replace(".", ",") if at in (5, 6) else cell for at, cell in enumerate(row)]
                      for row in spaced]]  # fmt: skip


def ods() -> bytes:
    def cell(text: str) -> str:
        kind = f'float" office:value="{text}' if text.isdigit() else "string"
        return f'<table:table-cell office:value-type="{kind}"><text:p>{text}</text:p></table:table-cell>'

    rows = "".join(
        f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in [HEADER, *TRUTH]
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {_ODS}><office:body><office:spreadsheet>'
            f'<table:table table:name="Data">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", csv_of(french("\u00a0"), ";", "\r\n", "cp1252")),
        ("b.csv", csv_of(french(" "), ";", "\r\n", "utf-8-sig")),
        ("c.csv", csv_of([FRENCH, *TRUTH], ",", "\r", "mac_roman")),
        ("d.txt", csv_of([FRENCH, *TRUTH], "\t", "\r\n", "utf-16")),
        ("e.ods", ods()),
        ("f.json", json.dumps([dict(zip(HEADER, row, strict=True)) for row in TRUTH]).encode()),
        (
            "g.json",
            json.dumps({"count": 6, "data": [dict(zip(HEADER, row, strict=True)) for row in TRUTH]}).encode(),
        ),
    ],
    ids=["cp1252", "UTF-8 with mark", "MacRoman CR", "UTF-16 tabs", "ODS", "JSON list", "JSON envelope"],
)
def test_the_same_figures_come_out_of_every_shape(name: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    reading = read_file(path)
    stock = reading.observations[reading.observations["indicator"] == "idp_stock"]
    assert dict(zip(stock["pcode"], stock["value"], strict=True)) == VALUES
    assert stock["value"].sum() == PEOPLE
    assert reading.rows_quarantined == 0


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("Région;janv. 2024;févr. 2024\nGao;10;20\nKidal;ND;5\n", ["2024-01-01", "2024-02-01"]),
        ("Region,2024-01-31,2024-02-29\nGao,10,20\nKidal,,5\n", ["2024-01-31", "2024-02-29"]),
    ],
    ids=["months by name", "days"],
)
def test_dates_as_headers_are_read_for_whoever_sends_them(
    text: str, periods: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "wide.csv"
    path.write_text(text, encoding="utf-8")
    reading = read_file(path)
    assert reading.source.id == "pdi-template"
    figures = reading.observations
    assert sorted(figures["reference_start"].unique()) == periods
    assert figures["value"].sum() == 35
    assert figures["value_status"].tolist().count("no_data") == 1


@pytest.mark.parametrize("place", [0, 1])
def test_an_empty_sheet_beside_the_figures_is_passed_over(place: int, tmp_path: Path) -> None:
    path = tmp_path / "feuil2.xlsx"
    path.write_bytes(corpus_workbook.workbook(lambda book, _: book.create_sheet("Feuil2", place)))
    assert read_file(path).rows_kept == len(TRUTH)


def test_a_workbook_of_empty_sheets_is_told(tmp_path: Path) -> None:
    path = tmp_path / "vide.xlsx"
    Workbook().save(path)
    with pytest.raises(UnreadableFile, match="no visible sheet holds cells"):
        read_file(path)


def test_what_nobody_foresaw_stops_one_file_and_no_other(
    tmp_path: Path, tracker_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path, *_: object) -> object:
        if path.name == "b.csv":
            raise IndexError("out of bounds")
        return read_file(path)

    for name in ("a.csv", "b.csv", "c.csv"):
        day = f"2024-0{'abc'.index(name[0]) + 1}-28"
        (tmp_path / name).write_text(f"date,Region,PDI\n{day},Gao,10\n", encoding="utf-8")
    monkeypatch.setattr("tracker.ingest.read_file", fail)
    result = CliRunner().invoke(
        build_app(), ["ingest", *(str(tmp_path / f"{n}.csv") for n in "abc"), "--json"]
    )
    assert result.exit_code == 1
    states = [entry["state"] for entry in json.loads(result.stdout)["files"]]
    assert states == ["loaded", "refused", "loaded"]
    assert "b.csv: reading it failed" in result.stderr


def test_a_million_blank_rows_alone_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "blank.csv"
    path.write_bytes(b"date,Region,PDI\n" + b",,\n" * 1_048_576)
    with pytest.raises(UnreadableFile, match="no rows of data"):
        read_file(path)


@pytest.mark.parametrize("number", [77, 78])
def test_bombs_are_refused_before_any_heavy_library_is_loaded(
    number: int, tmp_path: Path, tracker_home: Path
) -> None:
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(next(case for case in CASES if case.number == number).make())
    assert bomb_of(path)
    result = CliRunner().invoke(build_app(), ["ingest", str(path)])
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert "bomb.xlsx: it" in result.stderr
    code = (
        "import sys; from pathlib import Path; from tracker.cells.bomb import bomb_of\n"
        f"assert bomb_of(Path({str(path)!r})); assert 'pandas' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_sound_workbook_is_no_bomb(tmp_path: Path) -> None:
    path = tmp_path / "sound.xlsx"
    path.write_bytes(corpus_workbook.workbook())
    assert bomb_of(path) is None
    assert bomb_of(tmp_path / "absent.xlsx") is None
