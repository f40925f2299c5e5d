"""The small page of flows: arrows over a drawing, a slider over the periods, and the list."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from maps import assets, number, payload_flows
from maps.drawing import Drawing
from maps.offline import policy
from maps.payload import PLAIN, inert, language
from maps.templating import environment
from maps.words import LANGS, word
from tracker.view import View

SCRIPTS = ("decode.js", "moves.js", "words.js", "lite_flows.js")
EDGE = 20  # steps around the outermost place


def _nodes(view: View, drawing: Drawing, others: list[dict[str, Any]]) -> list[list[object]]:
    """Return x, y and names of every place that a flow can name, in the order of their numbers."""
    lon = pd.to_numeric(view.units["label_lon"]).to_numpy(dtype=float)
    lat = pd.to_numeric(view.units["label_lat"]).to_numpy(dtype=float)
    own = [[name] for name in view.units["place_name"].astype(str)]
    at = np.array([[one["at"][1], one["at"][0]] for one in others]).reshape(-1, 2)
    steps = drawing.step(np.vstack([np.column_stack([lon, lat]), at])).astype(int).tolist()
    names = own + [one["names"] for one in others]
    return [[x, y, said] for (x, y), said in zip(steps, names, strict=True)]


def build(view: View, lang: str = "fr") -> str:
    """Return the small page of flows.

    Raises
    ------
    NothingToDraw
        When the view has no flow.
    """
    from maps.page import NothingToDraw

    found = payload_flows.record(view)
    if not found:
        raise NothingToDraw(f"no figure for a small page 'flows' in edition {view.edition.id}")
    drawing = Drawing(view)
    nodes = _nodes(view, drawing, found["flows"]["others"])
    axis = found["indicators"][0]
    kinds = [{key: value for key, value in one.items() if key != "means"} for one in found["flows"]["kinds"]]
    title = [word("page.title", tongue, subject=word("kind.flows", tongue)) for tongue in LANGS]
    data = {
        "slices": axis["slices"],
        "lengths": axis["lengths"],
        "kinds": kinds,
        "nodes": nodes,
        "title": title,
        **language(assets.words_in(*SCRIPTS), ("age.",)),
    }
    x, y = [node[0] for node in nodes], [node[1] for node in nodes]
    left, top = min([0, *x]) - EDGE, min([0, *y]) - EDGE  # type: ignore[type-var, operator]
    right, bottom = max([drawing.width, *x]) + EDGE, max([drawing.height, *y]) + EDGE  # type: ignore[type-var, operator]
    script = assets.script(*SCRIPTS)
    return (
        environment()
        .get_template("lite_flows.html.j2")
        .render(
            policy=policy([script]),
            style=assets.style("lite.css"),
            script=script,
            data=inert(data),
            lang=lang,
            langs=LANGS,
            word=word,
            number=number,
            title=title[LANGS.index(lang)],
            view=view,
            drawing=drawing,
            box=f"{left} {top} {right - left} {bottom - top}",
            fill=PLAIN,
            codes=[str(code) for code in view.units["pcode"]],
            definitions=payload_flows.present(view),
            **payload_flows.listing(view, lang),
        )
    )
