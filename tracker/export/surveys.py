"""Layers of solutions: survey figures, reach, service points and programmes, with sample and interval."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely

from geodata.nations import MALI
from tracker.classes import classes_of
from tracker.export.fields import Kind, conformed
from tracker.export.layer import Held, Layer
from tracker.export.shapes import Shapes, credits_of, identified, in_order, sensitivity, tidy
from tracker.solutions.declared import declared
from tracker.solutions.funnel import STAGES, check, conversion, indicator_of
from tracker.view import View

FUNNEL = {indicator_of(stage): stage for stage in STAGES}
_SAME = ("indicator", "pcode", "place_name", "category", "reference_start", "reference_end", "source")
_PROGRAMME = ["category", "place_name", "reference_end"]


def survey_layers(view: View) -> list[Layer]:
    """Return a layer per indicator that has a figure of some unit, one of the rest, one of programmes.

    Figures of the whole country stand on its outline; those of an area that is no unit (two
    regions together) keep their words in `place_name` and have no geometry.  What the map layers
    hold already is left out.
    """
    own = view.surveys[~view.surveys["indicator"].isin(set(view.figures["indicator"].dropna().unique()))]
    if own.empty:
        return []
    units = view.units.reset_index(drop=True)
    shapes = tidy([*units.geometry, shapely.union_all(units.geometry.to_numpy())])
    codes = pd.Index([*units["pcode"], MALI])
    table = _described(view, own, codes)
    is_funnel = table["indicator"].isin(list(FUNNEL))
    placed = table[table["pcode"].isin(units["pcode"]) & ~is_funnel]
    by_unit = table["indicator"].isin(set(placed["indicator"]))
    found = [
        _by_unit(view, name, table[table["indicator"] == name], shapes, codes)
        for name in in_order(view, table[by_unit])
    ]
    rest = table[~by_unit & ~is_funnel]
    if len(rest):
        words = (
            "Enquêtes et chiffres nationaux",
            "Surveys and national figures",
            "Published figures about the country or about areas that are no unit.",
        )
        found.append(_together(f"surveys_adm{view.level}", "surveys", words, rest, shapes, codes))
    return [*found, *_programmes(view, table[is_funnel], shapes, codes)]


def _described(view: View, own: pd.DataFrame, codes: pd.Index) -> pd.DataFrame:
    table = own.merge(credits_of(view), on="source", how="left")
    start, end = (table[name].astype("object") for name in ("reference_start", "reference_end"))
    table["start"] = start.where(start.notna(), end)
    table["end"] = end
    table["level"] = [0 if code == MALI else view.level if code in codes else None for code in table["pcode"]]
    table["edition"] = view.edition.id
    asked = pd.to_numeric(table["sample_size"])
    table["small_sample"] = (asked < declared().minimum_asked).astype("Int64").where(asked.notna())
    table["higher_is"] = table["indicator"].map({n: one.higher_is for n, one in view.indicators.items()})
    table["sensitivity"] = sensitivity(view)
    order = ["indicator", "end", "pcode", "place_name", "category", "source"]
    table = table.sort_values(order, kind="stable", ignore_index=True)
    table["id"] = identified(table, _SAME)
    return table


def _by_unit(view: View, name: str, table: pd.DataFrame, shapes: Shapes, codes: pd.Index) -> Layer:
    indicator = view.indicators[name]
    words = (indicator.label_fr, indicator.label_en, indicator.definition_en)
    layer = _together(f"{name}_adm{view.level}", "surveys", words, table, shapes, codes)
    whole = (table["category"].fillna("") == "").any()
    largest = pd.to_numeric(table["value"]).max()
    return Layer(
        **{key: getattr(layer, key) for key in ("name", "kind", "title_fr", "title_en", "description")},
        shape="MultiPolygon",
        rows=layer.rows,
        geometries=shapes,
        indicator=indicator,
        classes=classes_of(table, indicator, classing=view.classing),
        largest=0.0 if pd.isna(largest) else float(largest),
        temporal=layer.temporal,
        blank="category" if whole else "",
    )


def _together(
    name: str, kind: Kind, words: tuple[str, str, str], table: pd.DataFrame, shapes: Shapes, codes: pd.Index
) -> Layer:
    rows = conformed(table.reset_index(drop=True), kind)
    return Layer(
        name=name,
        kind=kind,
        title_fr=words[0],
        title_en=words[1],
        description=words[2],
        shape="MultiPolygon",
        rows=Held(rows, codes.get_indexer(pd.Index(table["pcode"])).astype(np.int64)),
        geometries=shapes,
        temporal=bool(table["end"].notna().any()),
    )


def _programmes(view: View, table: pd.DataFrame, shapes: Shapes, codes: pd.Index) -> list[Layer]:
    """Return the steps of programmes with their conversion rates; a hidden count has none."""
    if table.empty:
        return []
    table = table.assign(stage=table["indicator"].map(FUNNEL), of_previous=np.nan, of_first=np.nan)
    for _, steps in table.groupby(_PROGRAMME, dropna=False):
        told = steps[steps["value"].notna()].drop_duplicates("stage", keep="last")
        counts = dict(zip(told["stage"], told["value"].astype("float64"), strict=True))
        if not counts or check(counts):
            continue
        rates = conversion(counts).set_index("stage")
        for name in ("of_previous", "of_first"):
            known = pd.to_numeric(told["stage"].map(rates[name]), errors="coerce")
            table.loc[told.index, name] = known.astype("float64").round(3)
    rank = table["stage"].map({stage: place for place, stage in enumerate(STAGES)})
    order = table.assign(rank=rank).sort_values([*_PROGRAMME, "rank"], kind="stable").index
    words = (
        "Parcours des programmes de microcrédit et de réintégration",
        "Funnels of microcredit and reintegration programmes",
        "Steps of programmes: people at each step, and rates of conversion in percent.",
    )
    name = f"programmes_adm{view.level}"
    return [_together(name, "programmes", words, table.loc[order], shapes, codes)]
