"""`tracker survey`: a file of respondents counted into a table of results."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from geodata.how_many import how_many


def register(app: typer.Typer) -> None:
    app.command("survey")(count)


def count(
    path: Annotated[Path, typer.Argument(help="One row per respondent: CSV or workbook.")],
    codebook: Annotated[Path, typer.Option(help="What the columns mean, in TOML.")],
    out: Annotated[Path, typer.Option(help="The CSV of results to write; `tracker ingest` takes it.")],
) -> None:
    """Count a survey into shares and amounts, small groups kept back; the respondents are not stored."""
    from tracker.atomic import write_text
    from tracker.errors import UnreadableFile
    from tracker.solutions.codebook import parse_codebook
    from tracker.solutions.microdata import aggregate
    from tracker.solutions.respondents import as_table, respondents

    try:
        book = parse_codebook(codebook.read_text(encoding="utf-8"), codebook.name)
    except OSError as error:
        raise UnreadableFile(f"{codebook}: the codebook cannot be read ({error.strerror})") from None
    observations, problems = aggregate(respondents(path), book)
    for problem in problems:
        typer.echo(f"{problem.code}: {problem.message}; expected {problem.expected}", err=True)
    if observations.empty:
        raise UnreadableFile(f"{path.name}: nothing could be counted")
    results = as_table(observations)
    write_text(out, results.to_csv(index=False, lineterminator="\n"))
    kept_back = int((observations["value_status"] == "suppressed").sum())
    typer.echo(f"{out}: {how_many(len(results), 'result')}, {kept_back} kept back as small groups")
