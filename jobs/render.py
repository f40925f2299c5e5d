"""The render stage: every file of a publication, written into one folder."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jobs.portal import PAGES, portal_of
from maps import page, portal
from tracker.export import layers
from tracker.view import View


def write_publication(
    folder: Path,
    view: View,
    status: Mapping[str, Any],
    changes: Sequence[Mapping[str, Any]],
    *,
    first: bool,
) -> None:
    """Write pages, light pages, layers, status.json, changes.json and the portal into `folder`.

    Nothing here reads the clock: the same view gives the same bytes.
    """
    (folder / "lite").mkdir()
    for kind in PAGES:
        write_text(folder / f"{kind}.html", page.build(kind, view))
        write_text(folder / "lite" / f"{kind}.html", page.build(kind, view, lite=True))
    layers(view, folder / "layers")
    write_json(folder / "status.json", status)
    write_json(folder / "changes.json", list(changes))
    data = portal_of(view, folder, problems=status["problems"], changes=changes, first=first)
    write_text(folder / "index.html", portal.build(data))


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 with plain line ends, the same on every system."""
    path.write_text(text, encoding="utf-8", newline="\n")


def write_json(path: Path, document: object) -> None:
    """Write one JSON document, readable and in stable order."""
    write_text(path, json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
