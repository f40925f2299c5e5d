"""Publishing whole: build aside, verify, switch in one step; on any trouble the old one stays.

Method: releases beside the target and a link swapped by rename; of the ways tried under kill -9
it is the only one that never left a torn, missing or mixed publication.
"""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from jobs import journal
from jobs.errors import PublicationFailed, PublicationRefused
from jobs.floors import Floors, Loss, Measures, losses
from jobs.manifest import NAME, Manifest, check_hashes, files_of, fingerprint, read_manifest
from jobs.opens import check_opens
from jobs.retention import prune
from jobs.switch import current_release, fsync_folder, fsync_tree, point, prepare, releases_of, sweep

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
FORBIDDEN = {errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO, errno.ENOTDIR}
ALMOST_FULL_BYTES = 256 * 1024


@dataclass(frozen=True)
class Origin:
    """What a publication is made from: newest date of its data, sha256 of inputs, versions."""

    as_of: str
    inputs: Mapping[str, str]
    versions: Mapping[str, str]
    measures: Measures = field(default_factory=Measures)

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.inputs, self.versions, self.as_of)

    @property
    def release(self) -> str:
        """A name that follows from the contents: newest date and start of the fingerprint."""
        return f"{self.as_of}-{self.fingerprint[:12]}"


@dataclass(frozen=True)
class Rules:
    """What a publication must satisfy, and how many stay.

    `keep` publications stay beside the first one of each month.  `required` paths must be built;
    a page named in `carries` must contain the given figures.  `accept_losses` publishes although
    something fell below its floor: a person decided so.
    """

    keep: int = 12
    floors: Floors = field(default_factory=Floors)
    required: Sequence[str] = ()
    carries: Mapping[str, Sequence[str]] = field(default_factory=dict)
    accept_losses: bool = False


@dataclass(frozen=True)
class Publication:
    """What came of publishing: the release readers see now, and whether it is a new one."""

    release: str
    path: Path
    manifest: Manifest
    changed: bool
    previous: str | None = None
    held: str | None = None
    """The release that was built again after somebody rolled back from it, and so is not shown."""
    removed: tuple[str, ...] = ()
    accepted_losses: tuple[Loss, ...] = ()


def publish(
    build: Callable[[Path], None],
    out: Path,
    *,
    origin: Origin,
    rules: Rules | None = None,
    release_id: str | None = None,
    now: datetime | None = None,
    run: str | None = None,
    before_switch: Callable[[], None] | None = None,
) -> Publication:
    """Build a publication in a fresh folder beside `out`, verify it, and switch `out` to it.

    Parameters
    ----------
    build
        Writes every file of the publication into the folder it is given.
    release_id
        Name of the release folder; by default `origin.release`.
    now, run
        Recorded in the journal; the publication itself holds no clock.
    before_switch
        Called last, when the new one is whole; what it raises keeps the old one (`Run.check_lease`).

    Raises
    ------
    PublicationRefused
        When the new one lost places, people or layers, or does not verify; the old one stays.
    PublicationFailed
        When it cannot be written (disk full, read-only, forbidden) or `out` is not ours.
    """
    rules = rules or Rules()
    with writing(out):
        prepare(out)
        sweep(out)
        current = current_release(out)
        moment = now or datetime.now(UTC)
        journal.mend(out, current.release if current else None, moment)
        _room(out, current)
        part = releases_of(out) / f"{release_id or origin.release}.part"
        try:
            manifest = _build(build, part, origin)
            check_opens(part, rules.required, rules.carries)
            if current and current.same_as(manifest) and _whole(out, current):
                return Publication(current.release, out, current, changed=False)
            lost = _losses(current, manifest, rules)
            manifest = _settle(part, releases_of(out), manifest)
        finally:
            shutil.rmtree(part, ignore_errors=True)
        if manifest.release in journal.withdrawn(out) and current:
            return Publication(current.release, out, current, changed=False, held=manifest.release)
        if before_switch:
            before_switch()
        point(out, manifest.release)
        previous = current.release if current else None
        words = tuple(str(loss) for loss in lost)
        entry = journal.Entry("published", manifest.release, previous, journal.text_of(moment), run, words)
        journal.record(out, entry)
        removed = tuple(prune(out, rules.keep))
        return Publication(manifest.release, out, manifest, True, previous, None, removed, tuple(lost))


