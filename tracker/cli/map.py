"""`tracker map`: one page, as a file to send or to open."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Kind(StrEnum):
    displacement = "displacement"
    flows = "flows"
    returns = "returns"
    reintegration = "reintegration"


class Language(StrEnum):
    fr = "fr"
    en = "en"


def register(app: typer.Typer) -> None:
    app.command("map")(draw)


def draw(
    kind: Annotated[Kind, typer.Argument(help="Which page.")],
    out: Annotated[Path, typer.Option(help="The HTML file to write.")],
    lang: Annotated[Language, typer.Option(help="Language shown first; both are inside.")] = Language.fr,
    edition: Annotated[str | None, typer.Option(help="Boundary edition to draw in.")] = None,
    level: Annotated[int | None, typer.Option(min=1, max=3, help="1 regions, 2 cercles, 3 communes.")] = None,
    as_of: Annotated[str | None, typer.Option(help="What the record knew on this day, YYYY-MM-DD.")] = None,
    lite: Annotated[bool, typer.Option("--lite", help="A few dozen KB for e-mail, without Leaflet.")] = False,
) -> None:
    """Draw one page of the publication into one self-contained HTML file."""
    from maps.page import build
    from tracker.atomic import write_text
    from tracker.cli.progress import stage
    from tracker.cli.published import published_before
    from tracker.embedded.load import ensure_embedded
    from tracker.home import home
    from tracker.public import public_view
    from tracker.store import open_store

    with stage("Reading the record"), open_store(home()) as store:
        ensure_embedded(store, home())
        before = published_before(home(), level, edition)
        view = public_view(store, home(), edition=edition, level=level, as_of=as_of, previous=before)
    with stage("Drawing"):
        page = build(kind.value, view, lang=lang.value, lite=lite)
    write_text(out, page)
    typer.echo(f"{out}: {len(page.encode()) / 1024:.0f} KB, as of {view.as_of}, edition {view.edition.id}")
