"""One GeoPackage with every layer, its styles, its field descriptions and its metadata."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from importlib.resources import files
from pathlib import Path

from tracker.export.binary import write_gdal
from tracker.export.fields import fields_of
from tracker.export.layer import Layer
from tracker.export.legend import Lang
from tracker.export.styling import qml, sld


def write_geopackage(
    layers: Sequence[Layer], path: Path, *, as_of: str, metadata: str, lang: Lang = "fr"
) -> None:
    """Write the layers into one file that QGIS opens styled, with aliases and temporal settings.

    `metadata` is the document of the sidecar and goes into gpkg_metadata.  The same layers give the
    same bytes: the times GDAL writes are the view's date, not the clock's.
    """
    import pyogrio

    moment = f"{as_of or '1970-01-01'}T00:00:00.000Z"
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": moment})
    try:
        for number, layer in enumerate(layers):
            write_gdal(layer, path, "GPKG", append=number > 0, lang=lang)
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript((files("tracker.export") / "geopackage.sql").read_text(encoding="utf-8"))
        database.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id) "
            "VALUES ('layer_styles', 'attributes', 'layer_styles', 'styles QGIS reads', ?, 0)",
            (moment,),
        )
        database.execute(
            "INSERT INTO gpkg_metadata (id, md_scope, md_standard_uri, mime_type, metadata) "
            "VALUES (1, 'dataset', 'https://specs.frictionlessdata.io/data-package/', 'application/json', ?)",
            (metadata,),
        )
        database.execute(
            "INSERT INTO gpkg_metadata_reference (reference_scope, timestamp, md_file_id) "
            "VALUES ('geopackage', ?, 1)",
            (moment,),
        )
        for layer in layers:
            _describe(database, layer, moment, lang)


def _describe(database: sqlite3.Connection, layer: Layer, moment: str, lang: Lang) -> None:
    database.executemany(
        "INSERT INTO gpkg_data_columns (table_name, column_name, name, title, description) "
        "VALUES (?, ?, ?, ?, ?)",
        [
            (layer.name, field.name, field.label(lang), field.label_en, field.description)
            for field in fields_of(layer.kind)
        ],
    )
    database.execute(
        "INSERT INTO gpkg_metadata_reference (reference_scope, table_name, timestamp, md_file_id) "
        "VALUES ('table', ?, ?, 1)",
        (layer.name, moment),
    )
    database.execute(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, "
        "styleName, styleQML, styleSLD, useAsDefault, description, owner, ui, update_time) "
        "VALUES ('', '', ?, 'geom', ?, ?, ?, 1, ?, '', NULL, ?)",
        (layer.name, layer.name, qml(layer, lang), sld(layer, lang), layer.title(lang), moment),
    )
