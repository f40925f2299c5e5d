"""Join the latest figures to any boundaries of the same edition, and say what did not join.

    python tests/export/example_join.py layers/idp_stock_adm2_latest.csv boundaries.shp ADM2_PCODE joined.gpkg

P-codes mean something only together with their edition: take boundaries of the edition the CSV names.
"""

from __future__ import annotations

import sys

import geopandas as gpd
import pandas as pd


def join(figures_csv: str, boundaries: str, code_column: str) -> gpd.GeoDataFrame:
    """Return the boundaries with the figures of the CSV, one row per unit."""
    figures = pd.read_csv(figures_csv, dtype={"pcode": "str", "parent_pcode": "str", "reported_code": "str"})
    borders = gpd.read_file(boundaries)
    joined = borders.merge(figures, left_on=code_column, right_on="pcode", how="right", validate="1:1")
    lost = joined.loc[joined.geometry.isna(), "pcode"]
    if len(lost):
        raise SystemExit(f"no border for {', '.join(lost)}: is this edition {figures['edition'].iloc[0]}?")
    return joined


if __name__ == "__main__":
    csv, shapes, column, target = sys.argv[1:]
    result = join(csv, shapes, column)
    result[["pcode", "place_name", "edition", "value", "value_status", "geometry"]].to_file(target)
    print(f"{len(result)} units, {result['value'].sum():,.0f} people in {target}")
