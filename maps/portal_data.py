"""What the portal is told: everything but the view is optional, and an absent part is not shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from tracker.view import View


@dataclass(frozen=True, slots=True)
class PageLink:
    """One map page beside the portal: `kind` is displacement, flows, returns or reintegration.

    `lite` is the twin without Leaflet, `deeper` the same page one admin level below.
    """

    kind: str
    href: str
    size_bytes: int = 0
    lite_href: str = ""
    lite_size_bytes: int = 0
    deeper_href: str = ""
    deeper_size_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Download:
    """One file for GIS staff; the titles say what it holds, the format is written as people say it."""

    href: str
    format: str
    size_bytes: int
    title_fr: str
    title_en: str


@dataclass(frozen=True, slots=True)
class Release:
    """One publication of the history: its id, the newest date of its data, and whether it is shown now."""

    release: str
    as_of: str
    current: bool = False
    href: str = ""


@dataclass(frozen=True)
class PortalData:
    """Everything `maps.portal.build` draws.

    `changes` are the entries of changes.json, weightiest first, each a mapping with ``kind``
    (silent_source, stale_source, new_slice, gone_silent, newly_reporting, large_change, revised,
    withdrawn, new_source, recovered_source), and as they apply ``indicator``, ``pcode``,
    ``place_name``, ``slice``, ``old``, ``new``, ``source``, ``count``, ``large``; a kind without
    words shows its ``text``.
    `first` says that there is no earlier publication to compare with.
    `problems` are counted, each a mapping with ``severity``, ``code`` and ``count``.
    `silent` are the sources in trouble that have given no figure yet, each a mapping with ``title``
    (and ``title_fr``, ``title_en``), ``organisation`` and ``state``.
    `stale_days` is the age above which a key figure or a live source is marked as old; without it, none is.
    """

    view: View
    pages: Sequence[PageLink] = ()
    downloads: Sequence[Download] = ()
    changes: Sequence[Mapping[str, Any]] = ()
    first: bool = False
    problems: Sequence[Mapping[str, Any]] = ()
    silent: Sequence[Mapping[str, Any]] = ()
    publications: Sequence[Release] = ()
    stale_days: int | None = None
    abroad: pd.DataFrame | None = None
    """Refugees by country of asylum: FIGURE_COLUMNS with the country code as `pcode`."""
    generator: str = ""
    """Name and version of the program, printed at the foot."""
