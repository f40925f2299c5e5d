"""`tracker template`: workbooks to type figures into, read back without configuration."""

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


def register(app: typer.Typer) -> None:
    app.command("template")(template)


def template(
    kind: Annotated[Kind, typer.Argument(help="pdi: IDPs, returnees; sites: sites and services; …")],
    lang: Annotated[Language, typer.Option(help="Language of the headers.")] = Language.fr,
    out: Annotated[
        Path | None, typer.Option(help="Where to write it; default: here.", dir_okay=False)
    ] = None,
) -> None:
    """Write an XLSX template with lists of places to choose from."""
    from tracker.read.template import write_template

    path = out or Path(f"gabarit_{kind.value}.xlsx" if lang is Language.fr else f"template_{kind.value}.xlsx")
    write_template(path, kind.value, lang.value)
    typer.echo(str(path))
