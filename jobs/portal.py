"""What the portal is told about a publication that is being built."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from maps.kinds import KindName
from maps.portal_data import Download, PageLink, PortalData, Release
from maps.portal_layers import layer_title
from tracker.view import View

PAGES: tuple[KindName, ...] = ("displacement", "flows", "returns", "reintegration")
FORMATS = {
    ".geojson": "GeoJSON",
    ".csv": "CSV",
    ".qml": "QML",
    ".sld": "SLD",
    ".json": "JSON",
    ".gpkg": "GeoPackage",
}


def portal_of(
    view: View,
    folder: Path,
    *,
    problems: Sequence[Mapping[str, Any]],
    changes: Sequence[Mapping[str, Any]],
    first: bool,
    past: Sequence[Release] = (),
    silent: Sequence[Mapping[str, Any]] = (),
    stale_days: int | None = None,
) -> PortalData:
    """Return what the portal shows of the pages and layers already written into `folder`."""
    return PortalData(
        view=view,
        abroad=view.abroad,
        pages=[_page(folder, kind) for kind in PAGES if (folder / f"{kind}.html").is_file()],
        downloads=_downloads(view, folder),
        changes=changes,
        first=first,
        problems=problems,
        silent=silent,
        publications=past,
        stale_days=stale_days,
        generator=f"displacement-tracker {version('displacement-tracker')}",
    )


def _page(folder: Path, kind: KindName) -> PageLink:
    lite = folder / "lite" / f"{kind}.html"
    deeper = folder / "cercles" / f"{kind}.html"
    return PageLink(
        kind=kind,
        href=f"{kind}.html",
        size_bytes=(folder / f"{kind}.html").stat().st_size,
        lite_href=f"lite/{kind}.html" if lite.is_file() else "",
        lite_size_bytes=lite.stat().st_size if lite.is_file() else 0,
        deeper_href=f"cercles/{kind}.html" if deeper.is_file() else "",
        deeper_size_bytes=deeper.stat().st_size if deeper.is_file() else 0,
    )


def _downloads(view: View, folder: Path) -> list[Download]:
    files = [path for path in sorted((folder / "layers").iterdir()) if path.suffix in FORMATS]
    return [
        Download(
            href=f"layers/{path.name}",
            format=FORMATS[path.suffix],
            size_bytes=path.stat().st_size,
            title_fr=layer_title(view, path.stem, "fr"),
            title_en=layer_title(view, path.stem, "en"),
        )
        for path in files
    ]
