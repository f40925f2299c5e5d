"""Admin levels in one file: the deepest is loaded, the ones above are compared with it."""

from __future__ import annotations

import pandas as pd

from tracker.read.draft import Draft


def level_of(figures: pd.DataFrame) -> pd.Series:
    """Return the deepest admin level each figure names."""
    level = pd.Series(0, index=figures.index)
    for at in (1, 2, 3):
        named = figures[f"reported_admin{at}_name"].notna() | figures[f"reported_admin{at}_code"].notna()
        level = level.mask(named, at)
    return level


def deepest_only(figures: pd.DataFrame, draft: Draft, series: list[str]) -> pd.DataFrame:
    """Return the figures of the deepest level of each `series`; never two levels together.

    The rows above are ignored and counted; where they do not add up to the same people, it is a
    problem.
    """
    level = level_of(figures)
    deepest = level.groupby([figures[name] for name in series], dropna=False).transform("max")
    upper = level < deepest
    if not upper.any():
        return figures
    draft.ignore(
        figures.loc[upper, "source_row"].astype(int).tolist(), "upper level of figures given below it"
    )
    sums = (
        figures.assign(level=level, deepest=deepest).groupby([*series, "level"], dropna=False)["value"].sum()
    )
    table = sums.unstack("level")
    for key, row in table.iterrows():
        given = row.dropna()
        if given.nunique() > 1:
            names = key if isinstance(key, tuple) else (key,)
            words = ", ".join(f"level {at}: {value:,.0f}" for at, value in given.items())
            draft.remark(
                "levels_disagree",
                f"the admin levels of {_named(names)} differ ({words})",
                severity="warning",
                hint="the deepest level is used",
            )
    return figures[~upper]


def _named(names: tuple[object, ...]) -> str:
    return " ".join(str(name) for name in names if str(name) not in ("nan", "<NA>", "None"))
