"""One run while it runs: its stages, its sources, its conservation laws, its publication."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from jobs import ledger_tables as tables
from jobs.claim import Claim, holds
from jobs.errors import LeaseLost, LedgerError
from jobs.hidden import scrub
from jobs.journal import text_of
from jobs.publish import Publication

if TYPE_CHECKING:
    from jobs.ledger import Ledger


class Stage:
    """One stage of a run and what it counted."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.counts: dict[str, int | float | str] = {}

    def count(self, **counts: int | float | str) -> None:
        """Add numbers to what the stage counted; a word replaces the one before."""
        for name, number in counts.items():
            before = self.counts.get(name, 0)
            if isinstance(number, str) or isinstance(before, str):
                self.counts[name] = number
            else:
                self.counts[name] = before + number


class Run:
    """A run under way; `Ledger.run` gives it out and settles it."""

    def __init__(self, ledger: Ledger, identifier: str, claim: Claim | None) -> None:
        self.ledger = ledger
        self.id = identifier
        self.claim = claim
        self.problem_count = 0
        self.sources: dict[str, str] = {}
        self.laws: dict[str, dict[str, Any]] = {}
        self.publication: dict[str, Any] | None = None
        self.on_success: list[Callable[[sa.Connection], None]] = []
        """Written in the transaction that settles the run: they count exactly when the run does."""
        self._stages = 0

    @property
    def troubled(self) -> bool:
        """Whether the run came through with something a person should look at."""
        return self.problem_count > 0 or any(state in ("failed", "empty") for state in self.sources.values())

    @contextmanager
    def stage(self, name: str) -> Iterator[Stage]:
        """Time a stage and enter it in the ledger with its counts, also when it fails."""
        self._stages += 1
        position = self._stages
        stage = Stage(name)
        started_at, start = text_of(self.ledger.clock()), time.monotonic()
        outcome = "failed"
        try:
            yield stage
            outcome = "succeeded"
        finally:
            row = {
                "run_id": self.id,
                "position": position,
                "name": name,
                "started_at": started_at,
                "seconds": round(time.monotonic() - start, 3),
                "outcome": outcome,
                "counts": stage.counts,
            }
            with self.ledger.writing() as connection:
                connection.execute(sa.insert(tables.stage).values(row))

    def source(self, source: str, state: str, detail: str | None = None, sha256: str | None = None) -> None:
        """Enter how a source answered; the last word in a run counts.

        Raises
        ------
        LedgerError
            When the state is none of `jobs.ledger_tables.SOURCE_STATES`.
        """
        if state not in tables.SOURCE_STATES:
            raise LedgerError(f"source state {state!r}; expected one of {', '.join(tables.SOURCE_STATES)}")
        self.sources[source] = state
        key = {"run_id": self.id, "source": source}
        row = {
            "state": state,
            "detail": scrub(detail) if detail else None,
            "sha256": sha256,
            "at": text_of(self.ledger.clock()),
        }
        with self.ledger.writing() as connection:
            same = (tables.source_state.c.run_id == self.id) & (tables.source_state.c.source == source)
            if not connection.execute(sa.update(tables.source_state).where(same).values(row)).rowcount:
                connection.execute(sa.insert(tables.source_state).values(**key, **row))

    def problems(self, count: int) -> None:
        """Add to the number of problems the run met."""
        self.problem_count += count

    def conserve(self, law: str, before: float, after: Mapping[str, float]) -> None:
        """Enter a conservation law: what went in equals the sum of what came out.

        Raises
        ------
        LedgerError
            When it does not; the run fails and nothing is published.
        """
        total = sum(after.values())
        kept = abs(total - before) < 0.5
        self.laws[law] = {"before": before, "after": dict(after), "kept": kept}
        if not kept:
            parts = " + ".join(f"{number:,.0f} {name}" for name, number in after.items())
            raise LedgerError(
                f"{law}: {before:,.0f} went in and {total:,.0f} came out ({parts}); nothing was published: "
                "this is a fault of the program, please report it with the input"
            )

    def published(self, publication: Publication) -> None:
        """Enter what readers see now."""
        self.publication = {
            "release": publication.release,
            "changed": publication.changed,
            "previous": publication.previous,
            "held": publication.held,
            "out": str(publication.path.absolute()),
            "removed": list(publication.removed),
        }

    def check_lease(self) -> None:
        """See that this attempt still holds its slot; call it before anything takes effect.

        Raises
        ------
        LeaseLost
            When another worker took it over.
        """
        if self.claim is None:
            return
        with self.ledger.reading() as connection:
            if not holds(connection, self.claim):
                raise LeaseLost(
                    f"the slot of {self.claim.due_at} was taken over by another worker; attempt "
                    f"{self.claim.attempt} stops without an effect"
                )
