"""Layers of whole countries: figures published for Mali, and refugees by country of asylum."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely

from geodata.nations import MALI
from tracker.export.fields import conformed
from tracker.export.layer import Held, Layer
from tracker.export.shapes import Shapes, credits_of, following, identified, sensitivity, tidy
from tracker.view import View

ISO = "ISO 3166-1 alpha-3"
_SAME = ("indicator", "pcode", "slice", "source")


def country_layers(view: View) -> list[Layer]:
    """Return the figures printed for the whole country and those about people abroad, as printed.

    A figure of the country is never the sum of the units here.  Codes are of ISO 3166, not P-codes.
    """
    found = []
    if len(view.national):
        outline = tidy([shapely.union_all(view.units.geometry.to_numpy())])
        words = ("Chiffres nationaux publiés", "Published national figures")
        found.append(_layer(view, "national_figures", words, view.national, outline, pd.Index([MALI])))
    if len(view.abroad):
        known = view.context.countries
        words = ("Réfugiés et demandeurs d'asile du Mali", "Refugees and asylum seekers from Mali")
        codes, shapes = pd.Index(known["iso3"]), tidy(known.geometry)
        found.append(_layer(view, "people_abroad", words, view.abroad, shapes, codes))
    return found


def _names(view: View) -> dict[str, str]:
    known = view.context.countries
    return dict(zip(known["iso3"], known["name_fr"], strict=True)) | {MALI: "Mali"}


def _layer(
    view: View, name: str, words: tuple[str, str], figures: pd.DataFrame, shapes: Shapes, codes: pd.Index
) -> Layer:
    table = figures.merge(credits_of(view), on="source", how="left")
    table["unit"] = table["indicator"].map({key: entry.unit for key, entry in view.indicators.items()})
    table["place_name"] = table["pcode"].map(_names(view)).fillna(table["pcode"])
    table["level"], table["edition"], table["sensitivity"] = 0, ISO, sensitivity(view)
    starts = [
        following(own[["slice"]].assign(slice_start=own["slice"].str[:5] + "01-01"))
        .set_index("slice")["slice_start"]
        .reindex(own["slice"])
        .set_axis(own.index)
        for _, own in table.groupby("indicator")
    ]
    table["start"] = pd.concat(starts).reindex(table.index)
    table["end"] = table["slice"]
    table = table.sort_values(list(_SAME), kind="stable", ignore_index=True)
    table["id"] = identified(table, _SAME)
    return Layer(
        name=name,
        kind="countries",
        title_fr=words[0],
        title_en=words[1],
        description="Figures as printed for whole countries; one indicator at a time is comparable.",
        shape="MultiPolygon",
        rows=Held(
            conformed(table, "countries"), codes.get_indexer(pd.Index(table["pcode"])).astype(np.int64)
        ),
        geometries=shapes,
        temporal=True,
    )
