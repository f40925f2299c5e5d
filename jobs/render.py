"""The render stage: every file of a publication, written into one folder."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from jobs.portal import PAGES, portal_of
from maps import page, portal
from maps.errors import NothingToDraw
from maps.portal_data import Release
from tracker.export import layers
from tracker.view import View


def write_publication(
    folder: Path,
    view: View,
    cercles: View | None,
    status: Mapping[str, Any],
    changes: Sequence[Mapping[str, Any]],
    *,
    first: bool,
    past: Sequence[Release] = (),
    stale_days: int | None = None,
) -> None:
    """Write pages, light pages, layers, status.json, changes.json and the portal into `folder`.

    `cercles` is the same record one level deeper, in a folder of its own; what is older than
    `stale_days` is marked on the portal.  Nothing here reads the clock: the same views give the same bytes.
    """
    write_pages(folder, view)
    if cercles is not None:
        (folder / "cercles").mkdir()
        write_pages(folder / "cercles", cercles)
    write_json(folder / "status.json", status)
    write_json(folder / "changes.json", list(changes))
    data = portal_of(
        view,
        folder,
        problems=status["problems"],
        changes=changes,
        first=first,
        past=past,
        silent=status["silent"],
        stale_days=stale_days,
    )
    write_text(folder / "index.html", portal.build(data))


def write_pages(folder: Path, view: View) -> None:
    """Write pages of a view and their light twins, each where it has something to draw, and its layers."""
    (folder / "lite").mkdir()
    for kind in PAGES:
        with suppress(NothingToDraw):
            write_text(folder / f"{kind}.html", page.build(kind, view))
        with suppress(NothingToDraw):
            write_text(folder / "lite" / f"{kind}.html", page.build(kind, view, lite=True))
    layers(view, folder / "layers")


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 with plain line ends, the same on every system."""
    path.write_text(text, encoding="utf-8", newline="\n")


def write_json(path: Path, document: object) -> None:
    """Write one JSON document, readable and in stable order."""
    write_text(path, json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
