"""Small publications for the tests: whole pages and a layer that say which version they are."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from jobs.floors import Measures
from jobs.publish import Origin

PAGES = ("index.html", "displacement.html", "flows.html")


def page(version: int, weight: int = 2_000) -> str:
    """Return one whole page carrying the version as its figure."""
    data = json.dumps({"version": version, "values": list(range(weight // 6))})
    return (
        f"<!doctype html><html lang='fr'><head><title>Version {version}</title></head>"
        f"<body><p>{version}</p><script type='application/json'>{data}</script></body></html>"
    )


def site(version: int, weight: int = 2_000) -> Callable[[Path], None]:
    """Return a builder of the given version."""

    def build(folder: Path) -> None:
        for name in PAGES:
            (folder / name).write_text(page(version, weight), encoding="utf-8")
        (folder / "layers").mkdir()
        feature = {"type": "Feature", "geometry": None, "properties": {"version": version}}
        layer = {"type": "FeatureCollection", "features": [feature]}
        (folder / "layers" / "idps.geojson").write_text(json.dumps(layer), encoding="utf-8")

    return build


def origin(version: int, places: int = 9, people: int = 300_000) -> Origin:
    """Return what the given version is made from."""
    measures = Measures(places={"idps": places}, people={"idps": people})
    return Origin("2014-06-30", {"input.csv": f"{version:064x}"}, {"tracker": "0.1.0"}, measures)


def content(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
