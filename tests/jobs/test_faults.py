"""A full, read-only or forbidden disk: one line says so, and the old publication stays whole."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from jobs.errors import PublicationFailed
from jobs.ledger import open_ledger
from jobs.manifest import check_hashes, read_manifest
from jobs.publish import publish
from jobs.rollback import rollback
from tests.jobs.sites import content, origin, site
from tests.jobs.small_disk import fill, remount, small_disk
from tracker.errors import StoreError

DISK_BYTES = 3_000_000


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of three megabytes, or skip where this account may not."""
    with small_disk(tmp_path / "disk", DISK_BYTES) as folder:
        yield folder


@pytest.mark.parametrize("weight", [900_000, 3_000_000])
def test_a_full_disk_keeps_the_old_publication(disk: Path, weight: int) -> None:
    out = disk / "site"
    publish(site(1, weight=100_000), out, origin=origin(1))
    before = content(out)
    with pytest.raises(PublicationFailed, match=r"No space left.*old publication stays"):
        publish(site(2, weight=weight), out, origin=origin(2))
    assert content(out) == before
    assert publish(site(2, weight=100_000), out, origin=origin(2)).changed


def test_too_little_room_is_told_before_anything_is_written(disk: Path) -> None:
    out = disk / "site"
    publish(site(1, weight=300_000), out, origin=origin(1))
    fill(disk, leave=400_000)
    before = content(out)
    with pytest.raises(PublicationFailed, match="bytes free, expected at least"):
        publish(site(2, weight=300_000), out, origin=origin(2))
    assert content(out) == before


def test_a_read_only_site_keeps_the_old_publication(disk: Path) -> None:
    out = disk / "site"
    publish(site(1, weight=1000), out, origin=origin(1))
    publish(site(2, weight=1000), out, origin=origin(2))
    before = content(out)
    remount(disk, "ro")
    with pytest.raises(PublicationFailed, match=r"Read-only file system"):
        publish(site(3, weight=1000), out, origin=origin(3))
    with pytest.raises(PublicationFailed, match=r"Read-only file system"):
        rollback(out)
    remount(disk, "rw")
    assert content(out) == before


def test_wrong_permissions_keep_the_old_publication(tmp_path: Path) -> None:
    out = tmp_path / "site"
    publish(site(1), out, origin=origin(1))
    before = content(out)
    code = (
        "import sys; from pathlib import Path\n"
        "from jobs.publish import publish; from tests.jobs.sites import origin, site\n"
        "try:\n    publish(site(2), Path(sys.argv[1]), origin=origin(2))\n"
        "except Exception as error:\n    sys.exit(f'{type(error).__name__}: {error}')\n"
    )
    humble = []  # root may write anywhere, unless that power is taken from it
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            pytest.skip("root without setpriv cannot give up its power to write anywhere")
        humble = ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"]
    releases = tmp_path / "site.releases"
    releases.chmod(0o555)
    command = [*humble, sys.executable, "-c", code, str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    releases.chmod(0o755)
    assert done.returncode == 1
    assert "PublicationFailed" in done.stderr
    assert "mend the permissions" in done.stderr
    assert content(out) == before


def test_a_full_disk_under_the_ledger_is_one_line_and_the_ledger_opens_again(disk: Path) -> None:
    home = disk / "home"
    home.mkdir()
    ledger = open_ledger(home, patience_seconds=1)
    ballast = fill(disk)

    def write() -> None:
        for _ in range(2000):
            with ledger.run("refresh") as run:
                run.source("dtm-mali", "fetched", "x" * 2000)

    with pytest.raises((StoreError, OSError), match=r"full|No space|space left"):
        write()
    ballast.unlink()
    with open_ledger(home).run("refresh") as run:
        run.source("dtm-mali", "fetched")


def test_a_damaged_ledger_is_named_and_left_alone(tracker_home: Path) -> None:
    damaged = b"SQLite format 3\0" + b"\xff" * 8000
    (tracker_home / "record.sqlite").write_bytes(damaged)
    with pytest.raises(StoreError, match="damaged"):
        open_ledger(tracker_home)
    assert (tracker_home / "record.sqlite").read_bytes() == damaged


def test_the_manifest_of_what_stays_is_sound(tmp_path: Path) -> None:
    out = tmp_path / "site"
    publish(site(1), out, origin=origin(1))
    manifest = read_manifest(out)
    assert manifest is not None
    check_hashes(out, manifest)
