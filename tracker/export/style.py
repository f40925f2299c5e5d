"""The look of a layer as rules: the classes, colours and statuses of the pages, for QGIS and SLD."""

from __future__ import annotations

from tracker.classes import Classes, circle_radius, declared, ramp
from tracker.export.layer import Layer
from tracker.export.legend import LANGS, RATE, Lang, alone, class_words, heading, number, said, word
from tracker.export.symbols import HATCH_MARKS, Part, Rule, exact, fill_of, hatch_of, rgba, site_mark
from tracker.observation import COUNTED_UNITS
from tracker.solutions.declared import declared as solutions

SHOWN = ("value", "carried_forward")
GAP = "percentage points"
SMALL = "#d7d7d3"


def rules_of(layer: Layer, lang: Lang = "fr") -> list[Rule]:
    """Return the rules of a layer: classes and statuses of polygons, kinds of flows, sites."""
    if layer.kind == "flows":
        return _flow_rules(layer, lang)
    if layer.shape == "Point":
        return site_rules(layer, lang)
    if layer.indicator is None:
        return [_plain_rule(lang), *_status_rules(layer, lang)]
    classes = _gap_rules(layer, lang) if layer.indicator.unit == GAP else _class_rules(layer, lang)
    asked = layer.kind == "surveys" and layer.table["small_sample"].notna().any()
    small = [_small_rule(layer, lang)] if asked else []
    return [*classes, *small, *_status_rules(layer, lang), *_circle_rules(layer, lang)]


def circle_classes(layer: Layer, lang: Lang = "fr") -> list[Rule]:
    """Return the circles of counts for styles that know no formulas: one size per class."""
    if not _circle_rules(layer, lang) or layer.classes is None or layer.indicator is None:
        return []
    found = []
    words = class_words(layer.classes, "value", lang)
    for (low, high), text in zip(layer.classes.intervals(), words, strict=True):
        found.append(
            Rule(
                label=word("named", lang, label=layer.indicator.label(lang), words=text),
                filter="",
                parts=[],
                fill=declared()["circles"]["fill"],
                statuses=SHOWN,
                field="value",
                low=exact(low),
                high=exact(high),
                size=f"{2 * circle_radius(high, layer.largest):.1f}",
                alpha="0.2",
                blank=layer.blank,
            )
        )
    return found


def painted_by(layer: Layer) -> tuple[str, Classes]:
    """Return the field the polygons are painted by, and its classes: the rate where it is known."""
    if layer.rate_classes is not None and layer.rate_classes.limits:
        return RATE, layer.rate_classes
    return "value", layer.classes or Classes("quantile", ())


def _class_rules(layer: Layer, lang: Lang) -> list[Rule]:
    name, classes = painted_by(layer)
    if layer.indicator is None:
        return []
    found = []
    colours = ramp(layer.indicator, len(classes.limits))
    edges = classes.thresholds() if name == RATE else classes.intervals()
    for (low, high), words, colour in zip(edges, class_words(classes, name, lang), colours, strict=True):
        within = f'"{name}" > {exact(low)} AND "{name}" <= {exact(high)}'
        found.append(
            Rule(
                label=words,
                filter=_where(layer, f"({_either(SHOWN)}) AND {within}"),
                parts=[fill_of(colour)],
                heading=heading(layer.indicator, name, lang),
                alone=alone(words, layer.indicator.unit, name, lang),
                fill=colour,
                statuses=SHOWN,
                field=name,
                low=exact(low),
                high=exact(high),
                blank=layer.blank,
            )
        )
    return [*found, _unrated_rule(layer, lang)] if name == RATE else found


def _unrated_rule(layer: Layer, lang: Lang) -> Rule:
    """Figures that nothing is set against: residents nobody counted, or only a part of the unit is known."""
    unrated = declared()["unrated"]
    return Rule(
        label=_label(unrated, lang),
        filter=_where(layer, f'({_either(SHOWN)}) AND "{RATE}" IS NULL'),
        parts=[fill_of(unrated["fill"])],
        fill=unrated["fill"],
        statuses=SHOWN,
        missing=RATE,
        blank=layer.blank,
    )


def _label(entry: dict[str, str], lang: Lang) -> str:
    return said([entry[f"label_{one}"] for one in LANGS], lang)


def _gap_rules(layer: Layer, lang: Lang) -> list[Rule]:
    """Two colours: more of the displaced than of the assistance, or the other way round."""
    gap, ends = declared()["gap"], (-101, *declared()["gap"]["limits"], 101)
    found = []
    for low, high, colour in zip(ends, ends[1:], gap["colours"], strict=False):
        words = word("range", lang, low=number(max(low, -100), lang), high=number(min(high, 100), lang))
        found.append(
            Rule(
                label=words,
                filter=_where(layer, f'({_shown()}) AND "value" > {low} AND "value" <= {high}'),
                parts=[fill_of(colour)],
                heading=heading(layer.indicator, "value", lang) if layer.indicator else "",
                alone=alone(words, GAP, "value", lang),
                fill=colour,
                statuses=(*SHOWN, "zero"),
                field="value",
                low=str(low),
                high=str(high),
                blank=layer.blank,
            )
        )
    return found


def _plain_rule(lang: Lang) -> Rule:
    colour = declared()["ramps"]["neutral"][0]
    return Rule(word("published", lang), _either(SHOWN), [fill_of(colour)], fill=colour, statuses=SHOWN)


def _small_rule(layer: Layer, lang: Lang) -> Rule:
    label = word("small_sample", lang, count=str(solutions().minimum_asked))
    drawn = _where(layer, '"small_sample" = 1')
    equals = (("small_sample", "1"),)
    return Rule(label, drawn, [fill_of(SMALL)], fill=SMALL, equals=equals, blank=layer.blank)


