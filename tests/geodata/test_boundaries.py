"""Real and broken boundary files: what is found, what is repaired, and that nothing half is kept."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geodata.boundaries.adding import add, check
from geodata.boundaries.checks import check_layer, rules
from geodata.boundaries.repair import repair
from geodata.boundaries.simplify import simplified, zoom_tolerances
from geodata.editions import best_edition, editions, geometry, has_geometry, units
from geodata.errors import BoundaryError
from geodata.storage import edition_folder, stored_report


def faults(report: dict[str, Any], code: str) -> list[dict[str, Any]]:
    return [fault for fault in report["faults"] if fault["code"] == code]


@pytest.mark.shared
def test_cod_ab_2021_is_sound(home_2021: Path) -> None:
    """Acceptance 1 of the places."""
    report = check("cod-ab-2021", home_2021)
    assert report["levels"] == {"1": 10, "2": 53, "3": 701}
    assert report["area_km2"] == pytest.approx(1_254_307, rel=0.001)
    assert (report["invalid"], report["overlaps"], report["gaps"], report["nested"]) == (0, 0, 0, True)
    assert report["faults"] == []
    assert stored_report(home_2021, "cod-ab-2021")["rules"] == {}, "a sound file is not touched"


@pytest.mark.shared
def test_added_boundaries_are_served_and_preferred(home_2021: Path) -> None:
    assert best_edition(2, home_2021) == "cod-ab-2021"
    for level in (1, 2, 3):
        for resolution in ("web", "full"):
            frame = geometry("cod-ab-2021", level, home_2021, resolution)  # type: ignore[arg-type]
            assert frame.crs == "EPSG:4326"
            assert list(frame["pcode"]) == sorted(units("cod-ab-2021", level)["pcode"])
            assert {"name", "level", "parent_pcode", "label_lon", "label_lat"} <= set(frame.columns)


@pytest.mark.shared
def test_the_bytes_are_kept_as_they_came(home_2021: Path, shared: Path) -> None:
    name = "mli_admbnda_adm2_1m_gov_20211220.shp"
    kept = edition_folder(home_2021, "cod-ab-2021") / "original" / name
    assert kept.read_bytes() == (shared / "geodata" / "cod_ab_20211220" / name).read_bytes()


@pytest.mark.shared
def test_the_cercles_of_2014_are_reported_repaired_by_rule_and_usable(shared: Path, tmp_path: Path) -> None:
    """Acceptance 1 of the places."""
    path = shared / "geodata" / "cod_2014_ocha_dnct" / "mli_admbnda_adm2_gov.json"
    report = add(path, "cod-2012", tmp_path)
    assert [fault["place"] for fault in faults(report, "geometry_invalid")] == ["Niafunké"]
    assert faults(report, "sliver")[0]["area_km2"] == pytest.approx(0.0227, abs=0.001)
    assert len(faults(report, "name_misencoded")) == 2
    assert all(fault["repair"] for fault in report["faults"])
    assert {"names_mojibake", "make_valid", "drop_slivers", "codes_translated", "dissolve"} == set(
        report["rules"]
    )
    assert check("cod-2012", tmp_path)["faults"] == []
    assert set(geometry("cod-2012", 2, tmp_path)["name"]) == set(units("cod-2012", 2)["name"])


@pytest.mark.shared
def test_the_topojson_is_refused_until_a_crs_is_stated(shared: Path, tmp_path: Path) -> None:
    """Acceptance 1 of the places."""
    path = shared / "geodata" / "cod_adm1_20150408" / "mli_adm1.topojson"
    with pytest.raises(BoundaryError, match="states no coordinate reference system"):
        add(path, "cod-2012", tmp_path)
    assert not has_geometry("cod-2012", 1, tmp_path)
    with pytest.raises(BoundaryError, match="'nonsense' is no coordinate reference system"):
        add(path, "cod-2012", tmp_path, crs="nonsense")
    assert add(path, "cod-2012", tmp_path, crs="EPSG:4326")["levels"] == {"1": 9}


@pytest.mark.shared
@pytest.mark.parametrize(
    ("folder", "edition", "levels", "numbering"),
    [
        ("cadre_harmonise_2017_adm2", "cod-2012", {"1": 9, "2": 50}, "cadre-harmonise-2017"),
        ("cod_adm2_gov_ocha_itos", "cod-2012", {"1": 9, "2": 50}, "cod-itos-2015"),
        ("cod_2014_ocha_dnct", "cod-2012", {"1": 9, "2": 50}, "ocha-2014"),
        ("derived_2023", "reform-2023", {"1": 20}, "cod-ab-v03"),
    ],
)
def test_each_family_of_columns_and_codes_met_is_recognised(
    shared: Path, tmp_path: Path, folder: str, edition: str, levels: dict[str, int], numbering: str
) -> None:
    report = add(shared / "geodata" / folder, edition, tmp_path)
    assert report["levels"] == levels
    assert report["layers"][-1]["numbering"] == numbering
    assert editions(tmp_path)[edition].approximate == (folder == "derived_2023")


@pytest.mark.shared
def test_levels_simplified_apart_do_not_nest_and_are_reported(shared: Path, tmp_path: Path) -> None:
    report = add(shared / "geodata" / "geoboundaries_gbopen_simplified", "cod-2012", tmp_path)
    assert len(faults(report, "outside_parent")) > 5
    assert not check("cod-2012", tmp_path)["nested"]


@pytest.mark.shared
def test_both_old_files_of_cercles_end_in_the_same_units(shared: Path, tmp_path: Path) -> None:
    """Two numberings in which four codes of five differ, translated to one."""
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    add(shared / "geodata" / "cadre_harmonise_2017_adm2", "cod-2012", one)
    add(shared / "geodata" / "cod_adm2_gov_ocha_itos", "cod-2012", other)
    left, right = geometry("cod-2012", 2, one, "full"), geometry("cod-2012", 2, other, "full")
    shared_part = shapely.area(shapely.intersection(left.geometry.to_numpy(), right.geometry.to_numpy()))
    assert (shared_part / shapely.area(left.geometry.to_numpy()) > 0.99).all()


@pytest.mark.shared
@pytest.mark.parametrize("zoom", sorted(zoom_tolerances()))
def test_simplification_keeps_borders_common_and_loses_no_unit(home_2021: Path, zoom: int) -> None:
    """Acceptance 5 of the places."""
    full = {level: geometry("cod-ab-2021", level, home_2021, "full") for level in (1, 2, 3)}
    web = simplified(full, zoom)
    for level, frame in web.items():
        shapes = frame.geometry.to_numpy()
        assert shapely.coverage_is_valid(shapes)
        assert list(frame["pcode"]) == list(full[level]["pcode"])
        assert (shapely.area(shapes) > 0).all()
        assert shapely.is_valid(shapes).all()
        _assert_borders_bit_identical(shapes)
        # every border of a coarser level is a border of the finer one, vertex for vertex
        if level > 1:
            assert _vertices(web[level - 1]) <= _vertices(frame)


def _assert_borders_bit_identical(shapes: np.ndarray) -> None:
    rings = shapely.get_rings(shapely.get_parts(shapes))
    edges: dict[tuple[float, ...], int] = {}
    for ring in rings:
        xy = shapely.get_coordinates(ring)
        for start, end in zip(xy[:-1].tolist(), xy[1:].tolist(), strict=True):
            edge = (*min(start, end), *max(start, end))
            edges[edge] = edges.get(edge, 0) + 1
    outline = shapely.get_coordinates(
        shapely.get_rings(shapely.get_parts(shapely.coverage_union_all(shapes)))
    )
    assert set(edges.values()) <= {1, 2}
    assert sum(count == 1 for count in edges.values()) == len(outline) - 1, (
        "an edge met once is the outline's"
    )


def _vertices(frame: gpd.GeoDataFrame) -> set[tuple[float, ...]]:
    return set(map(tuple, shapely.get_coordinates(frame.geometry.to_numpy()).tolist()))


def test_the_web_zoom_is_a_declared_one_and_every_rule_is_used_in_code() -> None:
    assert rules()["simplify"]["web"] in zoom_tolerances()
    source = "".join(path.read_text() for path in Path(simplified.__code__.co_filename).parent.glob("*.py"))
    for rule in rules()["repair"]["rules"]:
        assert f'"{rule}"' in source, rule


@pytest.mark.shared
def test_editions_made_of_the_same_communes_are_derived_until_their_own_are_added(
    home_2021: Path, shared: Path, tmp_path: Path
) -> None:
    assert stored_report(home_2021, "cod-2012")["derived_from"] == "cod-ab-2021"
    for level in (1, 2):
        assert check("cod-2012", home_2021)["faults"] == []
        assert set(geometry("cod-2012", level, home_2021)["pcode"]) == set(units("cod-2012", level)["pcode"])
    assert not editions(home_2021)["cod-2012"].approximate
    assert editions(home_2021)["reform-2023"].approximate
    assert len(geometry("reform-2023", 1, home_2021)) == 20
    assert not has_geometry("reform-2023", 2, home_2021), "nobody here knows the cercles of 2023"
    menaka = geometry("cod-2012", 2, home_2021, "full").set_index("pcode").geometry["ML0704"]
    assert menaka.geom_type == "Polygon"

    add(shared / "geodata" / "cadre_harmonise_2017_adm2", "cod-2012", tmp_path)
    report = add(shared / "geodata" / "cod_ab_20211220", "cod-ab-2021", tmp_path)
    assert report["derived"] == ["reform-2023"], "added polygons are not replaced by derived ones"
    assert stored_report(tmp_path, "cod-2012")["given"] == "cadre_harmonise_2017_adm2"


# --- files nobody should trust, made here from the embedded regions ------------------------------


@pytest.fixture
def regions(tmp_path: Path) -> Path:
    """Return a sound GeoJSON of the nine regions with the columns of COD-AB."""
    frame = geometry("ne-2013", 1)[["pcode", "name", "geometry"]]
    frame = frame.rename(columns={"pcode": "adm1_pcode", "name": "adm1_name"})
    path = tmp_path / "given" / "mli_adm1.geojson"
    path.parent.mkdir()
    frame.to_file(path)
    return path


@pytest.fixture
def home(tmp_path: Path) -> Path:
    path = tmp_path / "home"
    path.mkdir()
    return path


def refused(path: Path, home: Path, words: str, **options: str) -> None:
    with pytest.raises(BoundaryError, match=words):
        add(path, "cod-2012", home, **options)
    assert not has_geometry("cod-2012", 1, home)
    assert list((home / "boundaries").iterdir()) == [], "nothing is stored"


@pytest.mark.parametrize("suffix", [".gpkg", ".gdb", ".shp", ".geojson", ".zip", "folder"])
def test_the_formats_people_send_are_read(regions: Path, home: Path, tmp_path: Path, suffix: str) -> None:
    frame = gpd.read_file(regions)
    out = tmp_path / "sent"
    out.mkdir()
    if suffix in {".zip", "folder"}:
        frame.to_file(out / "mli_adm1.shp")
        path = out
        if suffix == ".zip":
            path = tmp_path / "sent.zip"
            with zipfile.ZipFile(path, "w") as archive:
                for part in out.iterdir():
                    archive.write(part, f"inner/{part.name}")
    else:
        path = out / f"mli_adm1{suffix}"
        frame.to_file(path)
    report = add(path, "cod-2012", home)
    assert report["levels"] == {"1": 9}
    assert check("cod-2012", home)["faults"] == []


def test_a_projected_file_is_brought_to_degrees(regions: Path, home: Path, tmp_path: Path) -> None:
    path = tmp_path / "utm.gpkg"
    gpd.read_file(regions).to_crs("EPSG:32630").to_file(path)
    add(path, "cod-2012", home)
    west = geometry("cod-2012", 1, home).total_bounds[0]
    assert west == pytest.approx(-12.24, abs=0.05)


def test_a_shapefile_without_prj_is_refused_until_a_crs_is_stated(
    regions: Path, home: Path, tmp_path: Path
) -> None:
    path = tmp_path / "bare" / "mli_adm1.shp"
    path.parent.mkdir()
    gpd.read_file(regions).to_file(path)
    path.with_suffix(".prj").unlink()
    refused(path, home, "states no coordinate reference system")
    assert add(path, "cod-2012", home, crs="EPSG:4326")["levels"] == {"1": 9}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is an empty file"),
        (b"<html><body>503</body></html>", "is a page or XML document"),
        (b"version https://git-lfs.github.com/spec/v1\n", "is a git-lfs pointer"),
        (b'{"message": "rate limit"}', "is JSON of type None"),
        (b"pcode,name\nML01,Kayes\n", "is something that begins with"),
        (b"PK\x03\x04 broken", "is a broken or truncated zip"),
    ],
)
def test_what_is_no_boundary_file_is_named_for_what_it_is(
    home: Path, tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "mli.geojson"
    path.write_bytes(content)
    refused(path, home, words)


def test_truncated_files_are_refused(regions: Path, home: Path, tmp_path: Path) -> None:
    whole = regions.read_bytes()
    regions.write_bytes(whole[: len(whole) // 2])
    refused(regions, home, "is no complete JSON")
    regions.write_bytes(whole)
    shape = tmp_path / "cut" / "mli.shp"
    shape.parent.mkdir()
    gpd.read_file(regions).to_file(shape)
    shape.write_bytes(shape.read_bytes()[:2000])
    refused(shape, home, "cannot be read|missing|polygon|empty")


def test_a_virtual_layer_pointing_elsewhere_is_not_opened(home: Path, tmp_path: Path, regions: Path) -> None:
    path = tmp_path / "drop.geojson"
    path.write_text(f'<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>{regions}</SrcDataSource>')
    refused(path, home, "is a page or XML document")


def test_an_encrypted_zip_and_one_that_climbs_out_are_refused(
    regions: Path, home: Path, tmp_path: Path
) -> None:
    path = tmp_path / "secret.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(regions, "mli_adm1.geojson")
    data = bytearray(path.read_bytes())
    data[6] |= 1  # the local header's and the directory's flag of encryption
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(data))
    refused(path, home, "is encrypted")
    climbing = tmp_path / "climb.zip"
    with zipfile.ZipFile(climbing, "w") as archive:
        archive.writestr("../../outside.geojson", "{}")
    refused(climbing, home, "outside its own folder")
    assert not (tmp_path / "outside.geojson").exists()


def test_a_zip_bomb_is_refused(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geodata.boundaries.formats.MAX_UNPACKED_BYTES", 1000)
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.geojson", b"0" * 100_000)
    refused(path, home, "would unpack to 100,000 bytes")


def test_another_country_another_edition_and_missing_units_are_refused(
    regions: Path, home: Path, tmp_path: Path
) -> None:
    frame = gpd.read_file(regions)
    away = tmp_path / "away.geojson"
    frame.set_geometry(frame.translate(30, 0)).to_file(away)
    refused(away, home, "beyond Mali")
    frame.iloc[:7].to_file(away)
    refused(away, home, "missing: Kidal, Bamako")
    frame.assign(adm1_name=[f"Province {n}" for n in range(9)]).to_file(away)
    refused(away, home, "9 of 9 region polygons not found in cod-2012")
    frame.rename(columns={"adm1_name": "nom", "adm1_pcode": "code"}).to_file(away)
    refused(away, home, "no known code and name columns among")


def test_what_was_there_stays_when_a_new_file_is_refused(regions: Path, home: Path) -> None:
    add(regions, "cod-2012", home)
    before = geometry("cod-2012", 1, home)
    regions.write_text("{}")
    with pytest.raises(BoundaryError):
        add(regions, "cod-2012", home)
    assert geometry("cod-2012", 1, home).equals(before)


def _squares(*boxes: tuple[float, float, float, float]) -> gpd.GeoDataFrame:
    shapes = [shapely.box(*box) for box in boxes]
    codes = [f"ML0{number}" for number in range(1, len(boxes) + 1)]
    columns = {"pcode": codes, "name": codes, "level": 1, "parent_pcode": "MLI"}
    return gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4326")


def test_overlaps_gaps_and_unmatched_edges_are_found_with_place_and_area_and_cleaned() -> None:
    overlapping = _squares((0, 10, 1.001, 11), (1, 10, 2, 11))
    found = check_layer(overlapping)
    assert [fault.code for fault in found] == ["overlap"]
    assert found[0].area_km2 == pytest.approx(12.0, rel=0.05)
    assert (found[0].lon, found[0].lat) == (pytest.approx(1.0005), pytest.approx(10.5))
    mended, met = repair(overlapping)
    assert shapely.coverage_is_valid(mended.geometry.to_numpy())
    assert [fault.repair for fault in met] == ["coverage_clean"]

    ring = shapely.box(0, 10, 3, 13) - shapely.box(1, 11, 2, 12)
    inside = _squares((1, 11, 1.999, 12), (0, 10, 1, 11))
    gap = inside.set_geometry(gpd.GeoSeries([shapely.box(1, 11, 1.999, 12), ring], crs="EPSG:4326"))
    codes = {fault.code for fault in check_layer(gap)}
    assert "gap" in codes
    assert check_layer(repair(gap)[0]) == []


def test_a_fault_no_rule_covers_is_refused() -> None:
    frame = _squares((0, 10, 1, 11), (1, 10, 2, 11))
    frame.loc[1, "geometry"] = None
    with pytest.raises(BoundaryError, match="no repair rule covers this"):
        repair(frame)


def test_children_outside_their_parent_or_without_one_are_found() -> None:
    parents = _squares((0, 10, 1, 11))
    child = _squares((0.5, 10, 1.5, 11)).assign(pcode="ML0101", level=2, parent_pcode="ML01")
    assert [fault.code for fault in check_layer(child, parents)] == ["outside_parent"]
    orphan = child.assign(parent_pcode="ML07")
    assert [fault.code for fault in check_layer(orphan, parents)] == ["parent_unknown"]


def test_the_report_is_plain_json_without_the_clock(regions: Path, home: Path) -> None:
    add(regions, "cod-2012", home)
    path = edition_folder(home, "cod-2012") / "report.json"
    first = path.read_bytes()
    shutil.rmtree(edition_folder(home, "cod-2012"))
    add(regions, "cod-2012", home)
    assert path.read_bytes() == first
    assert json.loads(first)["given"] == "mli_adm1.geojson"
