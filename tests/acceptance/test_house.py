"""The rules of the house, read in the source."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGES = ("tracker", "geodata", "maps", "jobs")
MODULES = [path for package in PACKAGES for path in sorted((REPOSITORY / package).rglob("*.py"))]
LONGEST_MODULE, LONGEST_FUNCTION = 300, 60


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_a_module_is_short_and_so_are_its_functions(path: Path):
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= LONGEST_MODULE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < LONGEST_FUNCTION, node.name


def test_no_other_folder_stands_at_the_top():
    listed = subprocess.run(
        ["git", "ls-tree", "-d", "--name-only", "HEAD"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(listed.stdout.split()) <= {*PACKAGES, "tests", ".ci"}


def test_nothing_unfinished_is_shipped():
    marks = ("TO" + "DO", "FIX" + "ME", "NotImplemented" + "Error")
    for path in MODULES:
        text = path.read_text("utf-8")
        assert not [mark for mark in marks if mark in text], path


COUNTED = (
    " rows", " files", " figures", " problems", " publications", " results", " warnings", " notes",
    " households", " people in", " fields", " respondents", " layers", " records", " units", " new files",
)  # fmt: skip


def test_a_count_in_a_message_has_the_singular_too():
    """`geodata.how_many` writes them; only limits, always of many, stand beside a plural."""
    plurals = []
    for path in (path for path in MODULES if path.relative_to(REPOSITORY).parts[0] != "maps"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.JoinedStr):
                continue
            before = ""
            for part, following in pairwise(node.values):
                before = str(part.value) if isinstance(part, ast.Constant) else before
                words = str(following.value) if isinstance(following, ast.Constant) else ""
                told = isinstance(part, ast.FormattedValue) and words.startswith(COUNTED)
                if told and "more than" not in before + words:
                    plurals.append(f"{path.relative_to(REPOSITORY)}: {words}")
    assert plurals == []


def test_a_machine_without_chromium_is_noticed(tmp_path: Path) -> None:
    """The script looks for the browser on the path, not for a name of its own."""
    for name in ("uname", "grep", "ldconfig"):
        found = shutil.which(name, path=f"{os.environ['PATH']}:/sbin:/usr/sbin")
        if found:
            (tmp_path / name).symlink_to(found)
    somebody = tmp_path / "id"
    somebody.write_text("#!/bin/sh\necho 1000\n")
    somebody.chmod(0o755)
    done = subprocess.run(
        ["/bin/sh", str(REPOSITORY / ".ci" / "chromium")],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "chromium" in done.stdout.splitlines()[0]
