"""The render stage: every file of a publication, written into one folder."""

from __future__ import annotations

import json
from pathlib import Path

from jobs.portal import portal_of
from jobs.status import status_of
from maps import page, portal
from tracker.export import layers
from tracker.store import Store
from tracker.view import View

KINDS: tuple[page.Kind, ...] = ("displacement", "flows", "returns", "reintegration")


def write_publication(folder: Path, view: View, store: Store, out: Path) -> None:
    """Write pages, light pages, layers, status.json, changes.json and the portal into `folder`.

    Nothing here reads the clock: the same view gives the same bytes.
    """
    (folder / "lite").mkdir()
    for kind in KINDS:
        write_text(folder / f"{kind}.html", page.build(kind, view))
        write_text(folder / "lite" / f"{kind}.html", page.build(kind, view, lite=True))
    layers(view, folder / "layers")
    status = status_of(view, store)
    write_json(folder / "status.json", status)
    data = portal_of(view, status, folder, out)
    write_json(folder / "changes.json", list(data.changes))
    write_text(folder / "index.html", portal.build(data))


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 with plain line ends, the same on every system."""
    path.write_text(text, encoding="utf-8", newline="\n")


def write_json(path: Path, document: object) -> None:
    """Write one JSON document, readable and in stable order."""
    write_text(path, json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
