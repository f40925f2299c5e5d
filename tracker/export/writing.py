"""Writing a set of layers: built aside, then moved into place file by file."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from geodata import editions
from tracker.errors import ExportError
from tracker.export.build import all_layers
from tracker.export.describe import hdx, package, resources, text
from tracker.export.filters import Filters, narrowed
from tracker.export.layer import Layer
from tracker.view import View

FORMATS = ("geojson", "gpkg", "geoparquet", "fgb", "csv", "hxl", "flowmap")
PUBLISHED = ("geojson", "csv")
PACKAGE, HDX, TOTALS, GEOPACKAGE = "datapackage.json", "hdx.json", "totals.csv", "layers.gpkg"

Resolution = Literal["web", "full"]
Progress = Callable[[str], None]


def write(
    view: View,
    out: Path,
    *,
    formats: Sequence[str] = ("geojson",),
    filters: Filters | None = None,
    geometry: Resolution = "web",
    home: Path | None = None,
    overwrite: bool = False,
    progress: Progress = lambda _: None,
) -> list[Path]:
    """Write the layers of a disclosed view into `out` and return the files, sorted.

    Everything is written into a hidden folder inside `out` first; a file in `out` is either the
    old or the new one.  The clock is not read: the same view gives the same bytes.  Style files
    (QML, SLD) accompany GeoJSON and FlatGeobuf.  `home` is where ``full`` boundaries are kept.

    Raises
    ------
    ExportError
        For an unknown format, filters that leave nothing, files that are there already without
        `overwrite`, or a folder that cannot be written.
    BoundaryError
        When ``full`` geometry of the edition is not here.
    """
    if unknown := sorted(set(formats) - set(FORMATS)):
        raise ExportError(f"no format {', '.join(unknown)}; there are: {', '.join(FORMATS)}")
    filters = filters or Filters()
    view = narrowed(_resolved(view, geometry, home), filters)
    layers = all_layers(view, sums=not filters.narrows_places)
    if not layers:
        raise ExportError("the filters leave nothing to write")
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out, prefix=".layers-") as folder:
            _write_all(view, layers, Path(folder), formats, progress, sums=not filters.narrows_places)
            return _moved(Path(folder), out, overwrite=overwrite)
    except OSError as error:
        raise ExportError(f"{out} cannot be written ({error.strerror}); nothing was replaced") from error


def layers(view: View, folder: Path) -> list[Path]:
    """Write the layers of a publication: GeoJSON with styles, CSV, and the documents about them."""
    return write(view, folder, formats=PUBLISHED)


def _resolved(view: View, geometry: Resolution, home: Path | None) -> View:
    if geometry == "web":
        return view
    full = editions.geometry(view.edition.id, view.level, home, resolution="full").set_index("pcode")
    units = view.units.copy()
    units["geometry"] = full.geometry.reindex(units["pcode"]).to_numpy()
    return replace(view, units=units)


def _write_all(
    view: View,
    layers: Sequence[Layer],
    folder: Path,
    formats: Sequence[str],
    progress: Progress,
    *,
    sums: bool,
) -> None:
    from tracker.export import binary, geojson, geopackage, styling, tables

    held: dict[str, Layer | None] = {}
    described = package(view, layers)
    for layer in layers:
        progress(layer.name)
        if "geojson" in formats:
            geojson.write_geojson(layer, folder / f"{layer.name}.geojson")
            held[f"{layer.name}.geojson"] = layer
        if "fgb" in formats:
            binary.write_gdal(layer, folder / f"{layer.name}.fgb", "FlatGeobuf")
            held[f"{layer.name}.fgb"] = layer
        if {"geojson", "fgb"} & set(formats):
            (folder / f"{layer.name}.qml").write_text(styling.qml(layer), encoding="utf-8", newline="\n")
            (folder / f"{layer.name}.sld").write_text(styling.sld(layer), encoding="utf-8", newline="\n")
        if "geoparquet" in formats:
            binary.write_geoparquet(layer, folder / f"{layer.name}.parquet")
            held[f"{layer.name}.parquet"] = layer
        for name, tagged in (("csv", False), ("hxl", True)):
            if name in formats:
                path = folder / f"{layer.name}{'_hxl' if tagged else ''}.csv"
                tables.write_csv(layer, path, hxl=tagged)
                held[path.name] = layer
        if "flowmap" in formats and layer.kind == "flows":
            pair = [f"{layer.name}_flowmap_{part}.csv" for part in ("locations", "flows")]
            tables.write_flowmap(layer, view, folder / pair[0], folder / pair[1])
            held |= dict.fromkeys(pair)
    if "gpkg" in formats:
        geopackage.write_geopackage(
            layers, folder / GEOPACKAGE, as_of=view.as_of, metadata=text(described), done=progress
        )
        held[GEOPACKAGE] = None
    if sums:
        tables.write_totals(view, folder / TOTALS)
        held[TOTALS] = None
    described["resources"] = resources(folder, held)
    (folder / PACKAGE).write_text(text(described), encoding="utf-8", newline="\n")
    (folder / HDX).write_text(text(hdx(view, described)), encoding="utf-8", newline="\n")


def _moved(folder: Path, out: Path, *, overwrite: bool) -> list[Path]:
    names = sorted(path.name for path in folder.iterdir())
    there = [name for name in names if (out / name).exists()]
    if there and not overwrite:
        raise ExportError(
            f"{out} already holds {there[0]} and {len(there) - 1} more; --overwrite replaces them"
        )
    for name in names:
        with (folder / name).open("rb+") as file:
            os.fsync(file.fileno())
        (folder / name).replace(out / name)
    return [out / name for name in names]
