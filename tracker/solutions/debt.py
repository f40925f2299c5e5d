"""How heavy a debt weighs: months of income it stands for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Burden:
    """A debt in months of income, and what had to be assumed to say so."""

    months: float
    is_least: bool
    assumption_fr: str
    assumption_en: str


def debt_burden(median_debt_fcfa: float, median_income_fcfa: float) -> Burden:
    """Return median debt ÷ median monthly income.

    Raises
    ------
    ValueError
        For a debt below 0, or no income: a debt cannot be paid out of nothing in any number of
        months.
    """
    _refuse(median_debt_fcfa, median_income_fcfa)
    return Burden(
        months=median_debt_fcfa / median_income_fcfa,
        is_least=False,
        assumption_fr="les deux médianes portent sur les mêmes personnes ; tout le revenu irait à la dette",
        assumption_en="both medians are of the same people; the whole income would go to the debt",
    )


def least_burden(median_debt_fcfa: float, income_ceiling_fcfa: float, share_below_percent: float) -> Burden:
    """Return the least the burden can be when only a ceiling of the income is published.

    If more than half of the people earn no more than the ceiling, so does the median earner.

    Raises
    ------
    ValueError
        When half of the people or fewer stay below the ceiling: then it bounds no median.
    """
    if not 50 < share_below_percent <= 100:
        raise ValueError(
            f"{share_below_percent:g} % below the ceiling do not bound the median; more than 50 % do"
        )
    _refuse(median_debt_fcfa, income_ceiling_fcfa)
    share, ceiling = f"{share_below_percent:g} %", f"{income_ceiling_fcfa:,.0f}"
    return Burden(
        months=median_debt_fcfa / income_ceiling_fcfa,
        is_least=True,
        assumption_fr=(
            f"revenu médian non publié : {share} gagnent au plus {ceiling.replace(',', ' ')} FCFA par mois, "
            "donc la médiane aussi ; tout le revenu irait à la dette"
        ),
        assumption_en=(
            f"median income not published: {share} earn at most FCFA {ceiling} a month, "
            "hence so does the median; the whole income would go to the debt"
        ),
    )


def _refuse(debt: float, income: float) -> None:
    if not debt >= 0:
        raise ValueError(f"a debt is 0 or more, got {debt:g}")
    if not income > 0:
        raise ValueError(f"an income above 0 is needed, got {income:g}")
