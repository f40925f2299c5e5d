"""Every command the README shows exists and does what it says."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.acceptance.conftest import runner
from tests.conftest import REPOSITORY

README = (REPOSITORY / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", README, flags=re.DOTALL)
LINES = [line.split("  #")[0].strip() for block in BLOCKS for line in block.splitlines() if line.strip()]
COMMANDS = [line for line in LINES if line.startswith("tracker ")]
TARGETS = [line.removeprefix("make ") for line in LINES if line.startswith("make ")]
TARGETS += re.findall(r"`make ([a-z-]+)`", README)


@pytest.fixture(scope="module")
def run_in_order(tmp_path_factory: pytest.TempPathFactory, shared: Path):
    """Return a function that runs a README line on one home, in one folder with the files it names."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "FOLDER").mkdir()
    shutil.copy(shared / "raw" / "hdx-mali-idps-2012-2014" / "idp_total_data.csv", folder / "FOLDER")
    shutil.copytree(shared / "geodata" / "cod_ab_20211220", folder / "cod_ab_20211220")
    run = runner(folder / "home")

    def run_line(line: str) -> None:
        if line == "tracker rollback":
            # There is something to go back to once two publications differ.
            (folder / "home" / "tracker.toml").write_text("keep = 3\n", encoding="utf-8")
            run("refresh", "--out", "site", cwd=folder)
        run(*shlex.split(line)[1:], cwd=folder)

    return run_line


@pytest.mark.shared
@pytest.mark.parametrize("line", COMMANDS)
def test_a_readme_command_runs(line: str, run_in_order):
    run_in_order(line)


@pytest.mark.parametrize("target", TARGETS)
def test_a_make_target_of_the_readme_exists(target: str):
    makefile = (REPOSITORY / "Makefile").read_text("utf-8")
    assert re.search(rf"^{re.escape(target)}:", makefile, flags=re.MULTILINE)


def test_the_readme_begins_with_a_picture_that_is_there():
    picture = re.search(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert picture
    assert picture.start() < README.index("## Two commands")
    assert (REPOSITORY / picture.group(1)).is_file()
    in_order = [
        "make maps",
        "make test",
        "## For humanitarian",
        "## For the weekly refresh",
        "## For GIS staff",
    ]
    assert sorted(in_order, key=README.index) == in_order
