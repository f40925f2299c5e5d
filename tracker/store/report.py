"""What one load did, in numbers that must add up."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from tracker.errors import StoreError


@dataclass(frozen=True, slots=True)
class People:
    """People in one indicator of a load: in = placed + unplaced + not summable."""

    people_in: float = 0
    people_placed: float = 0
    people_unplaced: float = 0
    people_not_summable: float = 0


@dataclass(frozen=True, slots=True)
class LoadReport:
    """One load: rows of the input, figures of the record, people.

    Rows are rows of the input, figures are observations (a row may hold several).  People are
    summed within an indicator; the totals over indicators only serve the balance, since a person
    may stand in several indicators.
    """

    source: str
    file: str | None
    snapshot_sha256: str
    run_id: str | None
    recorded_at: str
    rows_in: int
    kept: int
    quarantined: int
    ignored: int
    figures: int
    new: int
    unchanged: int
    superseded: int
    withdrawn: int
    """Figures an earlier edition of the file gave and this one does not; they stay in the record."""
    figures_quarantined: int
    sites_new: int
    sites_unchanged: int
    sites_superseded: int
    problems: int
    people_in: float
    people_placed: float
    people_unplaced: float
    people_not_summable: float
    by_indicator: dict[str, People] = field(default_factory=dict)

    def record(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def changed(self) -> bool:
        """Whether the record holds anything it did not hold before."""
        return bool(self.new or self.superseded or self.sites_new or self.sites_superseded)

    def balance(self) -> None:
        """Check the conservation laws.

        Raises
        ------
        StoreError
            When rows, figures or people were lost or doubled between reading and storing.
        """
        laws = [
            (
                "rows",
                self.rows_in,
                self.kept + self.quarantined + self.ignored,
                "kept + quarantined + ignored",
            ),
            (
                "figures",
                self.figures,
                self.new + self.unchanged + self.superseded + self.figures_quarantined,
                "new + unchanged + superseded + quarantined",
            ),
            (
                "people",
                round(self.people_in, 3),
                round(self.people_placed + self.people_unplaced + self.people_not_summable, 3),
                "placed + unplaced + not summable",
            ),
        ]
        for what, got, parts, words in laws:
            if got != parts:
                raise StoreError(
                    f"{self.file or self.source}: {what} in is {got}, but {words} is {parts}; "
                    "nothing was stored, this is a fault of the tracker"
                )