def up_to_date(out: Path, fingerprint: str) -> Manifest | None:
    """Return what is published when it was made from just these things, so nothing need be drawn.

    Sizes are compared with the manifest, so that a file lost or cut off by hand is drawn anew.
    A release somebody rolled back from counts as drawn: it is not to come back by itself.
    """
    current = current_release(out)
    if current is None:
        return None
    for name, file in current.files.items():
        path = out / name
        if not path.is_file() or path.stat().st_size != file.bytes:
            return None
    if current.fingerprint == fingerprint:
        return current
    for name in journal.withdrawn(out):
        manifest = read_manifest(releases_of(out) / name)
        if manifest and manifest.fingerprint == fingerprint:
            return current
    return None


def _build(build: Callable[[Path], None], part: Path, origin: Origin) -> Manifest:
    part.mkdir()
    try:
        build(part)
    except OSError:
        raise
    except Exception as error:
        # drivers report a full disk in their own words
        if shutil.disk_usage(part).free < ALMOST_FULL_BYTES:
            raise OSError(errno.ENOSPC, f"no space left ({error})", str(part)) from error
        raise
    files = files_of(part)
    layers = sum(name.startswith("layers/") for name in files)
    manifest = Manifest(
        release=part.name.removesuffix(".part"),
        as_of=origin.as_of,
        inputs=dict(origin.inputs),
        versions=dict(origin.versions),
        measures=replace(origin.measures, layers=layers),
        files=files,
    )
    (part / NAME).write_text(manifest.text(), encoding="utf-8", newline="\n")
    return manifest


def _losses(current: Manifest | None, manifest: Manifest, rules: Rules) -> list[Loss]:
    lost = losses(current.measures, manifest.measures, rules.floors) if current else []
    if lost and current and not rules.accept_losses:
        raise PublicationRefused(
            f"the new publication was refused: {'; '.join(str(loss) for loss in lost)}; "
            f"{current.release} stays. Look at the newest inputs (tracker problems); "
            "if the loss is real, publish it with --accept-losses"
        )
    return lost


def _settle(part: Path, releases: Path, manifest: Manifest) -> Manifest:
    """Move the verified folder to its place and return its manifest, under a free name."""
    wanted = manifest.release
    number = 1
    while (releases / manifest.release).exists():
        there = read_manifest(releases / manifest.release)
        if there and there.same_as(manifest) and _whole(releases / manifest.release, there):
            return there
        number += 1
        manifest = replace(manifest, release=f"{wanted}-{number}")
    (part / NAME).write_text(manifest.text(), encoding="utf-8", newline="\n")
    fsync_tree(part)
    check_hashes(part, manifest)
    part.rename(releases / manifest.release)
    fsync_folder(releases)
    return manifest


def _whole(folder: Path, manifest: Manifest) -> bool:
    try:
        check_hashes(folder, manifest)
    except PublicationRefused:
        return False
    return True


def _room(out: Path, current: Manifest | None) -> None:
    free = shutil.disk_usage(releases_of(out)).free
    needed = 2 * current.bytes if current else 0
    if free < needed:
        raise PublicationFailed(
            f"{releases_of(out)} has {free:,} bytes free, expected at least {needed:,} (twice the last "
            "publication); nothing was written and the old publication stays: make room and run again"
        )


@contextmanager
def writing(out: Path) -> Iterator[None]:
    """Hold the lock of `out` and turn a full or forbidden disk into one readable error."""
    releases = releases_of(out)
    try:
        releases.mkdir(parents=True, exist_ok=True)
        with FileLock(releases / ".lock", timeout=60):
            yield
    except Timeout as error:
        raise PublicationFailed(
            f"another run has been publishing at {out} for more than 60 s; nothing was written: wait for it"
        ) from error
    except OSError as error:
        if error.errno not in FULL | FORBIDDEN:
            raise
        raise PublicationFailed(
            f"cannot publish at {out}: {error.strerror or error} ({error.filename or releases}); "
            "the old publication stays: make room or mend the permissions and run again"
        ) from error
