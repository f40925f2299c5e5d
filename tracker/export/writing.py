"""Writing a set of layers: built aside, then moved into place file by file."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from geodata import editions
from tracker.errors import ExportError
from tracker.export.build import narrowed_layers
from tracker.export.credited import credited
from tracker.export.describe import TOTALS, hdx, package, resources, text
from tracker.export.filters import Filters, narrowed
from tracker.export.layer import Layer, Part, Places, Rows
from tracker.export.legend import Lang
from tracker.view import View

FORMATS = ("geojson", "gpkg", "geoparquet", "fgb", "csv", "hxl", "flowmap")
PUBLISHED = ("geojson", "csv")
PACKAGE, HDX, GEOPACKAGE = "datapackage.json", "hdx.json", "layers.gpkg"

Resolution = Literal["web", "full"]
Progress = Callable[[str, int, int], None]
"""Told the name of the layer, rows written so far, and rows to be written in all formats together."""


def write(
    view: View,
    out: Path,
    *,
    formats: Sequence[str] = ("geojson",),
    filters: Filters | None = None,
    geometry: Resolution = "web",
    curved: bool = False,
    lang: Lang = "fr",
    home: Path | None = None,
    overwrite: bool = False,
    progress: Progress = lambda name, done, of: None,
) -> list[Path]:
    """Write the layers of a disclosed view into `out` and return the files, sorted.

    Everything is written into a hidden folder inside `out` first; a file in `out` is either the
    old or the new one.  The clock is not read: the same view gives the same bytes.  Style files
    (QML, SLD) accompany GeoJSON and FlatGeobuf, except for a layer without any geometry, which GIS
    opens as a table.  Rows are made and written part by part, however
    many there are.  Styles have their words in `lang`, and the classes of the whole view whatever `filters`
    keep of it.  `home` is where ``full`` boundaries are kept; `curved` bends the lines of flows.

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
    whole = _resolved(view, geometry, home)
    view = narrowed(whole, filters, home)
    layers = narrowed_layers(whole, view, sums=not filters.narrows_places, curved=curved)
    if not layers:
        raise ExportError("the filters leave nothing to write")
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out, prefix=".layers-") as folder:
            owed = replace(view, sources=credited(layers, view, whole))
            _write_all(owed, layers, Path(folder), formats, progress, lang, sums=not filters.narrows_places)
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


@dataclass
class _Counter:
    """Rows written so far, of how many."""

    tell: Progress
    of: int
    done: int = 0

    def watched(self, layer: Layer) -> Layer:
        """Return the layer with rows that are counted when they are made for writing."""
        return replace(layer, rows=_Watched(layer.rows, lambda rows: self._count(layer.name, rows)))

    def _count(self, name: str, rows: int) -> None:
        self.done = min(self.done + rows, self.of)
        self.tell(name, self.done, self.of)


@dataclass(frozen=True)
class _Watched:
    rows: Rows
    count: Callable[[int], None]

    def __len__(self) -> int:
        return len(self.rows)

    def places(self) -> Places:
        return self.rows.places()

    def sources(self) -> set[str]:
        return self.rows.sources()

    def part(self, start: int, stop: int) -> Part:
        made = self.rows.part(start, stop)
        self.count(len(made.place))
        return made


def _write_all(
    view: View,
    layers: Sequence[Layer],
    folder: Path,
    formats: Sequence[str],
    progress: Progress,
    lang: Lang,
    *,
    sums: bool,
) -> None:
    from tracker.export import geopackage, tables

    counter = _Counter(progress, len(set(formats) - {"flowmap"}) * sum(len(layer) for layer in layers))
    watched = [counter.watched(layer) for layer in layers]
    held: dict[str, Layer | None] = {}
    described = package(view, layers)
    for layer in watched:
        held |= _write_one(layer, view, folder, formats, lang)
    if "gpkg" in formats:
        path, metadata = folder / GEOPACKAGE, text(described)
        geopackage.write_geopackage(watched, path, as_of=view.as_of, metadata=metadata, lang=lang)
        held[GEOPACKAGE] = None
    if sums:
        tables.write_totals(view, folder / TOTALS)
        held[TOTALS] = None
    described["resources"] = resources(folder, held)
    (folder / PACKAGE).write_text(text(described), encoding="utf-8", newline="\n")
    (folder / HDX).write_text(text(hdx(view, described)), encoding="utf-8", newline="\n")


def _write_one(
    layer: Layer, view: View, folder: Path, formats: Sequence[str], lang: Lang
) -> dict[str, Layer | None]:
    """Write one layer in every format of one file each; return the files and the layer in them."""
    from tracker.export import binary, geojson, styling, tables

    held: dict[str, Layer | None] = {}

    def path(ending: str) -> Path:
        held[f"{layer.name}{ending}"] = layer
        return folder / f"{layer.name}{ending}"

    if "geojson" in formats:
        geojson.write_geojson(layer, path(".geojson"))
    if "fgb" in formats:
        binary.write_gdal(layer, path(".fgb"), "FlatGeobuf", lang=lang)
    if {"geojson", "fgb"} & set(formats) and layer.drawn:
        for ending, style in ((".qml", styling.qml(layer, lang)), (".sld", styling.sld(layer, lang))):
            (folder / f"{layer.name}{ending}").write_text(style, encoding="utf-8", newline="\n")
    if "geoparquet" in formats:
        binary.write_geoparquet(layer, path(".parquet"))
    if "csv" in formats:
        tables.write_csv(layer, path(".csv"))
    if "hxl" in formats:
        tables.write_csv(layer, path("_hxl.csv"), hxl=True)
    if "flowmap" in formats and layer.kind == "flows":
        pair = [f"{layer.name}_flowmap_{part}.csv" for part in ("locations", "flows")]
        tables.write_flowmap(layer, view, folder / pair[0], folder / pair[1])
        held |= dict.fromkeys(pair)
    return held


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
