"""What the store needs of a reading and of the source it was read by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import pandas as pd

    from tracker.problem import Problem


class LoadableSource(Protocol):
    """A declared source, as far as the store is concerned."""

    @property
    def id(self) -> str: ...


class Loadable(Protocol):
    """One input read, checked and placed; `tracker.reading.Reading` is one.

    `observations` has the columns of `tracker.observation`, `sites` those of
    `tracker.view.SITE_COLUMNS` (more columns are kept as attributes).  The row counts are rows
    of the input; one row may hold several figures.
    """

    @property
    def source(self) -> LoadableSource: ...
    @property
    def sha256(self) -> str: ...
    @property
    def observations(self) -> pd.DataFrame: ...
    @property
    def sites(self) -> pd.DataFrame: ...
    @property
    def problems(self) -> Sequence[Problem]: ...
    @property
    def rows_in(self) -> int: ...
    @property
    def rows_kept(self) -> int: ...
    @property
    def rows_quarantined(self) -> int: ...
    @property
    def rows_ignored(self) -> int: ...
