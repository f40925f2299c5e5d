"""The small page of flows: arrows over a drawing, a slider over the periods, and the list."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from maps import lite_page, payload_flows, still_flows
from maps.drawing import Drawing
from maps.errors import NothingToDraw
from maps.payload import PLAIN
from maps.words import LANGS, word
from tracker.view import View


def _nodes(view: View, drawing: Drawing, others: list[dict[str, Any]]) -> list[list[object]]:
    """Return x, y, names, and 1 or (the whole country) 0 of every place, in the order of their numbers."""
    lon = pd.to_numeric(view.units["label_lon"]).to_numpy(dtype=float)
    lat = pd.to_numeric(view.units["label_lat"]).to_numpy(dtype=float)
    own = [[name] for name in view.units["place_name"].astype(str)]
    at = np.array([[one["at"][1], one["at"][0]] for one in others]).reshape(-1, 2)
    steps = drawing.step(np.vstack([np.column_stack([lon, lat]), at])).astype(int).tolist()
    whole = [word("flow.country_only", lang) for lang in LANGS]
    names = own + [whole if one["id"] == "MLI" else one["names"] for one in others]
    known = [1] * len(own) + [int(one["id"] != "MLI") for one in others]
    return [[x, y, said, one] for (x, y), said, one in zip(steps, names, known, strict=True)]


def build(view: View, lang: str = "fr") -> str:
    """Return the small page of flows.

    Raises
    ------
    NothingToDraw
        When the view has no flow.
    """
    found = payload_flows.record(view)
    if not found:
        raise NothingToDraw(f"no figure for a small page 'flows' in edition {view.edition.id}")
    drawing = Drawing(view)
    nodes = _nodes(view, drawing, found["flows"]["others"])
    axis = found["indicators"][0]
    kinds = [{key: value for key, value in one.items() if key != "means"} for one in found["flows"]["kinds"]]
    at = still_flows.places(view, drawing)
    named = {str(end) for column in ("origin", "destination") for end in view.flows[column].dropna()}
    return lite_page.render(
        "lite_flows.html.j2",
        "flows",
        view,
        drawing,
        lang,
        scripts=("moves.js", "lite_flows.js"),
        wanted=(),
        sections=("age.",),
        data={"slices": axis["slices"], "lengths": axis["lengths"], "kinds": kinds, "nodes": nodes},
        values={
            "box": still_flows.box(drawing, {code: point for code, point in at.items() if code in named}),
            "fill": PLAIN,
            "codes": [str(code) for code in view.units["pcode"]],
            "definitions": payload_flows.present(view),
            "marks": still_flows.marks(view, drawing, lang),
            **payload_flows.listing(view, lang),
        },
    )
