"""What follows from a disclosed view: coverage gap, reach, rates.  Computed from what is printed only."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd

from geodata.nations import MALI
from tracker.few import few
from tracker.observation import COUNTED_UNITS
from tracker.solutions.coverage_figures import SHOWN, coverage_figures
from tracker.solutions.debt import debt_burden, least_burden
from tracker.solutions.reach_figures import points, reach_rows, service_rows
from tracker.solutions.returns_against_stock import returned_share, tells_origin
from tracker.solutions.secondary import secondary_displacement_rate
from tracker.view import SURVEY_COLUMNS, View

COARSE_DEGREES = 1  # decimals: about 11 km
DERIVED = ("reach_10_km", "reach_25_km", "reach_50_km", "service_points", "debt_burden", "returned_share")
_RATE = "secondary_displacement_rate"


def complete(view: View, home: Path | None = None) -> View:
    """Return the view with what can be derived from it; the same when called twice.

    Everything added is computed from disclosed figures, so nothing hidden can be worked out of it.
    Exact positions of sites are used for distances and then coarsened.
    """
    figures, slices = _without(view.figures), _without(view.slices)
    gaps, gap_slices = coverage_figures(figures, slices)
    surveys = _hide_small(
        view.surveys[~view.surveys["indicator"].isin([*DERIVED, _RATE])], view.disclosure_threshold
    )
    added = [surveys, _burden(surveys), _returned(view), _secondary(view)]
    if len(view.sites):
        added += [reach_rows(view, points(view, home)), service_rows(view)]
    return replace(
        view,
        figures=_joined([figures, gaps]),
        slices=_joined([slices, gap_slices]),
        surveys=_joined(added),
        sites=coarsened(view.sites),
        measures=_hide_measures(view),
    )


def coarsened(sites: pd.DataFrame) -> pd.DataFrame:
    """Return the sites with exact positions rounded to a tenth of a degree and marked so."""
    table = sites.copy()
    exact = table["position"] == "exact"
    for name in ("lon", "lat"):
        table.loc[exact, name] = table.loc[exact, name].astype("float64").round(COARSE_DEGREES)
    table.loc[exact, "position"] = "coarsened"
    return table


def _without(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that are not derived here; the table itself where none is."""
    derived = table["indicator"].isin(SHOWN)
    return table[~derived] if derived.any() else table


