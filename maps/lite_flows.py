"""The small page of flows: arrows over a drawing, a slider over the periods, and the list."""

from __future__ import annotations

from typing import Any

from geodata.nations import MALI
from maps import lite_page, payload_flows, still_flows
from maps.drawing import Drawing
from maps.errors import NothingToDraw
from maps.kinds import Kind
from maps.payload import PLAIN
from maps.sources import sources_of
from maps.words import LANGS, word
from tracker.view import View

LEFT_OUT = {"id", "matrix", "means"}


def _nodes(view: View, at: dict[str, tuple[int, int]], others: list[dict[str, Any]]) -> list[list[object]]:
    """Return x, y, names, and 1 or (the whole country) 0 of every place, in the order of their numbers.

    Places without a point on the drawing have no x and y.
    """
    own = [
        (str(code), [str(name)])
        for code, name in zip(view.units["pcode"], view.units["place_name"], strict=True)
    ]
    whole = [word("flow.country_only", lang) for lang in LANGS]
    beyond = [(one["id"], whole if one["id"] == MALI else one["names"]) for one in others]
    return [[*at.get(code, (None, None)), said, int(code != MALI)] for code, said in own + beyond]


def build(kind: Kind, view: View, lang: str = "fr") -> str:
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
    at = still_flows.places(view, drawing)
    nodes = _nodes(view, at, found["flows"]["others"])
    axis = found["indicators"][0]
    kinds = [
        {key: value for key, value in one.items() if key not in LEFT_OUT} for one in found["flows"]["kinds"]
    ]
    named = {str(end) for column in ("origin", "destination") for end in view.flows[column].dropna()}
    return lite_page.render(
        "lite_flows.html.j2",
        kind.id,
        view,
        drawing,
        lang,
        scripts=("percent.js", "ages.js", "moves.js", "arrow.js", "flowshares.js", "lite_flows.js"),
        wanted=(),
        sections=("age.", "unit."),
        data={"slices": axis["slices"], "lengths": axis["lengths"], "kinds": kinds, "nodes": nodes},
        values={
            "box": still_flows.box(drawing, {code: point for code, point in at.items() if code in named}),
            "fill": PLAIN,
            "codes": [str(code) for code in view.units["pcode"]],
            "definitions": payload_flows.present(view),
            "sources": sources_of(kind, view),
            **still_flows.marks(view, at, lang),
            **payload_flows.listing(view, lang),
        },
    )
