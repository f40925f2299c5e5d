"""The render stage: every file of a publication, written into one folder."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from maps import page, portal
from tracker.export import layers
from tracker.view import View

KINDS: tuple[page.Kind, ...] = ("displacement", "flows", "returns", "reintegration")


def write_publication(
    folder: Path,
    view: View,
    status: dict[str, Any],
    changes: list[dict[str, Any]],
    portal_data: Callable[..., Any],
) -> None:
    """Write pages, light pages, layers, status.json, changes.json and the portal into `folder`.

    Nothing here reads the clock: the same view gives the same bytes.
    """
    for kind in KINDS:
        (folder / f"{kind}.html").write_text(page.build(kind, view), encoding="utf-8", newline="\n")
        lite = page.build(kind, view, lite=True)
        (folder / "lite").mkdir(exist_ok=True)
        (folder / "lite" / f"{kind}.html").write_text(lite, encoding="utf-8", newline="\n")
    layers(view, folder / "layers")
    write_json(folder / "status.json", status)
    write_json(folder / "changes.json", changes)
    index = portal.build(portal_data(folder))
    (folder / "index.html").write_text(index, encoding="utf-8", newline="\n")


def write_json(path: Path, document: object) -> None:
    """Write one JSON document, readable and in stable order."""
    text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")
