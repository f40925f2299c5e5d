"""Going back to an earlier publication, byte for byte, and saying so in the journal."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from jobs import journal
from jobs.errors import PublicationFailed
from jobs.manifest import check_hashes, read_manifest
from jobs.publish import Publication, writing
from jobs.retention import released
from jobs.switch import current_release, point, releases_of, sweep


def rollback(
    out: Path, release: str | None = None, *, now: datetime | None = None, run: str | None = None
) -> Publication:
    """Show an earlier release again: the one before the current one, or the one named.

    `run` is the run of the ledger the journal names for it.
    The release gone back from does not come back by itself: it is published again only when its
    inputs or versions change, or by naming it here.

    Raises
    ------
    PublicationFailed
        When nothing is published, or there is no such release; the message lists those there are.
    PublicationRefused
        When the release on disk no longer has the bytes of its manifest; the current one stays.
    """
    with writing(out):
        sweep(out)
        current = current_release(out)
        moment = now or datetime.now(UTC)
        journal.mend(out, current.release if current else None, moment)
        target = release or _previous(out, current.release if current else None)
        on_disk = released(out)
        if target not in on_disk:
            raise PublicationFailed(
                f"there is no release {target!r} of {out} to go back to; "
                f"there are: {', '.join(on_disk) or 'none'}"
            )
        manifest = read_manifest(releases_of(out) / target)
        if manifest is None or (current and current.release == target):
            raise PublicationFailed(f"{out} already shows {target}; nothing was changed")
        check_hashes(releases_of(out) / target, manifest)
        point(out, target)
        before = current.release if current else None
        forward = target in journal.withdrawn(out)
        action: journal.Action = "published" if forward else "rolled_back"
        journal.record(out, journal.Entry(action, target, before, journal.text_of(moment), run))
        return Publication(target, out, manifest, changed=True, previous=before)


def _previous(out: Path, current: str | None) -> str:
    """Return the release readers saw before the current one was first published."""
    before: str | None = None
    for entry in journal.entries(out):
        if entry.release == current and entry.action == "published":
            before = entry.previous
    on_disk = [name for name in released(out) if name != current]
    if before in on_disk:
        return str(before)
    taken_back = journal.withdrawn(out)
    older = [name for name in released(out) if name not in taken_back]
    position = older.index(current) if current in older else 0
    if position > 0:
        return older[position - 1]
    raise PublicationFailed(
        f"there is no publication of {out} before {current or 'the first'}; "
        f"there are: {', '.join(released(out)) or 'none'}"
    )
