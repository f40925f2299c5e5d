"""Templates on solutions: what fits becomes a figure, what cannot be one becomes a problem."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from tracker.read import read
from tracker.read.template import write_template
from tracker.solutions.measures import measures
from tracker.solutions.pilots import pilots
from tracker.solutions.tables import parse
from tracker.solutions.templates import templates

GOOD: dict[str, list[dict[str, str]]] = {
    "programmes": [
        {"date_end": "2020-12-31", "programme": "Pilote", "admin1": "Kayes", "stage": stage, "people": people}
        for stage, people in (("assisted", "86"), ("disbursed", "13"), ("repaid", "11"), ("defaulted", "1"))
    ],
    "assistance": [
        {
            "date_end": "2022-03-31",
            "admin1": "Gao",
            "admin2": "Gao",
            "activities": "120",
            "organisations": "14",
        },
        {
            "date_end": "2022-03-31",
            "admin1": "Gao",
            "admin2": "Bourem",
            "activities": "0",
            "organisations": "0",
        },
    ],
    "survey": [
        {
            "date_end": "2024-05-31",
            "admin1": "Mopti",
            "indicator": "intention_return",
            "value": "61,5",
            "asked": "412",
            "denominator": "400",
        }
    ],
    "measures": [
        {
            "date_end": "2024-05-31",
            "site_id": "s1",
            "admin1": "Gao",
            "indicator": "return_index",
            "value": "35",
            "minimum": "0",
            "maximum": "100",
            "higher_is": "worse",
        },
        {
            "date_end": "2024-05-31",
            "site_id": "s1",
            "admin1": "Gao",
            "indicator": "site_caseload",
            "value": "240",
        },
    ],
}


def _parsed(kind: str, rows: list[dict[str, str]]) -> tuple[pd.DataFrame, list[str]]:
    roles = [column.role for column in templates()[kind].column]
    table = pd.DataFrame(rows, index=range(2, len(rows) + 2)).reindex(columns=roles)
    parsed = parse(kind, table)
    return parsed.figures, [problem.code for problem in parsed.problems]


@pytest.mark.parametrize("kind", list(GOOD))
def test_sound_rows_become_figures(kind: str) -> None:
    figures, problems = _parsed(kind, GOOD[kind])
    assert problems == []
    assert len(figures) == sum(2 if kind == "assistance" else 1 for _ in GOOD[kind])
    assert set(figures.index) == set(range(2, len(GOOD[kind]) + 2))


WRONG = [
    ("programmes", {"people": "99"}, "funnel_grows"),
    ("programmes", {"stage": "hoped"}, "funnel_stage_unknown"),
    ("programmes", {"people": "12.5"}, "not_a_count"),
    ("programmes", {"date_end": ""}, "no_date"),
    ("assistance", {"admin1": ""}, "no_place"),
    ("assistance", {"organisations": "121"}, "more_organisations"),
    ("assistance", {"activities": "-3"}, "not_a_count"),
    ("survey", {"value": "101"}, "share_outside_100"),
    ("survey", {"asked": "0"}, "sample_of_zero"),
    ("survey", {"denominator": "0"}, "sample_of_zero"),
    ("survey", {"denominator": "500"}, "denominator_above_sample"),
    ("survey", {"indicator": "happiness"}, "unknown_indicator"),
    ("survey", {"value": "beaucoup"}, "not_a_number"),
    ("survey", {"date_start": "2024-06-30"}, "period_reversed"),
    ("measures", {"value": "120"}, "index_outside_scale"),
    ("measures", {"higher_is": "better"}, "scale_differs"),
    ("measures", {"higher_is": ""}, "scale_differs"),
    ("measures", {"site_id": ""}, "no_site"),
    ("measures", {"indicator": "site_stage", "value": "9"}, "unknown_stage"),
]


@pytest.mark.parametrize(("kind", "change", "code"), WRONG)
def test_what_cannot_be_a_figure_is_a_problem_and_no_number(
    kind: str, change: dict[str, str], code: str
) -> None:
    place = 2 if kind == "programmes" and "people" in change else 0
    rows = [dict(row) for row in GOOD[kind]]
    rows[place] |= change
    figures, problems = _parsed(kind, rows)
    assert code in problems
    assert place + 2 not in figures.index


def test_a_funnel_that_grows_takes_all_its_rows_out() -> None:
    rows = [dict(row) for row in GOOD["programmes"]]
    rows[2]["people"] = "14"
    figures, problems = _parsed("programmes", rows)
    assert figures.empty
    assert problems == ["funnel_grows"] * 4


def test_measures_of_sites_carry_the_site_and_the_day() -> None:
    figures, _ = _parsed("measures", GOOD["measures"])
    table = measures(figures.assign(source="test"))
    assert table[["site_id", "slice"]].drop_duplicates().to_numpy().tolist() == [["s1", "2024-05-31"]]


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("kind", list(GOOD))
def test_a_template_written_filled_and_read_back_gives_the_figures(
    kind: str, lang: str, tmp_path: Path
) -> None:
    path = tmp_path / f"{kind}.xlsx"
    write_template(path, kind, lang)
    book = load_workbook(path)
    sheet = book[templates()[kind].sheet[lang == "en"]]
    roles = [column.role for column in templates()[kind].column]
    for row in GOOD[kind]:
        sheet.append([row.get(role) for role in roles])
    book.save(path)
    reading = read(path)
    assert reading.source.id == "solutions-template"
    assert reading.problems == []
    assert reading.rows_kept == len(GOOD[kind])
    expected, _ = _parsed(kind, GOOD[kind])
    assert reading.observations["value"].tolist() == expected["value"].tolist()
    assert reading.observations["reported_admin0_name"].eq("Mali").all()


def test_the_published_programmes_fit_the_template() -> None:
    for pilot in pilots():
        rows = [
            {"date_end": "2020-12-31", "programme": pilot.programme, "stage": stage, "people": f"{people:g}"}
            for stage, people in pilot.counts.items()
        ]
        figures, problems = _parsed("programmes", rows)
        assert problems == []
        assert len(figures) == len(rows)
