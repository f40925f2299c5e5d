"""Respondents in, shares out: the rows of persons are counted once and never kept.

Nothing here writes.  What is returned are observations with the columns of the record; the table
of respondents belongs to the caller, who lets it go.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from geodata.how_many import how_many
from tracker.observation import observation_table
from tracker.problem import Problem
from tracker.solutions.codebook import Codebook, Question
from tracker.solutions.suppression import REST, WHOLE, Cell, hidden_cells

NOT_STATED = ""


@dataclass(frozen=True)
class _Asked:
    """Who was to answer one question, who gave the answer, and what each respondent weighs."""

    excluded: pd.Series
    entitled: pd.Series
    gave: pd.Series
    amount: pd.Series
    weight: pd.Series


def aggregate(respondents: pd.DataFrame, codebook: Codebook) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the shares and amounts of a survey, nationally and per unit, and the problems met.

    `respondents` has one row per person, every cell as text.  Counts below the codebook's
    threshold, answers everybody in a unit gave, and whatever would follow from the printed
    remainder are suppressed: the row says so and holds no number.  Columns: those of the record.
    """
    problems = _missing_columns(respondents, codebook)
    if problems:
        return observation_table([]), problems
    if respondents.empty:
        empty = Problem(
            code="sample_of_zero",
            message="the file holds no respondent",
            expected="one row per respondent",
            hint="check the sheet that was read",
        )
        return observation_table([]), [empty]
    table = respondents.apply(lambda column: column.astype("str").str.strip())
    units = _units(table, codebook)
    weight, weight_problems = _weights(table, codebook)
    rows: list[dict[str, object]] = []
    for question in codebook.question:
        rows += _rows(question, _asked(table, question, codebook, weight), units, codebook)
    return observation_table(rows), weight_problems


def _missing_columns(respondents: pd.DataFrame, codebook: Codebook) -> list[Problem]:
    wanted = {name for name in (codebook.region, codebook.cercle, codebook.weight) if name}
    for question in codebook.question:
        wanted |= {question.column, *(only.column for only in question.only)}
    return [
        Problem(
            code="column_missing",
            message=f"the codebook names a column {name!r} the file does not have",
            column=name,
            expected=f"one of {', '.join(map(str, respondents.columns))}",
            hint="correct the codebook",
        )
        for name in sorted(wanted - set(respondents.columns))
    ]


def _units(table: pd.DataFrame, codebook: Codebook) -> pd.Series:
    """Return the unit each respondent is counted in: region, or region and cercle, joined by a tab."""
    if not codebook.region:
        return pd.Series(NOT_STATED, index=table.index)
    region = table[codebook.region].mask(table[codebook.region].isin(codebook.missing), NOT_STATED)
    if not codebook.cercle:
        return region
    cercle = table[codebook.cercle].mask(table[codebook.cercle].isin(codebook.missing), NOT_STATED)
    return (region + "\t" + cercle).mask((region == NOT_STATED) | (cercle == NOT_STATED), NOT_STATED)


def _weights(table: pd.DataFrame, codebook: Codebook) -> tuple[pd.Series, list[Problem]]:
    if not codebook.weight:
        return pd.Series(1.0, index=table.index), []
    weight = pd.to_numeric(table[codebook.weight].str.replace(",", "."), errors="coerce")
    faulty = ~(weight > 0)
    if not faulty.any():
        return weight, []
    problem = Problem(
        code="weight_not_positive",
        message=f"{how_many(int(faulty.sum()), 'respondent')} without a weight above 0, counted nowhere",
        severity="warning",
        column=codebook.weight,
        expected="a number above 0",
        hint="complete the weights",
    )
    return weight.where(~faulty, 0.0), [problem]


