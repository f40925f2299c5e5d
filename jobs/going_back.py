"""A rollback as a run of its own: entered in the ledger, found by run or by release."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from jobs import ledger_tables as tables
from jobs.ledger import Ledger
from jobs.publish import Publication
from jobs.rollback import rollback


def go_back(ledger: Ledger, out: Path, target: str | None = None) -> Publication:
    """Show an earlier publication again: the one before, that of a run, or a release by name.

    Raises
    ------
    PublicationFailed, PublicationRefused
        As `jobs.rollback.rollback`; the attempt is in the ledger as failed.
    """
    with ledger.run("rollback", "hand", attended=True) as run, run.stage("rollback"):
        release = _release(ledger, target) if target else None
        publication = rollback(out, release, now=ledger.clock(), run=run.id)
        run.published(publication)
    return publication


def _release(ledger: Ledger, target: str) -> str:
    """Return the release a run published, or the target itself when it is no run."""
    with ledger.reading() as connection:
        found = connection.scalar(sa.select(tables.run.c.publication).where(tables.run.c.id == target))
    return str(found["release"]) if found else target
