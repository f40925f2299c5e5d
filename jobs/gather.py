"""The first half of the path: due sources asked, the inbox taken in, the embedded figures there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from jobs.ask import ask_sources
from jobs.dropped import take_in_inbox
from jobs.inbox import Taken
from jobs.running import Run
from tracker.checks import check_record
from tracker.embedded.load import ensure_embedded
from tracker.fetch import Fetcher
from tracker.store import Store

TROUBLED = ("failed", "empty")


class Account(Protocol):
    """How many people one file brought, and what became of them."""

    @property
    def people_in(self) -> float: ...
    @property
    def people_placed(self) -> float: ...
    @property
    def people_unplaced(self) -> float: ...
    @property
    def people_not_summable(self) -> float: ...


def gather(
    run: Run,
    store: Store,
    home: Path,
    inbox: Path,
    *,
    asked: Sequence[str] = (),
    fetcher: Fetcher | None = None,
) -> list[Taken]:
    """Bring into the record whatever is new, and enter rows and people in the run's laws.

    Returns what became of the files of the inbox.  A source that does not answer is noted and stops
    no other; its last good figures stay.
    """
    now = run.ledger.clock()
    accounts: list[Account] = []
    accounts += ask_sources(run, store, home, only=asked, fetcher=fetcher)
    with run.stage("inbox") as stage:
        taken = take_in_inbox(store, home, inbox, now=now, run_id=run.id)
        stage.count(
            accepted=sum(file.accepted for file in taken), rejected=sum(not file.accepted for file in taken)
        )
        run.problems(sum(not file.accepted for file in taken))
    with run.stage("embedded") as stage:
        loaded = ensure_embedded(store, home, run.id, now)
        stage.count(tables=len(loaded))
        accounts += loaded
    _conserve(run, accounts)
    # What the checks find stands from run to run; only what this run read makes it one with problems.
    run.problems(int((store.problems(run_id=run.id)["severity"] != "note").sum()))
    with run.stage("check") as stage:
        stage.count(findings=len(check_record(store, run_id=run.id, recorded_at=now)))
    return taken


def _conserve(run: Run, accounts: Iterable[Account]) -> None:
    """Enter the law of people: those read are placed, unplaced or not to be summed."""
    parts = {"placed": 0.0, "unplaced": 0.0, "not summable": 0.0}
    people = 0.0
    for account in accounts:
        people += account.people_in
        parts["placed"] += account.people_placed
        parts["unplaced"] += account.people_unplaced
        parts["not summable"] += account.people_not_summable
    run.conserve("people read", people, parts)


def silent(run: Run) -> dict[str, str]:
    """Return the sources that gave nothing, so that a publication naming them differs from one before."""
    return {f"source {name}": state for name, state in sorted(run.sources.items()) if state in TROUBLED}
