"""Women plus men against the total they belong to."""

from __future__ import annotations

import pandas as pd

from tracker.checks.addable import counted, finding, people
from tracker.observation import KEY
from tracker.problem import Problem

_SAME = [name for name in KEY if name != "sex"]


def sexes(observations: pd.DataFrame) -> list[Problem]:
    """Return a finding for each figure that its women and men do not add up to.

    Only figures whose source gives the total and both sexes are compared.
    """
    figures = counted(observations)
    sex = figures["sex"].fillna("")
    split = figures[sex.isin(["f", "m"])]
    if split.empty:
        return []
    parts = split.groupby(_SAME, dropna=False, as_index=False).agg(
        parts=("value", "sum"), sexes=("sex", "nunique")
    )
    totals = figures[sex == ""].merge(parts[parts["sexes"] == 2], on=_SAME)
    wrong = totals[totals["parts"] != totals["value"]]
    return [
        finding(
            row,
            "sexes_differ_from_total",
            f"women and men add up to {people(row['parts'])}, the total says {people(row['value'])}",
            expected=people(row["parts"]),
            hint="some people may have been counted without their sex; the total is kept as printed",
        )
        for row in wrong.to_dict("records")
    ]
