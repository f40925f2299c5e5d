"""The figures of one slice as an HTML table: what the map says, for whoever cannot or will not see it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from maps import number
from maps.sources import source_titles
from maps.still_slice import Measure, slice_figures
from maps.templating import environment
from maps.words import word
from tracker.view import View


def _cells(row: pd.Series[Any], titles: dict[str, str], decimals: int, lang: str) -> dict[str, str]:
    status = str(row["value_status"])
    told = status in ("value", "zero", "carried_forward")
    dated = told and not pd.isna(row["reference_end"])
    return {
        "name": str(row["place_name"]),
        "pcode": str(row["pcode"]),
        "value": number.people(float(row["value"]), lang) if told else "",
        "rate": number.per_thousand(float(row["rate"]), decimals, lang)
        if told and not pd.isna(row["rate"])
        else "",
        "status": word(f"status.{status}", lang),
        "reference": number.date_words(str(row["reference_end"]), lang) if dated else "",
        "source": titles.get(str(row["source"]), str(row["source"])) if dated else "",
        "order": f"{float(row['value']):g}" if told else "-1",
    }


def html(view: View, indicator: str, slice_date: str, *, lang: str = "fr", measure: Measure = "rate") -> str:
    """Return the table of one slice, one row for every unit, names as text, largest figure first."""
    figures = slice_figures(view, indicator, slice_date, measure)
    titles = source_titles(view, lang)
    order = figures.rows["value"].fillna(-1).astype(float)
    rows = figures.rows.assign(order=order).sort_values(["order", "pcode"], ascending=[False, True])
    reported = figures.reported
    total = number.people(float(reported["value"].sum()), lang) if len(reported) else ""
    return (
        environment()
        .get_template("figures_table.html.j2")
        .render(
            caption=f"{view.indicators[indicator].label(lang)} – "
            + word("table.caption", lang, date=number.date_words(slice_date, lang)),
            heads={
                name: word(f"table.{name}", lang)
                for name in ("place", "pcode", "value", "rate", "status", "reference", "source", "total")
            },
            rows=[_cells(row, titles, figures.classes.decimals, lang) for _, row in rows.iterrows()],
            rated=figures.measure == "rate",
            total=total,
        )
    )
