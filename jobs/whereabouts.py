"""Where the publication is, for who asks without naming the place."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from jobs import ledger_tables as tables
from jobs.config import load_config
from jobs.ledger import Ledger
from jobs.settled import declared_place
from jobs.switch import current_release


def whereabouts(ledger: Ledger, out: Path | None) -> Path:
    """Return the place asked for or declared in `tracker.toml`; else ``site`` in the working directory.

    When nothing was asked or declared and nothing is there, it is where a run published last.

    Raises
    ------
    ConfigError
        When `tracker.toml` is faulty.
    """
    config = load_config(ledger.home)
    named = out.absolute() if out else declared_place(ledger.home)
    here = named or config.out
    if named is None and current_release(here) is None:
        last = _last_place(ledger)
        return last if last and current_release(last) else here
    return here


def _last_place(ledger: Ledger) -> Path | None:
    newest = sa.select(tables.run.c.publication).order_by(tables.run.c.started_at.desc())
    with ledger.reading() as connection:
        found = next((each for each in connection.scalars(newest) if each), None)
    return Path(found["out"]) if found else None
