"""kill -9 at any moment: whoever reads the site sees one whole publication, before, during and after."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from jobs.manifest import NAME, check_hashes, read_manifest
from jobs.publish import publish
from jobs.switch import releases_of
from tests.jobs.sites import PAGES, origin, site


class Reader:
    """Reads the whole site in a loop: each visit resolves the link once and stays in that folder."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.faults: list[str] = []
        self.visits = 0
        self.seen: set[str] = set()
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._read)
        self.thread.start()

    def _read(self) -> None:
        while not self.stop.is_set():
            self.visit()

    def visit(self) -> None:
        try:
            folder = self.out.resolve(strict=True)
            manifest = read_manifest(folder)
            assert manifest is not None, "no manifest"
            check_hashes(folder, manifest)
            texts = [(folder / name).read_text(encoding="utf-8") for name in PAGES]
        except Exception as error:  # noqa: BLE001 - whatever a reader meets is a fault of the publication
            if read_manifest(self.out) is None or self.out.resolve() == folder:
                self.faults.append(f"{type(error).__name__}: {error}")
            return
        versions = {found for text in texts for found in re.findall(r"<p>(\d+)</p>", text)}
        if len(versions) != 1:
            self.faults.append(f"a mixture of versions {versions}")
        self.seen |= versions
        self.visits += 1


def kill_often(out: Path, kills: int, seed: int) -> Reader:
    chance = random.Random(seed)
    started = time.monotonic()
    publish(site(0, weight=200_000), out, origin=origin(0))
    patience = max(0.4, 4 * (time.monotonic() - started))  # a slow machine publishes now and then, too
    reader = Reader(out)
    try:
        for number in range(kills):
            command = [sys.executable, "-m", "tests.jobs.kill_publisher", str(out), str(1000 * (number + 1))]
            process = subprocess.Popen(command, stdout=subprocess.PIPE)
            assert process.stdout
            process.stdout.readline()
            time.sleep(chance.uniform(0.0, patience))
            process.kill()
            process.communicate()
            resting = read_manifest(out)
            assert resting is not None
            check_hashes(out, resting)
    finally:
        reader.stop.set()
        reader.thread.join()
    return reader


@pytest.mark.parametrize("kills", [8, pytest.param(200, marks=pytest.mark.slow)])
def test_readers_see_whole_publications_while_publishers_are_killed(tmp_path: Path, kills: int) -> None:
    out = tmp_path / "site"
    reader = kill_often(out, kills, seed=20261122)
    assert reader.faults == []
    assert reader.visits > kills
    assert len(reader.seen) > 1
    made = publish(site(9, weight=200_000), out, origin=origin(9))
    assert made.changed
    left = {path.name for path in releases_of(out).iterdir()}
    assert not [name for name in left if name.endswith((".part", ".gone"))]
    assert (out / NAME).is_file()
