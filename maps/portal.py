"""The portal: one page that opens offline and leads to everything a publication holds."""

from __future__ import annotations

import json
from typing import Any

from maps import trend
from maps.assets import script, style
from maps.number import DAYS_PER_MONTH, DAYS_PER_YEAR
from maps.offline import digest
from maps.portal_data import Download, PageLink, PortalData, Release
from maps.portal_headlines import Both, Headline, both, headlines
from maps.portal_sections import (
    ages,
    cards,
    changes,
    credits,
    dates,
    downloads,
    history,
    problems,
    sizes,
    sources,
)
from maps.sources import edition_titles
from maps.templating import environment
from maps.words import LANGS, Lang, group, word
from tracker.typography import french
from tracker.view import View

__all__ = ["Download", "PageLink", "PortalData", "Release", "build"]

DEFINED = ("idp_stock", "idp_returnees_cumulative", "repatriated_refugees", "refugees_abroad")
GROUPING = "north-south"


def build(data: PortalData, lang: Lang = "fr") -> str:
    """Return the complete HTML of ``index.html``, opened in `lang`, with the other language inside.

    The page makes no request and the same data give the same bytes; ages are recounted by the
    reader's own clock where a script may run.
    """
    css, js = style("portal.css"), script("portal.js")
    values = _values(data, lang) | {
        "css": css,
        "js": js,
        "policy": f"default-src 'none'; style-src {digest(css)}; script-src {digest(js)}; "
        "base-uri 'none'; form-action 'none'",
    }
    template = environment().get_template("portal.html.j2")
    weighed = len(template.render(values | {"weight": both("page.weight", size=sizes(0))}).encode())
    return template.render(values | {"weight": both("page.weight", size=sizes(weighed))}) + "\n"


def _values(data: PortalData, lang: str) -> dict[str, Any]:
    view = data.view
    told, more = changes(data)
    layers, variants = downloads(data)
    return {
        "lang": lang,
        "w": _words(view, data.stale_days or 0),
        "headlines": [_headline(one) for one in headlines(view, data.abroad)],
        "stale_days": data.stale_days,
        "cards": cards(data),
        "trend": {
            one: trend.svg(view, "idp_stock", lang=one, width=900, height=290, identifier=f"trend-{one}")
            for one in LANGS
        },
        "grouping": _grouping(view),
        "changes": told,
        "changes_more": more,
        "first": data.first,
        "problems": problems(data.problems),
        "sources": sources(data),
        "downloads": layers,
        "variants": variants,
        "history": history(data),
        "definitions": _definitions(view),
        "credits": credits(view),
        "edition": both("reading.edition", edition=edition_titles(view)),
        "generator": data.generator,
        "ages": _ages(view.as_of, data.stale_days),
    }


def _headline(one: Headline) -> dict[str, Any]:
    age = ages(one.age_days)
    ago = {lang: word("age.ago", lang, age=age[lang]) if one.age_days >= 1 else age[lang] for lang in LANGS}
    return {name: getattr(one, name) for name in Headline.__dataclass_fields__} | {"ago": ago}


def _words(view: View, stale_days: int) -> dict[str, Both]:
    found: dict[str, Both] = {
        name: {lang: group("portal", lang)[name] for lang in LANGS} for name in group("portal", "fr")
    }
    label = f"reading.sensitivity_{view.sensitivity}"
    return found | {
        "skip": both("page.skip"),
        "language": both("page.language"),
        "offline": both("page.offline"),
        "stale": both("portal.stale", age=ages(stale_days)),
        "up_to": both("portal.up_to", date=dates(view.as_of)),
        "sensitivity": both("reading.sensitivity", label=both(label)),
        "disclosure": both("reading.disclosure", largest=view.disclosure_threshold - 1),
        "disclaimer": both("reading.disclaimer"),
        "change_large": both("change.large"),
    }


def _grouping(view: View) -> Both | None:
    if GROUPING not in view.groupings:
        return None
    known = view.groupings[GROUPING]
    definition = {"fr": french(known.definition_fr), "en": known.definition_en}
    return both("group.definition", definition=definition)


def _definitions(view: View) -> list[dict[str, Both]]:
    return [
        {
            "label": {lang: view.indicators[name].label(lang) for lang in LANGS},
            "text": {lang: view.indicators[name].definition(lang) for lang in LANGS},
        }
        for name in DEFINED
        if name in view.indicators
    ]


def _ages(as_of: str, stale_days: int | None) -> str:
    """Return what the script needs to count ages, as JSON that cannot end its own element."""
    document: dict[str, Any] = {"as_of": as_of, "month": DAYS_PER_MONTH, "year": DAYS_PER_YEAR}
    document["stale"] = stale_days
    for lang in LANGS:
        document[lang] = group("age", lang) | {"title": word("portal.heading", lang)}
    return json.dumps(document, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
