"""What `tracker refresh` publishes on the embedded data."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.acceptance.conftest import runner

PAGES = ("displacement", "flows", "returns", "reintegration")


def digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_everything_promised_is_there(site: Path):
    for name in (
        "index.html",
        *(f"{page}.html" for page in PAGES),
        "status.json",
        "manifest.json",
        "changes.json",
    ):
        assert (site / name).is_file(), name
    assert list((site / "layers").glob("*.geojson"))


def test_the_portal_marks_as_old_what_the_configuration_calls_stale(site: Path):
    assert '"stale": 45' in (site / "index.html").read_text("utf-8")


def test_every_layer_has_a_title_in_words(site: Path):
    portal = (site / "index.html").read_text("utf-8")
    for path in (site / "layers").glob("*.csv"):
        assert f">{path.stem.replace('_', ' ').capitalize()}<" not in portal, path.name


def test_the_manifest_has_the_hash_of_every_file(site: Path):
    manifest = json.loads((site / "manifest.json").read_text("utf-8"))
    listed = {name: entry["sha256"] for name, entry in manifest["files"].items()}
    found = digests(site)
    found.pop("manifest.json")
    assert listed == found


def test_the_same_inputs_give_the_same_bytes(site: Path, tmp_path: Path):
    run = runner(tmp_path / "home")
    run("refresh", "--out", tmp_path / "site")
    assert digests(tmp_path / "site") == digests(site)
    before = digests(tmp_path / "site")
    run("refresh", "--out", tmp_path / "site")
    assert digests(tmp_path / "site") == before


def test_nothing_published_names_an_address_to_load(site: Path):
    for page in site.glob("*.html"):
        text = page.read_text("utf-8")
        assert "Content-Security-Policy" in text
        for needle in ('src="http', "src='http", '<link rel="stylesheet" href="http', "@import url(http"):
            assert needle not in text, (page.name, needle)


@pytest.mark.parametrize("package", ["folium", "apscheduler"])
def test_the_record_imports_without_drawing_or_scheduling(package: str):
    code = f"import sys, tracker; sys.exit('{package}' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
