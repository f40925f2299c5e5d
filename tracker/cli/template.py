"""`tracker template`: tables to type figures into, read back without configuration."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Kind(StrEnum):
    """What the template is for."""

    pdi = "pdi"
    sites = "sites"
    programmes = "programmes"
    assistance = "assistance"
    survey = "survey"
    measures = "measures"


class Language(StrEnum):
    """Language of the headers."""

    fr = "fr"
    en = "en"


class Format(StrEnum):
    """What is written."""

    xlsx = "xlsx"
    csv = "csv"


def register(app: typer.Typer) -> None:
    app.command("template")(template)


def template(
    kind: Annotated[Kind, typer.Argument(help="pdi: IDPs, returnees; sites: sites and services; …")],
    lang: Annotated[Language, typer.Option(help="Language of the headers.")] = Language.fr,
    form: Annotated[
        Format | None, typer.Option("--format", help="Default: what --out ends with, else xlsx.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Where to write it; default: here.", dir_okay=False)
    ] = None,
) -> None:
    """Write a template: a workbook with lists of places to choose from, or the headers as CSV."""
    from tracker.read.template import write_csv_template, write_template

    if form is None:
        form = Format.csv if out and out.suffix.lower() == ".csv" else Format.xlsx
    name = "gabarit" if lang is Language.fr else "template"
    path = out or Path(f"{name}_{kind.value}.{form.value}")
    write = write_csv_template if form is Format.csv else write_template
    write(path, kind.value, lang.value)
    typer.echo(str(path))