def _asked(
    table: pd.DataFrame, question: Question, codebook: Codebook, weight: pd.Series
) -> dict[str, _Asked]:
    """Return who answered, by category; `REST` holds the answers the codebook does not list."""
    answer = table[question.column]
    addressed = pd.Series(True, index=table.index)
    for only in question.only:
        addressed &= table[only.column].isin(only.values)
    entitled = addressed & ~answer.isin(codebook.missing) & (weight > 0)
    nothing = pd.Series(float("nan"), index=table.index)
    if question.kind == "share":
        yes = entitled & answer.isin(question.yes)
        return {question.category: _Asked(~addressed, entitled, yes, nothing, weight)}
    if question.kind == "choice":
        by_category = {
            category: _Asked(~addressed, entitled, entitled & (answer == given), nothing, weight)
            for given, category in question.answers.items()
        }
        rest = entitled & ~answer.isin(list(question.answers))
        return {**by_category, REST: _Asked(~addressed, entitled, rest, nothing, weight)}
    amount = pd.to_numeric(answer.str.replace(r"[\s\u202f\u00a0]", "", regex=True), errors="coerce")
    entitled &= amount.notna()
    return {question.category: _Asked(~addressed, entitled, entitled, amount, weight)}


def _rows(
    question: Question, asked: dict[str, _Asked], units: pd.Series, codebook: Codebook
) -> list[dict[str, object]]:
    everybody = pd.Series(True, index=units.index)
    masks = {WHOLE: everybody} | {str(unit): units == unit for unit in sorted(units.unique())}
    cells = {
        category: {unit: _cell(answers, here) for unit, here in masks.items()}
        for category, answers in asked.items()
    }
    if question.kind in ("share", "choice"):
        out = hidden_cells(cells, codebook.threshold, never=frozenset({NOT_STATED}))
    else:
        out = {
            (category, unit)
            for category, of_category in cells.items()
            for unit, cell in of_category.items()
            if cell.entitled < codebook.threshold
        }
    rows = []
    for category in (name for name in asked if name != REST):
        for unit in (name for name in masks if name != NOT_STATED):
            value = None
            if (category, unit) not in out:
                value = _value(question, asked[category], masks[unit], codebook.threshold)
            rows.append(_row(unit, question, category, cells[category][unit], value, codebook))
    return rows


def _cell(asked: _Asked, here: pd.Series) -> Cell:
    counted = (here, here & asked.excluded, here & asked.entitled, here & asked.gave)
    return Cell(*(int(group.sum()) for group in counted))


def _row(
    unit: str, question: Question, category: str, cell: Cell, value: float | None, codebook: Codebook
) -> dict[str, object]:
    region, _, cercle = ("", "", "") if unit == WHOLE else unit.partition("\t")
    told = value is not None
    return {
        "indicator": question.indicator,
        "value": value,
        "value_status": ("zero" if value == 0 else "value") if told else "suppressed",
        "unit": "percent" if question.kind in ("share", "choice") else "FCFA",
        "population_group": codebook.population_group or None,
        "category": category or None,
        "figure_kind": "sum_of_source_rows",
        "sample_size": cell.asked if told else None,
        "denominator": cell.entitled if told else None,
        "reference_start": codebook.reference_start,
        "reference_end": codebook.reference_end,
        "reported_admin0_name": "Mali",
        "reported_admin1_name": region or None,
        "reported_admin2_name": cercle or None,
        "source_org": codebook.organisation,
        "source_title": codebook.title,
        "licence": codebook.licence or None,
        "credit": codebook.credit or None,
        "note": f"weighted by {codebook.weight}" if codebook.weight else "unweighted",
    }


def _value(question: Question, asked: _Asked, here: pd.Series, threshold: int) -> float | None:
    """Return the figure of one cell, or nothing where it would be one respondent's own."""
    if question.kind in ("share", "choice"):
        entitled = asked.weight[asked.entitled & here].sum()
        return float(asked.weight[asked.gave & here].sum() / entitled * 100)
    amounts = asked.amount[asked.entitled & here].sort_values()
    if question.kind == "median":
        return _rounded(_weighted_median(amounts, asked.weight[amounts.index]), question.round_to)
    # the smallest or largest amount is one person's own unless enough people share it
    extreme = float(amounts.iloc[0] if question.kind == "minimum" else amounts.iloc[-1])
    return extreme if int((amounts == extreme).sum()) >= threshold else None


def _weighted_median(amounts: pd.Series, weight: pd.Series) -> float:
    """Return the amount half of the weight lies at or below; the mean of two where it falls between."""
    passed = weight.cumsum()
    half = float(weight.sum()) / 2
    lower = float(amounts[passed >= half - 1e-9].iloc[0])
    above = amounts[passed > half + 1e-9]
    return (lower + float(above.iloc[0])) / 2 if len(above) else lower


def _rounded(value: float, step: float) -> float:
    return round(value / step) * step if step else value
