"""What the files say about themselves: a Frictionless ``datapackage.json`` and metadata ready for HDX."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from tracker.export.fields import Field, Kind, fields_of
from tracker.export.layer import Layer
from tracker.organisations import organisations
from tracker.view import View

DISCLAIMER = (
    "The boundaries and names shown and the designations used do not imply official endorsement or "
    "acceptance by any organisation."
)
UNDRAWN = (
    "A movement with an unknown origin or destination, or inside one unit, is a row without geometry; "
    "a file with such rows only is a table and has no style beside it."
)
TOTALS = "totals.csv"
TOTALS_TITLE, TOTALS_TITLE_EN = "Totaux publiés", "Published totals"
TOTALS_MEANING = (
    "Sums of what was reported for each slice, of the country and of every group; read each in its unit, and "
    "never add a total to its parts, nor one unit to another."
)
_NO_PCODES = ("groups", "countries")  # ids of groups, and countries by ISO 3166
_MEDIA = {
    ".geojson": "application/geo+json",
    ".csv": "text/csv",
    ".gpkg": "application/geopackage+sqlite3",
    ".parquet": "application/vnd.apache.parquet",
    ".fgb": "application/vnd.flatgeobuf",
}


def package(view: View, layers: Sequence[Layer]) -> dict[str, Any]:
    """Return the description of the data set, still without files; the sources are those of `view`."""
    return {
        "profile": "data-package",
        "name": f"mali-displacement-{view.edition.id}-adm{view.level}",
        "title": "Mali: displacement, returns and movements",
        "version": view.as_of,
        "as_of": view.as_of,
        "edition": {
            "id": view.edition.id,
            "title": view.edition.title_en,
            "valid_from": view.edition.valid_from,
            "valid_to": view.edition.valid_to,
            "licence": view.edition.licence,
            "credit": view.edition.credit,
        },
        "level": view.level,
        "sensitivity": view.sensitivity,
        "disclosure_threshold": view.disclosure_threshold,
        "disclosure": disclosure(view.disclosure_threshold),
        "disclaimer": DISCLAIMER,
        "sources": _sources(view),
        "licenses": [{"name": name, "title": name} for name in sorted(_licences(view))],
        "layers": [
            {"name": layer.name, "title": layer.title_fr, "title_en": layer.title_en} for layer in layers
        ],
        "unplaced": unplaced(view),
        "suppressed": suppressed(view),
    }


def disclosure(threshold: int) -> str:
    """Return what is hidden below a threshold of people, and why; nothing is below a threshold of 1."""
    if threshold <= 1:
        return "No count is suppressed: for the keeper's own use."
    return (
        f"Counts from 1 to {threshold - 1} are suppressed, and further cells with them, "
        "so that none follows from a total or from the publication before. Suppressed is not zero."
    )


def _sources(view: View) -> list[dict[str, Any]]:
    columns = ["source", "title", "organisation", "credit", "licence", "url", "latest_reference"]
    rows = view.sources[columns].to_dict("records")
    return [
        {"name" if key == "source" else str(key): _json(value) for key, value in row.items()} for row in rows
    ]


def _licences(view: View) -> set[str]:
    return {str(name) for name in view.sources["licence"].dropna()} | {view.edition.licence}


def unplaced(view: View) -> list[dict[str, Any]]:
    """Return what was reported without a place of this edition: indicator, slice, value and its unit.

    A value that is hidden is null.  Households, people and activities are never added.
    """
    rows = view.totals[view.totals["grouping"] == "country"]
    rows = rows[rows["unplaced"].isna() | (rows["unplaced"].astype("Float64") != 0).fillna(False)]
    return [
        {
            "indicator": row["indicator"],
            "slice": row["slice"],
            "value": _json(row["unplaced"]),
            "unit": view.indicators[row["indicator"]].unit,
        }
        for row in rows.sort_values(["indicator", "slice"]).to_dict("records")
    ]


def suppressed(view: View) -> list[dict[str, Any]]:
    """Return how many units (and totals) are hidden, per indicator and slice that has any."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for name, table in (("units", view.figures), ("totals", view.totals)):
        hidden = table[table["value_status"] == "suppressed"]
        for indicator, day in zip(hidden["indicator"], hidden["slice"], strict=True):
            entry = {"indicator": indicator, "slice": day, "units": 0, "totals": 0}
            found.setdefault((indicator, day), entry)[name] += 1
    return [found[key] for key in sorted(found)]


