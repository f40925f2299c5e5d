"""Files into the record: a bad one stops no other, a corrected one supersedes, templates come back."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from tests.read.corpus import SOURCE, csv_of, rows
from tracker.cli import build_app
from tracker.errors import UnreadableFile
from tracker.ingest import ingest, read_file
from tracker.read.registry import reader, reader_ids
from tracker.read.template import write_template
from tracker.source import default_source, parse_source, sources
from tracker.store import open_store

MAY, JUNE = datetime(2024, 5, 1, tzinfo=UTC), datetime(2024, 6, 1, tzinfo=UTC)


def test_a_corrected_file_supersedes_what_changed_only(tmp_path: Path) -> None:
    first, second = tmp_path / "mars.csv", tmp_path / "mars_corrige.csv"
    first.write_bytes(csv_of(rows()))
    second.write_bytes(csv_of(rows(r1c7="1300")))
    with open_store(tmp_path) as store:
        ingest([first], store, recorded_at=MAY, source=SOURCE, home=tmp_path)
        again = ingest([first], store, recorded_at=MAY, source=SOURCE, home=tmp_path)
        (result,) = ingest([second], store, recorded_at=JUNE, source=SOURCE, home=tmp_path)
        now = store.observations(indicator="idp_stock", pcode="ML0703")
        before = store.observations(indicator="idp_stock", pcode="ML0703", as_of=MAY)
    assert again[0].new == again[0].superseded == 0
    assert (result.new, result.superseded, result.unchanged) == (0, 1, 11)
    assert now["value"].tolist() == [1300.0]
    assert before["value"].tolist() == [1234.0]


def test_people_and_rows_balance(tmp_path: Path) -> None:
    path = tmp_path / "mars.csv"
    path.write_bytes(csv_of(rows(r1c7="ND", r2c3="Nulle-Part", r2c4="", r3c7="-5")))
    with open_store(tmp_path) as store:
        (result,) = ingest([path], store, recorded_at=MAY, source=SOURCE, home=tmp_path)
    assert result.rows_in == result.rows_kept + result.rows_quarantined + result.rows_ignored == 6
    assert result.people_in == result.people_placed + result.people_unplaced + result.people_not_summable
    assert result.people_unplaced == 987
    assert result.rows_quarantined == 1


def test_one_bad_file_stops_no_other(tracker_home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.csv").write_text("<html>not data</html>")
    (folder / "b.csv").write_text("date,région,PDI\n2024-03-31,Gao,1200\n")
    (folder / "notes.md").write_text("read me")
    done = CliRunner().invoke(build_app(), ["ingest", str(folder), "--json"])
    assert done.exit_code == 1
    document = json.loads(done.stdout)
    assert {Path(entry["file"]).name: entry["state"] for entry in document["files"]} == {
        "a.csv": "refused",
        "b.csv": "loaded",
        "notes.md": "not recognised",
    }
    assert document["totals"]["new"] == 1
    assert "a.csv" in done.stderr
    assert "HTML" in done.stderr


def test_a_folder_of_unknown_files_is_no_failure_but_a_named_one_is(
    tracker_home: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "notes.md").write_text("read me")
    assert CliRunner().invoke(build_app(), ["ingest", str(folder)]).exit_code == 0
    assert CliRunner().invoke(build_app(), ["ingest", str(folder / "notes.md")]).exit_code == 1


def test_the_french_template_comes_back_without_configuration(tmp_path: Path) -> None:
    path = tmp_path / "gabarit.xlsx"
    write_template(path, "pdi", "fr")
    book = load_workbook(path)
    sheet = book["Données"]
    assert sheet.data_validations.dataValidation
    typed = [
        [date(2024, 3, 31), "Gao", "Ansongo", None, "1 234", 200, 50, 10, 3, "DNDS", None],
        ["31/03/2024", "Gao", "Bourem", None, "plus de 6 000", "ND", None, None, None, "DNDS", "estimation"],
        ["mars 2024", "Mopti", None, None, 12_000, 2_500, None, None, None, "CMP", None],
    ]
    for row, cells in enumerate(typed, start=2):
        for column, cell in enumerate(cells, start=1):
            sheet.cell(row, column, cell)
    book.save(path)
    reading = read_file(path)
    figures = reading.observations
    people = figures[figures["indicator"] == "idp_stock"].set_index("source_row")
    assert people["value"].to_dict() == {2: 1234, 3: 6000, 4: 12_000}
    assert people["figure_kind"].to_dict() == {2: "printed", 3: "printed_approximate", 4: "printed"}
    assert people["reference_start"].to_dict() == {2: "2024-03-31", 3: "2024-03-31", 4: "2024-03-01"}
    assert people["level"].to_dict() == {2: 2, 3: 2, 4: 1}
    assert people["source_org"].to_dict() == {2: "DNDS", 3: "DNDS", 4: "CMP"}
    assert people["pcode"].notna().all()
    assert reading.rows_quarantined == 0


@pytest.mark.parametrize(
    ("header", "texts", "dates"),
    [
        ("Date,Région,PDI", ("03/04/2024", "31/03/2024"), ["2024-04-03", "2024-03-31"]),
        ("Date,Région,PDI", ("03/04/2024", "2024-03-31"), ["2024-03-31"]),
        ("Date,Région,PDI", ("03/04/2024", "03/31/2024"), []),
        ("Date,Region,IDPs", ("03/04/2024", "31/03/2024"), []),
        ("Date,Region,IDPs", ("4 March 2024", "2024-03-31"), ["2024-03-04", "2024-03-31"]),
    ],
    ids=["French", "mixed with others", "month first", "English", "month by name"],
)
def test_day_and_month_are_told_apart_or_the_row_is_set_aside(
    header: str, texts: tuple[str, str], dates: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "dates.csv"
    lines = [header, f"{texts[0]},Gao,1200", f"{texts[1]},Kidal,300"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    reading = read_file(path)
    assert reading.observations["reference_end"].tolist() == dates
    assert reading.rows_quarantined == 2 - len(dates)


@pytest.mark.parametrize(
    ("kind", "lang", "encoding", "row"),
    [
        ("pdi", "fr", "cp1252", "31/03/2024;Ségou;Niono;;1 234;247;;;;DNDS;"),
        ("pdi", "en", "utf-8", '2024-03-31,Ségou,Niono,,"1,234",247,,,,DNDS,'),
        (
            "sites",
            "fr",
            "cp1252",
            "n1;Niono;Centre d'accueil et de transit;Ségou;Niono;;14,25;-5,99;;prévu;;;;",
        ),
        (
            "sites",
            "en",
            "utf-8",
            "n1,Niono,Transit and reception centre,Ségou,Niono,,14.25,-5.99,,planned,,,,",
        ),
    ],
)
def test_a_csv_template_comes_back(
    kind: str, lang: str, encoding: str, row: str, tmp_path: Path, tracker_home: Path
) -> None:
    path = tmp_path / "rempli.csv"
    arguments = ["template", kind, "--lang", lang, "--out", str(path)]
    assert CliRunner().invoke(build_app(), arguments).exit_code == 0
    header = path.read_text("utf-8-sig")
    path.write_bytes((header + row + "\r\n").encode(encoding))
    reading = read_file(path)
    assert (reading.rows_kept, reading.rows_quarantined) == (1, 0)
    if kind == "pdi":
        values = reading.observations.set_index("indicator")["value"].dropna()
        assert values.to_dict() == {"idp_stock": 1234, "idp_households": 247}
        assert reading.observations["pcode"].unique().tolist() == ["ML0404"]
    else:
        (site,) = reading.sites.to_dict("records")
        assert (site["site_type"], site["status"]) == ("reception_centre", "planned")
        assert (site["lat"], site["lon"], site["pcode"]) == (14.25, -5.99, "ML0404")


def test_the_sites_template_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "sites.xlsx"
    write_template(path, "sites", "en")
    book = load_workbook(path)
    for column, cell in enumerate(
        [
            "gao-1",
            "Gao centre",
            "Transit and reception centre",
            "Gao",
            "Gao",
            None,
            16.27,
            -0.05,
            "IOM",
            "working",
        ],
        start=1,
    ):
        book["Sites"].cell(2, column, cell)
    book.save(path)
    (site,) = read_file(path).sites.to_dict("records")
    assert (site["site_type"], site["status"], site["lon"], site["lat"]) == (
        "reception_centre", "working", -0.05, 16.27,
    )  # fmt: skip
    assert site["pcode"] == "ML0703"


def test_a_site_known_by_its_position_only_is_not_called_unplaced(tmp_path: Path) -> None:
    path = tmp_path / "sites.csv"
    lines = [
        "Site ID,Site name,Site type,Latitude,Longitude",
        "n1,Niono,Transit and reception centre,14.25,-5.99",
        "x1,Beyond the border,Transit and reception centre,15.5,-12.2",
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    reading = read_file(path)
    assert len(reading.sites) == 2
    assert [one.place for one in reading.problems if one.code == "site_unplaced"] == ["Beyond the border"]


def test_movements_keep_origin_destination_period_and_kind(tmp_path: Path) -> None:
    path = tmp_path / "mouvements.csv"
    path.write_text(
        "Semaine,Région d'origine,Région de destination,Type de mouvement,Motif,Individus\n"
        "2024-W10,Mopti,Bamako,déplacement,Conflit,120\n2024-W10,Gao,Tombouctou,retour,,45\n"
    )
    figures = read_file(path).observations
    assert figures["indicator"].tolist() == ["flow_displacement", "flow_return"]
    assert figures["reference_start"].unique().tolist() == ["2024-03-04"]
    assert figures["reference_end"].unique().tolist() == ["2024-03-10"]
    assert figures["origin_pcode"].tolist() == ["ML05", "ML07"]
    assert figures["pcode"].tolist() == ["ML09", "ML06"]


def test_a_declared_source_reads_its_own_headers(tmp_path: Path) -> None:
    declared = parse_source(
        'id = "ngo"\ntitle = "NGO list"\norganisation = "NGO"\nreader = "table"\nedition = "cod-ab-2021"\n'
        'licence = "own"\ncredit = "NGO"\n[columns]\nadmin1 = ["Zone"]\nidps = ["Effectif"]\n'
        '[fixed]\nreference_end = "2024-03-31"\n[notation]\nthousands = "."\n',
        "ngo.toml",
    )
    path = tmp_path / "liste.csv"
    path.write_text("Zone;Effectif\nGao;1.234\nKidal;56\n")
    figures = read_file(path, declared).observations
    assert figures["value"].tolist() == [1234.0, 56.0]
    assert figures["reference_end"].unique().tolist() == ["2024-03-31"]


def test_a_table_without_a_date_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sans_date.csv"
    path.write_text("Région,PDI\nGao,1200\n")
    with pytest.raises(UnreadableFile, match="for which date"):
        read_file(path)


def test_a_refusal_names_its_file(tmp_path: Path) -> None:
    path = tmp_path / "double.csv"
    path.write_text("Région;Cercle;Date;PDI;PDI\nGao;Gao;31/01/2024;5;6\n")
    with open_store(tmp_path) as store:
        [told] = ingest([path], store, recorded_at=datetime(2026, 1, 1, tzinfo=UTC), home=tmp_path)
    assert (told.state, told.reason.split(":")[0]) == ("refused", "double.csv")


def test_the_country_of_a_row_is_looked_at_before_its_codes(tmp_path: Path) -> None:
    path = tmp_path / "two.csv"
    path.write_text(
        "admin0Name,admin1Name,admin1Pcode,date,idps\n"
        "Niger,Gao,NE005,2024-01-31,500\nMali,Gao,ML07,2024-01-31,7\n"
    )
    reading = read_file(path)
    assert (reading.rows_kept, reading.rows_ignored, reading.rows_quarantined) == (1, 1, 0)


def test_every_declared_source_has_a_reader_and_every_reader_a_source() -> None:
    for entry in sources().values():
        assert entry.reader == "record-table" or reader(entry.reader)
    for identifier in reader_ids():
        assert default_source(identifier)
