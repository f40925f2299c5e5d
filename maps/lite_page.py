"""What the small pages have in common: one template, one script, both languages, no Leaflet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from maps import assets, number
from maps.drawing import Drawing
from maps.offline import policy
from maps.payload import inert, language
from maps.sources import edition_titles
from maps.templating import environment
from maps.words import LANGS, word
from tracker.view import View

SHARED = ("decode.js", "words.js", "lite_both.js")


def render(
    template: str,
    kind: str,
    view: View,
    drawing: Drawing,
    lang: str,
    *,
    scripts: tuple[str, ...],
    wanted: Iterable[str],
    sections: tuple[str, ...],
    data: dict[str, Any],
    values: dict[str, Any],
) -> str:
    """Return a small page: `data` for its scripts, `values` for its template beside the common ones.

    `scripts` come after the shared ones; `wanted` and `sections` are words they put together.
    """
    names = (*SHARED, *scripts)
    script = assets.script(*names)
    titles = [word("page.title", tongue, subject=word(f"kind.{kind}", tongue)) for tongue in LANGS]
    known = language(assets.words_in(*names) | frozenset(wanted), sections)
    known["words"] = {key: [known["words"][one][key] for one in LANGS] for key in known["words"]["fr"]}
    return (
        environment()
        .get_template(template)
        .render(
            policy=policy([script]),
            style=assets.style("lite.css"),
            script=script,
            data=inert(data | {"title": titles} | known),
            lang=lang,
            langs=LANGS,
            word=word,
            number=number,
            title=titles[LANGS.index(lang)],
            view=view,
            edition_titles=edition_titles(view),
            drawing=drawing,
            **values,
        )
    )