def _json(value: Any) -> Any:
    if value is None or pd.isna(value):
        return None
    if hasattr(value, "item"):
        value = value.item()
    return int(value) if isinstance(value, float) and value.is_integer() else value


def resources(folder: Path, names: Mapping[str, Layer | None]) -> list[dict[str, Any]]:
    """Return one resource per data file, with size, sha256 and, where it holds a layer, its fields."""
    found = []
    for name, layer in sorted(names.items()):
        path = folder / name
        entry: dict[str, Any] = {
            "name": name.replace(".", "-").replace("_", "-"),
            "path": name,
            "format": path.suffix.lstrip("."),
            "mediatype": _MEDIA.get(path.suffix, "application/octet-stream"),
            "encoding": "utf-8",
            "bytes": path.stat().st_size,
            "hash": f"sha256:{_sha256(path)}",
            "p_coded": path.suffix == ".gpkg" or (layer is not None and layer.kind not in _NO_PCODES),
        }
        if layer is not None:
            entry |= {"title": layer.title_fr, "title_en": layer.title_en}
            entry |= {"description": _description(layer), "rows": len(layer)}
            if path.suffix != ".csv":
                entry |= {"geometry": layer.shape, "rows_without_geometry": int((layer.place < 0).sum())}
            entry["schema"] = schema(layer.kind) | {"primaryKey": "id"}
        if name == TOTALS:
            entry |= {"title": TOTALS_TITLE, "title_en": TOTALS_TITLE_EN}
            entry |= {"description": TOTALS_MEANING, "schema": schema("totals")}
        if "schema" in entry and path.suffix == ".csv":
            entry |= {"profile": "tabular-data-resource", "dialect": {"lineTerminator": "\n"}}
        found.append(entry)
    return found


def _description(layer: Layer) -> str:
    return f"{layer.description} {UNDRAWN}" if layer.kind == "flows" else layer.description


def schema(kind: Kind) -> dict[str, Any]:
    return {"fields": [_field(field) for field in fields_of(kind)], "missingValues": [""]}


def _field(field: Field) -> dict[str, Any]:
    return {
        "name": field.name,
        "type": field.type,
        "title": field.label_en,
        "title_fr": field.label_fr,
        "description": field.description,
    }


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hdx(view: View, described: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields HDX asks for when a data set is created; maintainer and owner are the uploader's."""
    tables = (view.figures, view.national, view.abroad, view.surveys)
    told = [table[name] for table in tables for name in ("reference_start", "reference_end")]
    told += [view.flows["period_start"], view.flows["period_end"], view.measures["slice"]]
    dates = [str(day) for column in told for day in column.dropna().unique()]
    period = f"[{min(dates)}T00:00:00 TO {max(dates)}T23:59:59]" if len(dates) else ""
    return {
        "name": described["name"],
        "title": described["title"],
        "private": True,
        "notes": f"{described['disclosure']} Every P-code belongs to edition {view.edition.id}. {DISCLAIMER}",
        "dataset_source": ", ".join(_organisations(view)),
        "dataset_date": period,
        "data_update_frequency": "7",
        "groups": [{"name": "mli"}],
        "license_id": "hdx-other",
        "license_other": "; ".join(sorted(_licences(view))),
        "methodology": "Other",
        "methodology_other": "Figures as reported, placed by P-code and edition; totals recomputed.",
        "caveats": "Zero, no data, not assessed, carried forward and suppressed are five different things.",
        "tags": [
            {"name": "displacement"},
            {"name": "internally displaced persons-idp"},
            {"name": "returnees"},
        ],
        "resources": [
            {
                "name": entry["path"],
                "format": entry["format"],
                "description": entry.get("title_en", entry["path"]),
                "p_coded": entry["p_coded"],
            }
            for entry in described.get("resources", [])
        ],
    }


def _organisations(view: View) -> list[str]:
    """Return who counted or published; the titles of the sources where none says who that is."""
    named = organisations(view.sources["organisation"].dropna().astype("str"))
    return named or sorted(view.sources["title"].dropna().astype("str").unique())


def text(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
