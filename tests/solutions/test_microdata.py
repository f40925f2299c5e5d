"""456 invented respondents give back the published percentages, and none of them can be found."""

from __future__ import annotations

import random
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from tracker.cli import build_app
from tracker.errors import DeclarationError
from tracker.read import read
from tracker.solutions.codebook import Codebook, parse_codebook
from tracker.solutions.microdata import aggregate

CODEBOOK = """
title = "A synthetic survey built to the published percentages"
organisation = "Test"
reference_start = "2020-02-17"
reference_end = "2020-07-17"
population_group = "returned migrants"
region = "region"
threshold = 10

[[question]]
indicator = "debt_indebted_on_return"
column = "indebted"
yes = ["oui"]

[[question]]
indicator = "debt_migration_related"
column = "for_migration"
yes = ["oui"]
only = [{column = "indebted", values = ["oui"]}]

[[question]]
indicator = "debt_new_loan_after_return"
column = "new_loan"
yes = ["oui"]
only = [{column = "indebted", values = ["oui"]}]

[[question]]
indicator = "debt_no_income"
column = "income"
yes = ["0"]

[[question]]
indicator = "debt_threats"
column = "threatened"
yes = ["oui"]

[[question]]
indicator = "returnee_profile"
column = "sex"
category = "men"
yes = ["m"]

[[question]]
indicator = "debt_intend_to_repay"
column = "repay"
yes = ["oui"]
only = [{column = "indebted", values = ["oui"]}]

[[question]]
indicator = "debt_lender"
column = "lender"
kind = "choice"
only = [{column = "indebted", values = ["oui"]}]
[question.answers]
amis = "friends"
famille = "family"

[[question]]
indicator = "debt_median_fcfa"
column = "amount"
kind = "median"
round_to = 5000

[[question]]
indicator = "debt_min_fcfa"
column = "amount"
kind = "minimum"

[[question]]
indicator = "debt_max_fcfa"
column = "amount"
kind = "maximum"
"""
PUBLISHED = {
    ("debt_indebted_on_return", ""): 68,
    ("debt_migration_related", ""): 83,
    ("debt_new_loan_after_return", ""): 47,
    ("debt_no_income", ""): 53,
    ("debt_threats", ""): 20,
    ("returnee_profile", "men"): 97,
    ("debt_lender", "friends"): 58,
    ("debt_lender", "family"): 39,
    ("debt_median_fcfa", ""): 100_000,
    ("debt_min_fcfa", ""): 15_000,
    ("debt_max_fcfa", ""): 3_500_000,
}
REGIONS = {"Kayes": 150, "Bamako": 120, "Sikasso": 80, "Koulikoro": 60, "Ségou": 30, "Gao": 12, "Kidal": 4}
ASKED = 456


def _column(count: int, yes: int, rng: random.Random, words: tuple[str, str] = ("oui", "non")) -> list[str]:
    answers = [words[0]] * yes + [words[1]] * (count - yes)
    rng.shuffle(answers)
    return answers


@pytest.fixture(scope="module")
def respondents() -> pd.DataFrame:
    """456 invented people; nobody real is in it."""
    rng = random.Random(456)
    indebted = round(0.68 * ASKED)  # 310
    table = pd.DataFrame({"indebted": _column(ASKED, indebted, rng)})
    owing = table.index[table["indebted"] == "oui"]
    for name, yes in (("for_migration", 257), ("new_loan", 146), ("repay", 307)):
        table.loc[owing, name] = _column(indebted, yes, rng)
    table.loc[owing, "lender"] = rng.sample(["amis"] * 179 + ["famille"] * 121 + ["banque"] * 10, indebted)
    spread = [15_000] * 10 + [60_000] * 140 + [100_000] * 60 + [400_000] * 90 + [3_500_000] * 10
    table.loc[owing, "amount"] = [str(amount) for amount in rng.sample(spread, indebted)]
    table["income"] = _column(ASKED, 242, rng, ("0", "40000"))
    table["threatened"] = _column(ASKED, 91, rng)
    table["sex"] = _column(ASKED, 442, rng, ("m", "f"))
    regions = [region for region, count in REGIONS.items() for _ in range(count)]
    table["region"] = rng.sample(regions, ASKED)
    table["name"] = [f"Person {number}" for number in range(ASKED)]
    return table.fillna("")


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return parse_codebook(CODEBOOK, "test.toml")


