"""The public view: what pages and layers are made from, and the only way to it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from geodata.editions import EMBEDDED
from tracker.aggregate import build_view
from tracker.classing import declared_classing
from tracker.disclose import declared_threshold, disclose
from tracker.solutions import complete
from tracker.sums import Tables
from tracker.view import View

if TYPE_CHECKING:
    from tracker.store import Store


def public_view(
    store: Store,
    home: Path | None = None,
    *,
    edition: str | None = None,
    level: int | None = None,
    as_of: str | None = None,
    threshold: int | None = None,
    previous: Tables | None = None,
    above: View | None = None,
) -> View:
    """Aggregate, disclose, and derive from what may be shown; see `tracker.aggregate.build_view`.

    Everything finer than the regions every publication starts with is disclosed beside them:
    `above` is their public view, made here when the caller has none.  Rates, gaps and reach are
    computed after disclosure, so nothing hidden follows from them.  `threshold` is the one declared
    in ``tracker.toml`` unless given; so is the way figures are classed.
    """
    threshold = declared_threshold(home) if threshold is None else threshold
    seen = replace(
        build_view(store, home, edition=edition, level=level, as_of=as_of), classing=declared_classing(home)
    )
    if above is None and (seen.level, seen.edition.id) != (1, EMBEDDED):
        above = disclose(build_view(store, home, as_of=as_of), threshold, home=home)
    return complete(disclose(seen, threshold, previous, above, home), home)
