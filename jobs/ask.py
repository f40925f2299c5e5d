"""The fetch stage: every due source asked, its answer loaded, each failing alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from geodata.how_many import figure, how_many
from jobs.history import source_states
from jobs.ledger import Ledger
from jobs.running import Run
from tracker.errors import TrackerError
from tracker.fetch import Fetcher
from tracker.ingest import Ingested, ingest
from tracker.live.pulling import Pulled, pull_source
from tracker.source import Source, sources
from tracker.source import source as named
from tracker.store import Store

SLACK = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """How one source answered, in a state of the ledger and in words; and the account of what was read."""

    source: str
    state: str
    message: str
    account: Ingested | None = None


def ask_sources(
    run: Run,
    store: Store,
    home: Path,
    *,
    only: Collection[str] = (),
    fetcher: Fetcher | None = None,
    environment: Mapping[str, str] | None = None,
) -> list[Ingested]:
    """Ask every live source that is due, load its answer, and return the accounts of what was loaded.

    A source that is down, empty or changed its columns is entered as failed or empty with its
    reason; what it gave before stays in the record and the other sources go on.

    Parameters
    ----------
    only
        Ids to ask, due or not; none asks every declared source that is due.
    fetcher
        How to ask, for tests; by default each source's own hosts and limits.
    """
    loaded: list[Ingested] = []
    with run.stage("fetch") as stage:
        for source in _due(run.ledger, home, only):
            asked = ask_source(source, run, store, home, fetcher=fetcher, environment=environment)
            stage.count(**{asked.state: 1})
            loaded += [asked.account] if asked.account and asked.account.state == "loaded" else []
    return loaded


def ask_source(
    source: Source,
    run: Run,
    store: Store,
    home: Path,
    *,
    fetcher: Fetcher | None = None,
    environment: Mapping[str, str] | None = None,
    check: bool = False,
) -> Asked:
    """Ask one source, load its answer, and enter in the run how it answered.

    With `check` the series that changed are checked at once, where no check of the whole record follows.
    """
    pulled = _pull(source, home, fetcher, environment)
    account = _load(pulled, source, store, home, run, check)
    state, words = _account(account) if account else (pulled.state, pulled.message)
    run.source(source.id, state, words, pulled.sha256 or None)
    return Asked(source.id, state, words, account)


def _due(ledger: Ledger, home: Path, only: Collection[str]) -> list[Source]:
    live = [source for source in sources(home).values() if source.live]
    if only:
        return [named(identifier, home) for identifier in only]
    states = {row["source"]: row for row in source_states(ledger)}
    return [source for source in live if is_due(source, states.get(source.id), ledger.clock())]


def is_due(source: Source, state: Mapping[str, str | None] | None, now: datetime) -> bool:
    """Say whether a source is to be asked: not asked yet, in trouble, or its days are over.

    `state` is its row of `jobs.history.source_states`.
    """
    last = state.get("last_answer") if state else None
    if source.live is None or state is None or last is None or state["state"] not in ("fetched", "unchanged"):
        return source.live is not None
    return now - datetime.fromisoformat(last) >= timedelta(days=source.live.every_days) - SLACK


def _pull(
    source: Source, home: Path, fetcher: Fetcher | None, environment: Mapping[str, str] | None
) -> Pulled:
    try:
        return pull_source(source, home, environment=environment, fetcher=fetcher)
    except (TrackerError, OSError) as error:
        return Pulled(source.id, "failed", " ".join(str(error).split()))


def _load(pulled: Pulled, source: Source, store: Store, home: Path, run: Run, check: bool) -> Ingested | None:
    """Load a new answer, also one known by its bytes that the record does not hold yet."""
    if pulled.path is None or pulled.state not in ("fetched", "unchanged"):
        return None
    if pulled.state == "unchanged" and pulled.sha256 in set(store.snapshots()["sha256"]):
        return None
    now = run.ledger.clock()
    (result,) = ingest(
        [pulled.path], store, recorded_at=now, source=source, home=home, run_id=run.id, check=check
    )
    return result


def _account(result: Ingested) -> tuple[str, str]:
    if result.state != "loaded":
        return "failed", result.reason
    if not result.rows_kept:
        return "empty", f"of {how_many(result.rows_in, 'row')} none could be used"
    kept = f"{figure(result.rows_kept)} of {how_many(result.rows_in, 'row')} kept"
    return "fetched", f"{kept}, {how_many(result.new, 'figure')} new"
