"""What readers see: `out` is a link to one folder of `<out>.releases/`, swapped in one step.

Where the system has no symbolic links, or none that can be swapped (Windows), the release is copied
beside `out` and two renames put it in place; a reader then may find nothing for the moment
between them, and the next publication mends a run that died there.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from jobs.errors import PublicationFailed
from jobs.manifest import Manifest, read_manifest


def releases_of(out: Path) -> Path:
    """Return the folder beside `out` that holds its releases."""
    return out.parent / f"{out.name}.releases"


def current_release(out: Path) -> Manifest | None:
    """Return the manifest of what is published at `out`, or None when nothing of ours is."""
    return read_manifest(out)


def links_work(folder: Path) -> bool:
    """Say whether symbolic links to folders can be made in the folder, and one moved onto another."""
    old, new = (folder / f".link-{os.getpid()}-{name}" for name in ("old", "new"))
    try:
        for link in (old, new):
            link.symlink_to(".", target_is_directory=True)
        new.replace(old)
    except OSError:
        return False
    finally:
        for link in (old, new):
            with suppress(OSError):
                link.unlink()
    return True


def fsync_folder(folder: Path) -> None:
    """Make the entries of a folder survive a power cut, where the system can."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def fsync_tree(folder: Path) -> None:
    """Flush every file and folder below, then the folder itself."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            fsync_folder(path)
        else:
            with path.open("rb+") as stream:
                os.fsync(stream.fileno())
    fsync_folder(folder)


def replace_text(path: Path, text: str) -> None:
    """Replace a file whole: temporary file beside it, fsync, rename."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    with temporary.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)
    fsync_folder(path.parent)


def prepare(out: Path) -> None:
    """See that `out` is ours or free, and adopt a plain folder that carries our manifest.

    Raises
    ------
    PublicationFailed
        When `out` is a file, a link elsewhere, or a folder with somebody else's content.
    """
    releases = releases_of(out)
    if out.is_symlink():
        if out.exists() and out.resolve().parent != releases.resolve():
            raise PublicationFailed(
                f"{out} links to {out.resolve()}, expected a folder of {releases}; it was left as it is: "
                "remove the link or publish elsewhere"
            )
        return
    if not out.exists():
        return
    if not out.is_dir():
        raise PublicationFailed(f"{out} is a file, expected a folder to publish at; it was left as it is")
    if not any(out.iterdir()):
        return
    manifest = read_manifest(out)
    if manifest is None:
        raise PublicationFailed(
            f"{out} is a folder with content this program did not publish; it was left as it is: "
            "choose another folder with --out, or empty it"
        )
    target = releases / manifest.release
    if links_work(out.parent) and not target.exists():
        releases.mkdir(parents=True, exist_ok=True)
        shutil.copytree(out, target)
        fsync_tree(target)


def point(out: Path, release: str, *, links: bool | None = None) -> None:
    """Make `out` show a release: by swapping a link, or by renames where links do not work."""
    releases = releases_of(out)
    if links is None:
        links = links_work(out.parent)
    if not links:
        _point_by_rename(out, releases / release)
        return
    if out.is_dir() and not out.is_symlink():
        aside = releases / f".replaced-{os.getpid()}"
        out.rename(aside)
    temporary = out.parent / f".{out.name}.{os.getpid()}.link"
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(Path(releases.name) / release, target_is_directory=True)
    temporary.replace(out)
    fsync_folder(out.parent)


def _point_by_rename(out: Path, release: Path) -> None:
    following = out.parent / f".{out.name}.next"
    aside = out.parent / f".{out.name}.previous"
    for left_over in (following, aside):
        shutil.rmtree(left_over, ignore_errors=True)
    shutil.copytree(release, following)
    fsync_tree(following)
    if out.is_symlink():
        out.unlink()
    elif out.exists():
        out.rename(aside)
    following.rename(out)
    fsync_folder(out.parent)
    shutil.rmtree(aside, ignore_errors=True)


def sweep(out: Path) -> None:
    """Remove what a run that died left behind: unfinished releases and temporary links."""
    releases = releases_of(out)
    if releases.is_dir():
        for path in releases.iterdir():
            if path.name.endswith((".part", ".gone")) or path.name.startswith(".replaced-"):
                shutil.rmtree(path, ignore_errors=True)
    for pattern in (f".{out.name}.*.link", f".{out.name}.next", f".{out.name}.previous"):
        for path in out.parent.glob(pattern):
            if path.is_symlink():
                path.unlink()
            elif out.exists():
                shutil.rmtree(path, ignore_errors=True)