def _shown() -> str:
    return _either((*SHOWN, "zero"))


def _either(statuses: tuple[str, ...]) -> str:
    return " OR ".join(f"\"value_status\" = '{status}'" for status in statuses)


def site_rules(layer: Layer, lang: Lang = "fr") -> list[Rule]:
    """Return a mark per type of site: full where it works, empty where it does not or nobody knows."""
    known, present = solutions(), set(layer.table["site_type"].dropna().astype("str"))
    works = ("status", known.working[0])
    found = []
    for kind in [kind for kind in known.site_types if kind in present]:
        ink, mark = known.site_inks[kind], known.site_marks[kind]
        words = said(list(known.site_types[kind]), lang)
        here = f"\"site_type\" = '{kind}'"
        if layer.kind == "measures":
            found.append(_site_rule(words, here, mark, ink, full=True, equals=(("site_type", kind),)))
            continue
        working = f"\"{works[0]}\" = '{works[1]}'"
        equals = (("site_type", kind), works)
        found.append(_site_rule(words, f"{here} AND {working}", mark, ink, full=True, equals=equals))
        words = word("idle", lang, words=words)
        idle = f'("{works[0]}" IS NULL OR NOT ({working}))'  # a state left empty is no state that works
        found.append(_site_rule(words, f"{here} AND {idle}", mark, ink, full=False, equals=equals[:1]))
    return found[::-1]  # empty marks first, so that a full one is drawn over them


def _site_rule(
    label: str, condition: str, mark: str, ink: str, *, full: bool, equals: tuple[tuple[str, str], ...]
) -> Rule:
    part, fill = site_mark(mark, ink, full=full), ink if full else "#ffffff"
    return Rule(label, condition, [part], fill=fill, ink=ink, mark=mark, equals=equals)


def _status_rules(layer: Layer, lang: Lang) -> list[Rule]:
    found = []
    is_gap = layer.indicator is not None and layer.indicator.unit == GAP  # zero is its middle class
    for status, style in declared()["statuses"].items():
        if is_gap and status == "zero":
            continue
        parts = [fill_of(style["fill"])] if style["fill"] else []
        if style["hatch"] != "none":
            parts.append(hatch_of(style["hatch"], style["ink"]))
        found.append(
            Rule(
                label=_label(style, lang),
                filter=_where(layer, f"\"value_status\" = '{status}'"),
                parts=parts,
                fill=style["fill"] or "#ffffff",
                statuses=(status,),
                mark=HATCH_MARKS.get(style["hatch"], "")
                if not style["fill"] or style["hatch"] != "none"
                else "",
                ink=style["ink"],
                level=1 if not style["fill"] else 0,
                blank=layer.blank,
            )
        )
    return found


def _circle_rules(layer: Layer, lang: Lang) -> list[Rule]:
    """Counts as circles: area in proportion to people, one scale over all slices."""
    if layer.largest <= 0 or layer.indicator is None or layer.indicator.unit not in COUNTED_UNITS:
        return []
    circles = declared()["circles"]
    diameter = (
        f"2 * max({circles['smallest_radius_px']}, {circles['largest_radius_px']}"
        f' * sqrt("value" / {exact(layer.largest)}))'
    )
    marker = Part(
        "SimpleMarker",
        {
            "name": "circle",
            "color": rgba(circles["fill"], 40),
            "outline_color": rgba(circles["fill"]),
            "size": "4",
            "size_unit": "Pixel",
        },
        {"size": diameter},
    )
    fill = Part(
        "CentroidFill",
        {"point_on_surface": "1", "point_on_all_parts": "0"},
        inner=marker,
        inner_type="marker",
    )
    label = word("circles", lang)
    measured = layer.indicator.label(lang)
    return [Rule(label, _where(layer, '"value" > 0'), [fill], heading=measured, level=2, qgis_only=True)]


def _flow_rules(layer: Layer, lang: Lang) -> list[Rule]:
    kind = layer.indicator.flow_kind if layer.indicator else None
    colour = declared()["flows"].get(kind or "displacement", "#4a4a4a")
    width = f'max(0.3, 6 * "value" / {exact(layer.largest or 1)})'
    line = Part(
        "SimpleLine",
        {"line_color": rgba(colour, 190), "line_width": "0.6", "line_width_unit": "MM", "capstyle": "flat"},
        {"outlineWidth": width},
    )
    head = Part(
        "SimpleMarker",
        {
            "name": "filled_arrowhead",
            "color": rgba(colour),
            "outline_style": "no",
            "size": "3",
            "size_unit": "MM",
        },
        {"size": f"2 + {width}"},
    )
    arrow = Part(
        "MarkerLine",
        {"placement": "lastvertex", "placements": "LastVertex", "rotate": "1"},
        inner=head,
        inner_type="marker",
    )
    label = layer.title(lang)
    moved = Rule(label, '"value" > 0', [line, arrow], fill=colour, statuses=SHOWN, width="1.5")
    return [moved, _hidden_flow_rule(lang)]


def _hidden_flow_rule(lang: Lang) -> Rule:
    """Movements of too few people to publish: a thin broken line, so that they are not taken for none."""
    style = declared()["statuses"]["suppressed"]
    options = {"line_color": rgba(style["ink"]), "line_width": "0.3", "line_width_unit": "MM"}
    line = Part("SimpleLine", options | {"line_style": "dash"})
    condition = _either(("suppressed",))
    label = _label(style, lang)
    return Rule(label, condition, [line], fill=style["ink"], statuses=("suppressed",), dash="4 3")


def _where(layer: Layer, condition: str) -> str:
    if not layer.blank:
        return condition
    return f'{condition} AND ("{layer.blank}" IS NULL OR "{layer.blank}" = \'\')'