def _joined(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """Return the tables one after the other, in the types of the first; alone, it is not copied."""
    filled = [part for part in parts if len(part)]
    if len(filled) < 2:
        return filled[0] if filled else parts[0]
    types = filled[0].dtypes
    plain = [filled[0].astype({name: "object" for name in types.index if types[name] == "float64"})]
    for part in filled[1:]:
        same = {name: types[name] for name in part.columns if types[name] not in ("float64", "object")}
        plain.append(part.astype(same))
    return pd.concat(plain, ignore_index=True)


def _hide_small(surveys: pd.DataFrame, threshold: int) -> pd.DataFrame:
    """Return the rows with counts of people from 1 to `threshold` − 1 taken out."""
    small = surveys["unit"].isin(COUNTED_UNITS) & few(surveys["value"], threshold)
    table = surveys.copy()
    table.loc[small, ["value", "low", "high", "sample_size", "denominator"]] = pd.NA
    table.loc[small, "value_status"] = "suppressed"
    return table


def _hide_measures(view: View) -> pd.DataFrame:
    counted = {name for name, entry in view.indicators.items() if entry.unit in COUNTED_UNITS}
    small = view.measures["indicator"].isin(counted) & few(view.measures["value"], view.disclosure_threshold)
    table = view.measures.copy()
    table.loc[small, "value"] = pd.NA
    table.loc[small, "value_status"] = "suppressed"
    return table


def _row(**values: object) -> pd.DataFrame:
    return pd.DataFrame([values]).reindex(columns=SURVEY_COLUMNS)


def _burden(surveys: pd.DataFrame) -> pd.DataFrame:
    """Return the debt burden of the country, or the least it can be when no median income is printed."""
    national = surveys[(surveys["pcode"] == MALI) & surveys["value"].notna()].drop_duplicates(
        "indicator", keep="last"
    )
    told = national.set_index("indicator")["value"].astype("float64").to_dict()
    debt = told.get("debt_median_fcfa")
    income, low_share = told.get("debt_income_median_fcfa"), told.get("debt_income_50000_or_less")
    if debt is None or (not income and not (low_share and low_share > 50)):
        return pd.DataFrame(columns=SURVEY_COLUMNS)
    burden = debt_burden(debt, income) if income else least_burden(debt, 50_000, float(low_share or 0))
    source = national.set_index("indicator").loc["debt_median_fcfa"]
    return _row(
        indicator="debt_burden",
        pcode=MALI,
        place_name=source["place_name"],
        category="at least" if burden.is_least else "",
        value=burden.months,
        value_status="value",
        unit="months",
        reference_start=source["reference_start"],
        reference_end=source["reference_end"],
        source=source["source"],
        note=f"{burden.assumption_fr} | {burden.assumption_en}",
    )


def _returned(view: View) -> pd.DataFrame:
    """Return the share already back per unit, for the newest date that tells origins and returns."""
    away = view.flows[
        (view.flows["indicator"] == "flow_displacement_by_origin") & view.flows["value"].notna()
    ]
    back = view.figures[
        (view.figures["indicator"] == "idp_returnees_cumulative") & view.figures["value"].notna()
    ]
    for day in sorted(away["slice"].dropna().unique(), reverse=True):
        here = away[(away["slice"] == day) & away["origin"].notna()]
        returned = back[back["slice"].str[:7] == str(day)[:7]].set_index("pcode")["value"]
        if here.empty or returned.empty or not tells_origin(here["origin"], here["destination"]):
            continue
        still = here.groupby("origin")["value"].sum()
        table = returned_share(returned.astype("Float64"), still.astype("Float64"))
        names = dict(zip(view.units["pcode"], view.units["place_name"], strict=True))
        rows = [
            _row(
                indicator="returned_share",
                pcode=row.pcode,
                place_name=names.get(row.pcode),
                category="",
                value=row.returned_share,
                value_status="value",
                unit="percent",
                reference_end=day,
                source=here["source"].iloc[0],
                note="",
            )
            for row in table.itertuples(index=False)
        ]
        return pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=SURVEY_COLUMNS)
    return pd.DataFrame(columns=SURVEY_COLUMNS)


def _secondary(view: View) -> pd.DataFrame:
    """Return refugees back in Mali who fled again per hundred repatriated by then, where both are printed."""
    again = view.flows[
        (view.flows["indicator"] == "flow_secondary_displacement") & view.flows["value"].notna()
    ]
    again = again[again["destination"].isin([MALI])]
    back = view.national[
        (view.national["indicator"] == "repatriated_refugees") & view.national["value"].notna()
    ]
    rows = []
    for people, ended, source in zip(
        again["value"].astype("float64"), again["period_end"], again["source"], strict=True
    ):
        before = back[back["reference_end"] <= ended].sort_values("reference_end")
        if before.empty or not 0 <= people <= float(before["value"].iloc[-1]):
            continue
        returned, when = float(before["value"].astype("float64").iloc[-1]), before["reference_end"].iloc[-1]
        rows.append(
            _row(
                indicator=_RATE,
                pcode=MALI,
                place_name="Mali",
                category="repatriated refugees",
                value=secondary_displacement_rate(people, returned),
                value_status="value",
                unit="percent",
                denominator=returned,
                reference_end=ended,
                source=source,
                note=f"{people:g} / {returned:g} ({when})",
            )
        )
    return pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=SURVEY_COLUMNS)