@pytest.fixture(scope="module")
def counted(respondents: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    observations, problems = aggregate(respondents, codebook)
    assert problems == []
    return observations


@pytest.mark.parametrize(("indicator", "category"), list(PUBLISHED))
def test_the_published_figures_come_back_within_rounding(
    counted: pd.DataFrame, indicator: str, category: str
) -> None:
    national = counted[counted["reported_admin1_name"].isna() & (counted["indicator"] == indicator)]
    row = national[national["category"].fillna("") == category].iloc[0]
    published = PUBLISHED[indicator, category]
    assert float(row["value"]) == pytest.approx(published, abs=0.5)
    assert row["sample_size"] == ASKED


def test_denominators_are_those_of_the_question(counted: pd.DataFrame) -> None:
    national = counted[counted["reported_admin1_name"].isna()].set_index("indicator")
    assert national.loc["debt_indebted_on_return", "denominator"] == 456
    assert national.loc["debt_migration_related", "denominator"] == 310


def test_a_share_whose_complement_is_three_people_is_not_printed(counted: pd.DataFrame) -> None:
    row = counted[
        (counted["indicator"] == "debt_intend_to_repay") & counted["reported_admin1_name"].isna()
    ].iloc[0]
    assert row["value_status"] == "suppressed"
    assert pd.isna(row["value"])
    assert pd.isna(row["denominator"])


def test_no_printed_group_is_smaller_than_the_threshold(counted: pd.DataFrame, codebook: Codebook) -> None:
    printed = counted[counted["value"].notna() & (counted["unit"] == "percent")]
    gave = (printed["value"].astype(float) * printed["denominator"].astype(float) / 100).round()
    rest = printed["denominator"].astype(float) - gave
    assert not ((gave > 0) & (gave < codebook.threshold)).any()
    assert not ((rest > 0) & (rest < codebook.threshold)).any()


def test_nothing_hidden_follows_from_the_whole_minus_the_printed_regions(
    counted: pd.DataFrame, respondents: pd.DataFrame, codebook: Codebook
) -> None:
    shares = counted[(counted["indicator"] == "debt_indebted_on_return")]
    hidden = shares.loc[shares["value_status"] == "suppressed", "reported_admin1_name"]
    assert {"Gao", "Kidal"} <= set(hidden)
    away = respondents[respondents["region"].isin(hidden)]
    yes = int((away["indebted"] == "oui").sum())
    assert len(hidden) >= 2
    assert min(yes, len(away) - yes) >= codebook.threshold


def test_no_column_of_the_respondents_and_no_name_comes_through(
    counted: pd.DataFrame, respondents: pd.DataFrame
) -> None:
    text = counted.to_csv()
    assert not any(name in text for name in respondents["name"])
    assert len(counted) < ASKED


def test_an_extreme_amount_of_one_person_is_not_printed(
    respondents: pd.DataFrame, codebook: Codebook
) -> None:
    alone = respondents.copy()
    row = alone.index[alone["indebted"] == "oui"][0]
    alone.loc[row, "amount"] = "9999999"
    observations, _ = aggregate(alone, codebook)
    largest = observations[observations["indicator"] == "debt_max_fcfa"].iloc[0]
    assert largest["value_status"] == "suppressed"


def test_weights_change_shares_but_not_what_is_hidden(respondents: pd.DataFrame) -> None:
    weighted = respondents.assign(w=["2" if sex == "m" else "1" for sex in respondents["sex"]])
    book = parse_codebook('weight = "w"\n' + CODEBOOK, "test.toml")
    observations, _ = aggregate(weighted, book)
    men = observations[(observations["indicator"] == "returnee_profile")].iloc[0]
    assert float(men["value"]) == pytest.approx(100 * 884 / 898)
    assert men["note"] == "weighted by w"


def test_a_file_without_respondents_is_a_problem_not_a_number(
    codebook: Codebook, respondents: pd.DataFrame
) -> None:
    observations, problems = aggregate(respondents.iloc[:0], codebook)
    assert observations.empty
    assert [problem.code for problem in problems] == ["sample_of_zero"]


def test_a_column_the_codebook_misses_is_a_problem(codebook: Codebook, respondents: pd.DataFrame) -> None:
    _, problems = aggregate(respondents.drop(columns="lender"), codebook)
    assert [problem.column for problem in problems] == ["lender"]


def test_a_codebook_with_an_unknown_indicator_is_refused() -> None:
    with pytest.raises(DeclarationError, match="no indicator 'wealth'"):
        parse_codebook(CODEBOOK.replace("debt_no_income", "wealth"), "test.toml")


def test_the_command_writes_results_that_are_read_back_and_keeps_no_respondent(
    respondents: pd.DataFrame, tmp_path: Path, tracker_home: Path
) -> None:
    source, book, out = tmp_path / "people.csv", tmp_path / "book.toml", tmp_path / "results.csv"
    respondents.to_csv(source, index=False)
    book.write_text(CODEBOOK, encoding="utf-8")
    told = CliRunner().invoke(
        build_app(), ["survey", str(source), "--codebook", str(book), "--out", str(out)]
    )
    assert told.exit_code == 0, told.output
    assert "kept back" in told.output
    reading = read(out)
    assert reading.problems == []
    indebted = reading.observations[reading.observations["indicator"] == "debt_indebted_on_return"]
    national = indebted[indebted["reported_admin1_name"].isna()].iloc[0]
    assert (national["value"], national["denominator"]) == (pytest.approx(67.98), 456)
    kept = [path for path in tracker_home.rglob("*") if path.is_file()]
    assert kept == []
    assert not any(name in out.read_text(encoding="utf-8") for name in respondents["name"])
